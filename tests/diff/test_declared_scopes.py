from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.declared_scopes import LONGEST_PATTERN, MOST_PATTERNS, scopes_in_file, scopes_in_messages


def said(*messages: bytes):
    return scopes_in_messages(messages)


# Silence


@pytest.mark.parametrize(
    "message", [b"", b"scope", b"the scope: a", b"Scoped: a", b"Scope:", b"Scope: , ,", b"-- Scope"]
)
def test_nothing_declared(message):
    assert said(message) == ()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# src/\n", b"  \n\t\n", b"\xef\xbb\xbf# a\n"])
def test_nothing_in_the_file(content):
    assert scopes_in_file(content) == ()


# What is said


@pytest.mark.parametrize(
    ("line", "patterns"),
    [
        (b"Scope: src/", ("src/",)),
        (b"Scope: src/ tests/", ("src/", "tests/")),
        (b"Scope: src/,tests/ ,  docs/,", ("src/", "tests/", "docs/")),
        (b'Scope: "a file.md", b', ("a file.md", "b")),
        (b'Scope: "a,b"', ("a,b",)),
        (rb"Scope: a\*b \#c", (r"a\*b", r"\#c")),
        (b"Scope: src/**/*.py", ("src/**/*.py",)),
    ],
)
def test_patterns_of_a_line(line, patterns):
    assert said(b"Do a thing\n\n" + line + b"\n") == patterns


def test_declarations_add_up_and_each_counts_once():
    assert said(b"x\n\nScope: a b\nScope: c", b"y\n\nScope: b\n") == ("a", "b", "c")


def test_each_line_of_the_file_is_one_pattern():
    assert scopes_in_file(b"src/\n# why\n\na file.md\r\n/x,y\n") == ("src/", "a file.md", "/x,y")


# Hard cases


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"squash\n\n* one\n\nScope: src/\n\n* two\n", id="in the middle"),
        pytest.param(b"Squashed:\n\n    one\n\n    Scope: src/\n", id="indented"),
        pytest.param(b"x\r\n\r\nScope: src/\r\n", id="line ends"),
        pytest.param(b"x\n\nSCOPE :\tsrc/  ", id="case and spacing"),
        pytest.param(b"\xff\n\nScope: src/", id="not UTF-8 around it"),
        pytest.param(b"Scope: src/", id="nothing else"),
    ],
)
def test_however_it_is_written(message):
    assert said(message) == ("src/",)


def test_what_is_no_pattern_is_handed_on():
    assert said(b'Scope: a "b c') == ("a", '"b c')
    assert said(b'Scope: ""') == ('""',)
    assert said(b"Scope: \xff!x") == ("\udcff!x",)


def test_no_more_is_kept_than_shows_that_it_is_too_much():
    many = b"Scope: " + b" ".join(b"%d" % number for number in range(10_000))
    assert len(said(many)) == len(scopes_in_file(many.replace(b" ", b"\n"))) == MOST_PATTERNS + 1
    assert [len(pattern) for pattern in said(b"Scope: " + b"x" * 10_000)] == [LONGEST_PATTERN + 1]


plain = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), min_size=1, max_size=20)
bare = plain.filter(lambda text: not any(character.isspace() or character in ',"' for character in text))


@given(st.lists(bare, max_size=20, unique=True), st.sampled_from([" ", ",", ", ", " ,\t"]))
def test_every_pattern_comes_through(patterns, between):
    assert said(b"x\n\nScope: " + between.join(patterns).encode()) == tuple(patterns)


@given(st.lists(plain, max_size=20, unique=True))
def test_every_quoted_pattern_comes_through(patterns):
    assert said(b"Scope: " + " ".join(f'"{pattern}"' for pattern in patterns).encode()) == tuple(patterns)


@given(st.binary(), st.binary())
def test_what_is_declared_elsewhere_takes_nothing_away(before, after):
    declared = said(before + b"\nScope: src/\n" + after)
    assert "src/" in declared or len(declared) > MOST_PATTERNS
