from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewbot.rules import rule_names
from reviewbot.server.people.commands import (
    LONGEST_REASON,
    MOST_CHARACTERS,
    MOST_COMMANDS,
    VERBS,
    Command,
    parse_commands,
)
from tests.render.strategies import HARM

HELP = Command(0, "help", line="/reviewbot help")


def only(body):
    (command,) = parse_commands(body)
    return command


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("what does /reviewbot help do?", id="in the middle of a line"),
        pytest.param("/reviewbots help", id="a longer word"),
        pytest.param("/reviewbot-help", id="another word"),
        pytest.param("@reviewbot help", id="a mention"),
        pytest.param("> /reviewbot help", id="quoted"),
        pytest.param("> they said\n/reviewbot help", id="still of the quote, as Markdown has it"),
        pytest.param("> [!NOTE]\n> /reviewbot help", id="in an alert"),
        pytest.param("```\n/reviewbot help\n```", id="in a fence"),
        pytest.param("~~~~ sh\n~~~\n/reviewbot help\n~~~~", id="in a fence that a shorter one does not end"),
        pytest.param("```\n/reviewbot help", id="in a fence that nothing ends"),
        pytest.param("- ```\n  /reviewbot help\n  ```", id="in a fence in a list"),
        pytest.param("    /reviewbot help", id="indented as code"),
        pytest.param("\t/reviewbot help", id="indented by a tab"),
        pytest.param("`/reviewbot help`", id="in a code span"),
        pytest.param("`one\n/reviewbot help\ntwo`", id="in a code span of several lines"),
        pytest.param("- /reviewbot help", id="in a list"),
        pytest.param("1. one\n\n   /reviewbot help", id="below an item of a list"),
        pytest.param("/reviewbot help\n---", id="a heading"),
        pytest.param("# /reviewbot help", id="a heading with a mark"),
        pytest.param("|a|b|\n|-|-|\n/reviewbot help", id="a row of a table"),
        pytest.param("**/reviewbot help**", id="in bold"),
        pytest.param(
            "```\n/reviewbot help\n```\n**/reviewbot help** `two\nlines`", id="in bold, beside several lines of code"
        ),
        pytest.param("\\/reviewbot help", id="escaped"),
        pytest.param("<!-- /reviewbot help -->", id="hidden"),
        pytest.param("<!--\n\n/reviewbot help\n\n-->", id="hidden over several lines"),
        pytest.param("see <!-- this\n/reviewbot help\n-->", id="hidden in a paragraph"),
        pytest.param("<div>\n<!--\n\n/reviewbot help\n\n-->\n</div>", id="hidden within other HTML"),
        pytest.param("> <div>\n> <!--\n\n/reviewbot help", id="hidden by other HTML in a quote"),
        pytest.param("<pre>\n/reviewbot help\n</pre>", id="in preformatted text"),
    ],
)
def test_no_command(body):
    assert parse_commands(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("/reviewbot help", id="alone"),
        pytest.param("  /reviewbot help  ", id="with space around"),
        pytest.param("hello\n/reviewbot help\nbye", id="on a line of its own"),
        pytest.param("hello\r\n\r\n/reviewbot help\r\n", id="with line ends of Windows"),
        pytest.param("hello\r/reviewbot help\r", id="with line ends of old"),
        pytest.param("/reviewbot help\\\nbye", id="before a hard break"),
        pytest.param("```\ncode\n```\n/reviewbot help", id="after a fence"),
        pytest.param("> quoted\n\n/reviewbot help", id="after a quote"),
        pytest.param("<!-- a template -->\n\n/reviewbot help", id="after what is hidden"),
        pytest.param("<details><summary>x</summary>\n\n/reviewbot help\n\n</details>", id="folded away"),
    ],
)
def test_a_command(body):
    assert only(body) == HELP


def test_the_case_of_the_verb_and_of_the_rule_does_not_count():
    command = only("/ReviewBot WAIVE Max-Diff-Lines As agreed")
    assert (command.verb, command.subject, command.reason) == ("waive", "max-diff-lines", "As agreed")


def test_the_name_alone_asks_for_help():
    assert only("/reviewbot").verb == "help"


