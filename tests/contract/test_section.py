"""The section of Markdown: what it tells of an instance, and that no words of a policy get out of their line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reviewbot.cli.main import overview_parser
from reviewbot.contract.text.markers import BEGIN, END, put_between_markers
from reviewbot.contract.text.section import section_of
from reviewbot.model.policy import Policy
from reviewbot.model.report import Severity
from tests.contract.rich_policy import EMPTY, EVIL, HOSTILE, RICH, commands
from tests.policies import a_policy, budget, forbidden, rule


def told(*instances):
    """The items that a policy of these instances adds to the section."""
    return [line for line in section_of(a_policy(*instances)).splitlines() if line.startswith("- ")]


def test_a_policy_that_says_nothing_tells_how_to_find_out():
    text = section_of(Policy())
    assert "###" in text
    assert "\n- " not in text
    assert "### Size" not in section_of(EMPTY)


@pytest.mark.parametrize(
    ("instance", "line"),
    [
        pytest.param(budget(300), "- Change at most 300 lines, added and removed together.", id="a budget"),
        pytest.param(
            rule("max-diff-lines", {"limit": 9, "count": "added", "renames": "full", "ignore_generated": True}),
            "- Add at most 9 lines. A rename counts as a delete plus an add. What `.gitattributes` marks"
            " `linguist-generated` is not counted.",
            id="a budget with all options",
        ),
        pytest.param(
            budget(9, match=("src/",), ignore=("*.lock", "*.min.js")),
            "- Change at most 9 lines, added and removed together. This is about `src/` only."
            " Left out: `*.lock` and `*.min.js`.",
            id="its scope",
        ),
        pytest.param(forbidden(reason="holds secrets"), "- Do not touch `config/`. Why: holds secrets.", id="why"),
        pytest.param(
            rule("forbidden-path", {"change": ("deleted",)}, match=("a/", "b/", "c/")),
            "- Do not delete `a/`, `b/` or `c/`.",
            id="one kind of change",
        ),
        pytest.param(forbidden("a/", "!a/b"), "- Do not touch `a/` except `a/b`.", id="what is let through again"),
        pytest.param(
            forbidden(branches=("main", "release/*"), authors=("agent:*",)),
            "- Do not touch `config/`. Only where the branch is `main` or `release/*`. Only where the author is"
            " `agent:*`.",
            id="conditions are said",
        ),
        pytest.param(forbidden(waivable_by=()), "- Do not touch `config/`. Nobody may waive it.", id="nobody waives"),
        pytest.param(
            forbidden(waivable_by=("@acme/dba",)),
            "- Do not touch `config/`. Only `@acme/dba` may waive it.",
            id="who waives",
        ),
        pytest.param(
            forbidden(severity=Severity.WARN, waivable_by=()),
            "- Do not touch `config/`. Only a warning.",
            id="a warning needs no waiver",
        ),
        pytest.param(
            rule("protected-path", {"reviewers": ("@acme/ops",)}, match=("deploy/",), severity=Severity.REVIEW),
            "- Change `deploy/` only where the task needs it: 1 approval by `@acme/ops` must follow.",
            id="approval",
        ),
        pytest.param(
            rule("mode-change", severity=Severity.REVIEW),
            "- Do not change what kind of file a file is, nor whether it is executable."
            " Otherwise somebody must approve it.",
            id="to be approved",
        ),
    ],
)
def test_tells(instance, line):
    assert told(instance) == [line]


def test_tells_of_commands():
    assert told(commands(deny=["rm -rf", "sudo"], ask=["git push"], allow=["make test"], reason="it hurts")) == [
        "- Never run `rm -rf` or `sudo`, in whatever form. Why: it hurts.",
        "- Ask before you run `git push`. Why: it hurts.",
        "- Run only `make test` without asking. Why: it hurts.",
    ]


def test_says_equal_things_once():
    assert told(forbidden(), forbidden(number=2)) == ["- Do not touch `config/`."]


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(reviewbot [a-z][^`]*)`", section_of(RICH)))))
def test_each_command_that_it_names_is_one(command):
    assert overview_parser().parse_args(command.split()[1:])


def structure(text):
    return [(token.type, token.tag) for token in MarkdownIt("commonmark").parse(text)]


def test_hostile_words_stay_in_their_line():
    section = section_of(HOSTILE)
    assert section.count("\n<!-- reviewbot contract") == 1  # the end
    assert (section.splitlines()[0], section.splitlines()[-1]) == (BEGIN, END)
    assert (
        put_between_markers(section_of(RICH), f"before\n\n{section}after\n") == f"before\n\n{section_of(RICH)}after\n"
    )


@given(st.text(max_size=40) | st.sampled_from(EVIL))
def test_no_reason_changes_the_structure_of_the_text(reason):
    plain = structure(section_of(a_policy(forbidden(reason="x"))))
    section = section_of(a_policy(forbidden(reason=f"x{reason}")))
    assert structure(section) == plain
    inline = [token for token in MarkdownIt("commonmark").parse(section) if token.type == "inline"]
    assert {child.type for token in inline for child in token.children} <= {"text", "code_inline", "softbreak"}
