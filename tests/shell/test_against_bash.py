"""The words that are read, against those that bash runs. Texts hold no builtin,
no file name and no path to a program."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.shell.command import ANY, HOLE
from reviewbot.shell.reading import Reader
from tests.shell import bash

pytestmark = pytest.mark.skipif(bash.BASH is None, reason="there is no bash")
PIECES = st.sampled_from(
    [
        " >/dev/null ",
        " 2>&1 ",
        " </dev/null ",
        " 2>/dev/null ",
        " &>/dev/null ",
        " <&- ",
        "cmd",
        "alpha",
        "beta",
        " ",
        " ",
        " ",
        "\n",
        ";",
        "&&",
        "||",
        "|",
        "'",
        '"',
        "\\",
        "#",
        "a",
        "-rf",
        "x y",
        "$",
        "`",
        "$(",
        ")",
        "(",
        "{ ",
        "; }",
        "\\\n",
        "\t",
        "$'",
        "\\x41",
        "\\'",
        '\\"',
        "{a,b}",
        "{",
        "}",
        ",",
        "=",
        "A=1 ",
        "!",
        "[[",
        "]]",
        "if ",
        "; then ",
        "; fi",
        "<<E\n",
        " <<E\n",
        " <<E ",
        "\nE\n",
        "<<'E'\n",
        "<<<",
        "case a in a) ",
        ";; esac",
        "é",
        "\u00a0",
        "~",
        "${x}",
        "$x",
        "((",
        "))",
        "for i in a; do ",
        "; done",
        "\\\\",
        "''",
        '""',
        '$"',
        ":",
        "%",
        "^",
        "@",
        "+",
        ".",
        "1",
        "2",
        "\\a",
        "\\$",
        "\\`",
        "cmd cmd ",
        "f() { ",
        "<(",
        "\\\n\\\n",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(lambda parts: "cmd " + "".join(parts))
fuzzed = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def read(text):
    reader = Reader()
    reader.read(text)
    return reader


def covers(found, ran) -> bool:
    """Whether a command that was read may be the one that ran: what is open may be anything."""
    if ANY in found:
        return True
    expressions = [".*".join(map(re.escape, word.split(HOLE))) for word in found]
    return len(found) == len(ran) and all(re.fullmatch(*each, re.DOTALL) for each in zip(expressions, ran, strict=True))


@fuzzed
@given(TEXTS)
def test_whatever_bash_runs_was_read_or_is_unclear(text):
    reader = read(text)
    ran = bash.words_run(text)
    if reader.unclear or ran is None:
        return
    found = [each.words for each in reader.commands]
    assert [each for each in ran if not any(covers(other, each) for other in found)] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("cmd -rf<<E\nE\n", id="a word at the start of a here-document"),
        pytest.param("cmd a\\\n 2>/dev/null", id="a number behind a line that goes on"),
        pytest.param("cmd # a\\\nalpha", id="a comment that ends in a backslash"),
        pytest.param("cmd a\\\n#", id="no comment"),
        pytest.param("cmd }\\a", id="one word taken for two"),
        pytest.param('cmd a$"b"', id="a translated string within a word"),
        pytest.param("cmd $'a\\\\'' b'", id="a quote that does not end where it seems"),
        pytest.param("cmd a\n\\\nalpha", id="two commands taken for one"),
        pytest.param("cmd @(a|b)", id="what an option of the shell decides"),
    ],
)
def test_what_the_parser_misreads_is_noticed(text):
    assert read(text).unclear


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cmd >/dev/null a", ("cmd", "a")),
        ("cmd 2>&1 a", ("cmd", "a")),
        ("cmd <&- a", ("cmd", "a")),
        ("cmd <<E a\nE", ("cmd", "a")),
        ("cmd a{b,'c,d'}e{1,2}", ("cmd", "abe1", "abe2", "ac,de1", "ac,de2")),
        ("c'm'\"d\" $'\\x61\\u00e9' \\\\ \\\nb", ("cmd", "aé", "\\", "b")),
        ("cmd '' \"a  b\" 'c\nd'", ("cmd", "", "a  b", "c\nd")),
    ],
)
def test_words_are_as_bash_has_them(text, words):
    assert [each.words for each in read(text).commands] == [words]
    assert bash.words_run(text) == [words]