def test_each_line_is_a_command():
    found = parse_commands(
        "/reviewbot waive max-files x\n/reviewbot unwaive max-files\n\n/reviewbot recheck now please"
    )
    assert [(each.position, each.verb, each.subject) for each in found] == [
        (0, "waive", "max-files"),
        (1, "unwaive", "max-files"),
        (2, "recheck", ""),
    ]


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("", ""),
        ("max-files", "max-files"),
        ("src/a b.py", "src/a b.py"),
        ("`src/__init__.py`", "src/__init__.py"),
        ("src/*_test_*.py", "src/*_test_*.py"),
        ("src/a`", "src/a`"),
    ],
)
def test_what_is_to_be_explained(asked, subject):
    assert only(f"/reviewbot explain {asked}").subject == subject


def test_a_reason_is_as_it_was_written_and_not_too_long():
    assert only("/reviewbot waive max-files see `a_b` and *that*").reason == "see `a_b` and *that*"
    assert only("/reviewbot waive max-files " + "x" * 900).reason == "x" * LONGEST_REASON


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("wave max-files x", "there is no command `wave`; did you mean `waive`?"),
        ("frobnicate", "there is no command `frobnicate`; there are explain, help, recheck, split, unwaive, waive"),
        ("waive", "say which rule: `/reviewbot waive RULE REASON`"),
        ("unwaive", "say which rule: `/reviewbot unwaive RULE`"),
        ("waive max-files", "say why: `/reviewbot waive RULE REASON`"),
        ("waive max-files REASON", "say why: `/reviewbot waive RULE REASON`"),
        ("waive max_files x", "there is no rule `max_files`; did you mean `max-files`?"),
        ("unwaive max-file", "there is no rule `max-file`; did you mean `max-files`?"),
    ],
)
def test_a_mistake_is_told_with_the_nearest_right_word(line, mistake):
    assert only(f"/reviewbot {line}").mistake == mistake


def test_of_too_many_commands_the_first_are_read():
    found = parse_commands("/reviewbot help\n" * (MOST_COMMANDS + 5))
    assert [bool(each.mistake) for each in found] == [False] * MOST_COMMANDS + [True]


def test_a_comment_that_is_too_long_is_not_read():
    assert "is not read" in only("/reviewbot help\n" + "x" * MOST_CHARACTERS).mistake
    assert parse_commands("nothing of ours\n" + "x" * MOST_CHARACTERS) == ()


pieces = st.sampled_from([*HARM, "/reviewbot ", "\n/reviewbot ", "waive ", "max-files ", *VERBS, "\r", "\n\n", "> "])
bodies = (
    st.lists(pieces, max_size=25).map("".join) | st.text(max_size=60) | st.text(max_size=40).map("/reviewbot ".__add__)
)


@given(bodies)
@example("/reviewbot waive max-files \ud800")
@example("/reviewbot explain \0")
def test_any_text(body):
    found = parse_commands(body)
    assert [each.position for each in found] == list(range(len(found)))
    assert len(found) <= MOST_COMMANDS + 1
    for each in found:
        assert each.verb in VERBS or each.mistake
        each.line.encode()  # what is kept can be kept
        if each.verb in ("waive", "unwaive") and not each.mistake:
            assert each.subject in rule_names()
            assert each.verb == "unwaive" or each.reason.strip()


@given(bodies)
def test_quoted_text_never_commands(body):
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert parse_commands("".join(f"> {line}\n" for line in lines)) == ()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60).map(str.strip).filter(bool))
def test_a_reason_comes_through_whole(reason):
    command = only(f"/reviewbot waive max-files x{reason}")
    assert command.reason in (f"x{reason}", f"x{reason}".removesuffix("\\").rstrip())


@pytest.mark.parametrize("piece", ["[", "![", "*a _b ", "`", "<", "|a", "- ", "> ", "&", "a|b\n-|-\n", "[a](", "<!--"])
def test_no_comment_takes_long(piece):
    began = time.process_time()  # of this process alone; what grows with the square of a comment takes minutes
    parse_commands(("/reviewbot help\n\n" + piece * MOST_CHARACTERS)[:MOST_CHARACTERS])
    assert time.process_time() - began < 20
