from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.model.agents import AGENTS, PREFIX, agents_of
from reviewbot.model.facts import CommitText

ANN = b"Ann <ann@example.com>"
CLAUDE = b"Co-Authored-By: Claude <noreply@anthropic.com>"


def agents(message: bytes = b"", *people: bytes, names=()):
    return agents_of(names, [CommitText(people or (ANN, ANN), message)])


# Silence


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"ask Claude <noreply@anthropic.com> about it",
        b"Co-authored-by: Ann <ann@example.com>",
        b"Co-authored-by: Claude Dupont <claude@example.fr>",
        b"Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        b"Co-authored-by: x <noreply@anthropic.com.example.com>",
        b"Not-co-authored-by: Claude <noreply@anthropic.com>",
        b"Reviewed-by: Copilot <copilot@github.com>",
    ],
)
def test_people_are_no_agents(message):
    assert agents(message) == ()


@pytest.mark.parametrize(
    "person",
    [b"Paul <paul@aider.chat>", b"Claude <claude@example.com>", b"GitHub <noreply@github.com>", b"Aiden <a@b.c>", b""],
)
def test_authors_and_committers_are_mostly_people(person):
    assert agents(b"", person, person) == ()


@pytest.mark.parametrize("name", ["ann", "dependabot[bot]", "my-copilot", ""])
def test_logins_of_others_are_no_agents(name):
    assert agents(names=[name]) == ()


# What is said


@pytest.mark.parametrize(
    ("trailer", "agent"),
    [
        (CLAUDE, "claude"),
        (b"Co-Authored-By: Claude Sonnet 5 <noreply@anthropic.com>", "claude"),
        (b"Co-authored-by: Codex <noreply@openai.com>", "codex"),
        (b"Co-authored-by: Codex <codex@openai.com>", "codex"),
        (b"Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "copilot"),
        (b"Co-authored-by: Copilot <copilot@github.com>", "copilot"),
        (b"Co-authored-by: Cursor <cursoragent@cursor.com>", "cursor"),
        (b"Co-authored-by: aider (gpt-4o) <noreply@aider.chat>", "aider"),
        (b"Co-authored-by: aider (openai/gpt-5.2) <aider@aider.chat>", "aider"),
        (b"Co-Authored-By: Devin <158243242+devin-ai-integration[bot]@users.noreply.github.com>", "devin"),
        (b"Co-authored-by: Gemini <gemini@google.com>", "gemini"),
        (b"Co-Authored-By: x <161369871+google-labs-jules[bot]@users.noreply.github.com>", "jules"),
        (b"Co-authored-by: openhands <openhands@all-hands.dev>", "openhands"),
        (b"Co-authored-by: Amp <amp@ampcode.com>", "amp"),
        (b"Co-Authored-By: opencode <noreply@opencode.ai>", "opencode"),
        (b"Amp-Thread-ID: https://ampcode.com/threads/T-1", "amp"),
        ("🤖 Generated with [Claude Code](https://claude.com/claude-code)".encode(), "claude"),
    ],
)
def test_what_an_agent_writes_into_a_message(trailer, agent):
    assert agents(b"Do a thing\n\n" + trailer + b"\n") == (f"agent:{agent}",)


@pytest.mark.parametrize(
    ("person", "agent"),
    [
        (b"openhands <openhands@all-hands.dev>", "openhands"),
        (b"Ann (aider) <ann@example.com>", "aider"),
        (b"Cursor Agent <cursoragent@cursor.com>", "cursor"),
        (b"copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", "copilot"),
        (b"chatgpt-codex-connector[bot] <x@example.com>", "codex"),
    ],
)
def test_who_an_agent_commits_as(person, agent):
    assert agents(b"", person, ANN) == agents(b"", ANN, person) == (f"agent:{agent}",)


@pytest.mark.parametrize(
    ("name", "agent"),
    [
        ("claude[bot]", "claude"),
        ("Copilot", "copilot"),
        ("copilot-swe-agent[bot]", "copilot"),
        ("google-labs-jules", "jules"),
        ("devin-ai-integration[bot]", "devin"),
        (" Agent:Mine ", "mine"),
    ],
)
def test_logins_of_agents_and_what_somebody_says(name, agent):
    assert agents(names=[name]) == (f"agent:{agent}",)


def test_all_that_took_part_each_once_and_sorted():
    message = b"x\n\nCo-authored-by: Cursor <cursoragent@cursor.com>\n" + CLAUDE + b"\n" + CLAUDE
    commits = [CommitText((ANN, ANN), message), CommitText((b"Ann (aider) <ann@example.com>", ANN), b"y")]
    assert agents_of(["ann"], commits) == ("agent:aider", "agent:claude", "agent:cursor")


# Hard cases


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"squash\n\n* one\n\n" + CLAUDE + b"\n\n* two\n", id="in the middle"),
        pytest.param(b"Squashed commit:\n\n    one\n\n    " + CLAUDE + b"\n\n    two\n", id="indented"),
        pytest.param(b"x\r\n\r\n" + CLAUDE + b"\r\n", id="line ends"),
        pytest.param(b"x\n\nCO-AUTHORED-BY: CLAUDE <NOREPLY@ANTHROPIC.COM>", id="case"),
        pytest.param(b"x\n\nCo-authored-by :Claude<  noreply@anthropic.com  >  ", id="spacing"),
        pytest.param(b"x\n\nCo-authored-by: Claude noreply@anthropic.com", id="no brackets"),
        pytest.param(b"x\n\nCo-authored-by: Claude\n <noreply@anthropic.com>", id="folded"),
        pytest.param(b"x\n\nCo-authored-by: Cl\xe4ude \xff <noreply@anthropic.com>", id="not UTF-8"),
        pytest.param(b"x\n\nCo-authored-by: Ann <ann@example.com>, Claude <noreply@anthropic.com>", id="two at once"),
        pytest.param(CLAUDE, id="nothing else"),
    ],
)
def test_however_it_is_written(message):
    assert agents(message) == ("agent:claude",)


def test_a_long_line_takes_no_time():
    assert agents(b"Co-authored-by: " + b"a" * 10**6 + b"@" * 10**5, b"x" * 10**6, b"1" * 10**6 + b"@") == ()


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_whatever_stands_around_a_trailer_does_not_hide_it(before, after):
    assert "agent:claude" in agents(before + b"\n" + CLAUDE + b"\n" + after)


@given(st.lists(st.sampled_from([ANN, b"Ann (aider) <a@b.c>", b"", b"\xff <>", b"<<<"])), st.binary(), st.text())
def test_more_said_is_never_less_found(people, message, name):
    alone = set(agents_of([], [CommitText((), CLAUDE)]))
    assert alone <= set(agents_of([name], [CommitText((), CLAUDE), CommitText(tuple(people), message)]))


# The table


def test_every_row_has_a_source_and_something_to_look_for():
    for agent in AGENTS:
        assert agent.sources
        assert all(source.startswith("https://") for source in agent.sources)
        assert agent.logins or agent.emails or agent.name_end or agent.sentences
        marks = (*agent.logins, *agent.emails, agent.name_end, *(each.decode() for each in agent.sentences))
        assert all(mark == mark.lower() for mark in marks)


def test_no_two_rows_look_for_the_same():
    names = [agent.name for agent in AGENTS]
    marks = [mark for agent in AGENTS for mark in (*agent.logins, *agent.emails, *agent.sentences)]
    assert names == sorted(set(names))
    assert len(marks) == len(set(marks))
    assert not [name for name in names if name.startswith(PREFIX)]
