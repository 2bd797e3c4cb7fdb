"""Each agent's questions as they come, and exactly what it is answered: its own protocol, and nothing of another's."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest

from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.guard.asked import Answer, Decision
from reviewbot.guard.running import MAX_INPUT_BYTES, answer, denied_for_a_signal

DATA = Path(__file__).parent / "data"
NAMES = sorted(file.stem for file in DATA.glob("*.json"))
EDITS = [name for name in NAMES if not name.endswith(("-command", "-read", "-view"))]
WHY = 'because "of" this\nand that'
NOBODY_TO_ASK = "\nThis agent cannot ask a person from here, so it is denied; tell the person, who can do it."
SILENCE = ("", "", 0)
OWN_KEYS = {
    "claude": {"hookSpecificOutput"},
    "codex": set(),
    "gemini": set(),
    "copilot": {"permissionDecision", "permissionDecisionReason"},
    "cursor": {"permission", "user_message", "agent_message"},
}
AGENTS = pytest.mark.parametrize("agent", agent_names())


def ask(name, folder, path):
    agent = name.partition("-")[0]
    text = (DATA / f"{name}.json").read_text().replace("{folder}", str(folder)).replace("{path}", path)
    return answer(BytesIO(text.encode()).read, agent)


def as_json(document):
    return json.dumps(document)


@AGENTS
def test_every_agent_is_asked_for_edits_and_commands(agent):
    assert {f"{agent}-command"} < {name for name in NAMES if name.startswith(agent)}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_allowed_is_not_objected_to(repository, name):
    repository.write("file.py", "old\n")
    allowed = ('{"permission": "allow"}', "", 0) if name.startswith("cursor") else SILENCE
    assert ask(name, repository.path, "file.py") == allowed


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_forbidden_path_is_denied(repository, name):
    reply = ask(name, repository.path, "config/production.yml")
    assert "forbidden-path: config/production.yml: must not be" in reply.stdout + reply.stderr
    assert is_denied(name.partition("-")[0], reply)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(EDITS)))
def test_reading_a_forbidden_path_is_not_writing_it(repository, name):
    assert not is_denied(name.partition("-")[0], ask(name, repository.path, "config/production.yml"))


# Exactly what is said


@pytest.mark.parametrize("agent", ["claude", "codex", "gemini"])
def test_a_denial_by_exit_status_has_nothing_on_standard_output(agent):
    assert reply(agent, Answer.DENY) == ("", WHY, 2)


@pytest.mark.parametrize("agent", ["codex", "gemini"])
def test_who_cannot_ask_is_denied_and_told_so(agent):
    assert reply(agent, Answer.ASK) == ("", WHY + NOBODY_TO_ASK, 2)


def test_claude_asks():
    said = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": WHY}
    assert reply("claude", Answer.ASK) == (as_json({"hookSpecificOutput": said}), "", 0)


@pytest.mark.parametrize("kind", [Answer.ASK, Answer.DENY])
def test_copilot_is_answered_in_json(kind):
    said = {"permissionDecision": kind.value, "permissionDecisionReason": WHY}
    assert reply("copilot", kind) == (as_json(said), "", 0)


def test_cursor_is_always_answered_in_json():
    assert reply("cursor", Answer.ALLOW) == (as_json({"permission": "allow"}), "", 0)
    for kind, status in ((Answer.ASK, 0), (Answer.DENY, 2)):
        said = {"permission": kind.value, "user_message": WHY, "agent_message": WHY}
        assert reply("cursor", kind) == (as_json(said), "", status)


@AGENTS
@pytest.mark.parametrize("kind", list(Answer))
def test_no_reply_holds_anothers_keys(agent, kind):
    """A union of protocols is taken for an approval by some agents."""
    said = reply(agent, kind).stdout
    assert set(json.loads(said)) <= OWN_KEYS[agent] if said else True


@AGENTS
def test_words_that_are_no_text_can_be_delivered(agent):
    for kind in Answer:
        said = load_agent(agent).reply(Decision(kind, "caf\u00e9 \u2028 \U0001f600"))
        assert said.stdout.isascii()


# Failure


@AGENTS
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no json",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"cwd": "/"}',
        b'{"cwd": 1, "tool_name": "Write", "tool_input": {}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
    ids=range(11),
)
def test_a_question_that_is_not_understood_is_denied(agent, text):
    said = answer(BytesIO(text).read, agent)
    assert is_denied(agent, said)
    assert "fault of reviewbot" not in said.stdout + said.stderr


@AGENTS
def test_a_question_that_is_too_large_is_denied(agent):
    assert is_denied(agent, answer(BytesIO(b" " * (MAX_INPUT_BYTES + 1)).read, agent))


@AGENTS
@pytest.mark.parametrize("error", [RuntimeError("x"), MemoryError(), RecursionError(), AssertionError()])
def test_a_fault_of_our_own_is_a_denial(agent, error, repository, monkeypatch):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("reviewbot.guard.judging.judge", fail)
    said = ask(next(name for name in EDITS if name.startswith(agent)), repository.path, "file.py")
    assert is_denied(agent, said)
    assert "fault of reviewbot itself" in said.stdout + said.stderr


@AGENTS
def test_to_be_ended_is_a_denial(agent):
    assert is_denied(agent, denied_for_a_signal(agent))


@AGENTS
def test_what_takes_too_long_is_denied(agent, repository, monkeypatch):
    def wait(*_arguments, **_options):
        while True:
            pass

    monkeypatch.setattr("reviewbot.guard.running.DEADLINE_SECONDS", 0.05)
    monkeypatch.setattr("reviewbot.guard.judging.judge", wait)
    assert is_denied(agent, ask(next(name for name in EDITS if name.startswith(agent)), repository.path, "file.py"))


def test_a_question_that_never_ends_is_denied_in_time(monkeypatch):
    monkeypatch.setattr("reviewbot.guard.running.DEADLINE_SECONDS", 0.05)
    reading, writing = os.pipe()
    with open(reading, "rb") as held, open(writing, "wb"):
        said = answer(held.read, "claude")
    assert is_denied("claude", said)
    assert "no decision within" in said.stderr


def reply(agent, kind):
    return load_agent(agent).reply(Decision(kind, "" if kind is Answer.ALLOW else WHY))


def is_denied(agent, said):
    """Whether the agent holds back, as its vendor documents and as was seen."""
    if agent in ("claude", "codex", "gemini"):
        return said.status == 2 and said.stdout == "" and said.stderr != ""
    decision = json.loads(said.stdout or "{}")
    return "deny" in (decision.get("permission"), decision.get("permissionDecision"))
