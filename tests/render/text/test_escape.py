from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.render.text.escape import ascii_only, exact_path, shown, shown_path
from tests.render.strategies import texts


@pytest.mark.parametrize(
    "text",
    ["", "src/app.py", "a b", "std::string", "Größe", "日本語", "👍", "⚠\ufe0f", "e\u0301", "#1 [x] ## y", r"\s+"],
)
def test_plain_text_stays_as_it_is(text):
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\r\tc", r"a\nb\r\tc", id="line ends and tabs"),
        pytest.param("\x1b[31m\x00\x7f", r"\x1b[31m\x00\x7f", id="control characters"),
        pytest.param("\x85\u2028", r"\u0085\u2028", id="line ends of Unicode"),
        pytest.param("\u202egnp.exe", r"\u202egnp.exe", id="bidi control"),
        pytest.param("a\u200bb\ufeff\u00ad", r"a\u200bb\ufeff\u00ad", id="zero width"),
        pytest.param("\u3164\u2800\ufe00\u034f", r"\u3164\u2800\ufe00\u034f", id="blank, though printable"),
        pytest.param("\U000e0041", r"\U000e0041", id="tag character"),
        pytest.param("caf\udce9", r"caf\xe9", id="a byte that is not UTF-8"),
        pytest.param("\ud800", r"\ud800", id="lone surrogate"),
        pytest.param("::error::x", r"\x3a:error::x", id="command of a build log"),
        pytest.param("  ::error::x", r"  \x3a:error::x", id="the same after spaces"),
        pytest.param("a ##[error]x ##vso[y]", r"a ##\x5berror]x ##vso\x5by]", id="command anywhere in a line"),
    ],
)
def test_anything_else_is_escaped(text, expected):
    assert shown(text) == expected


@given(texts)
def test_what_is_shown_can_be_seen_and_written(text):
    result = shown(text)
    result.encode("utf-8")
    assert {unicodedata.category(character) for character in result}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert shown(result) == result


@given(st.binary(), st.binary())
def test_no_two_paths_are_shown_alike(one, other):
    assert (shown_path(one) == shown_path(other)) == (one == other)


def test_a_backslash_of_a_path_is_doubled():
    assert shown_path(rb"a\nb") == r"a\\nb"


@pytest.mark.parametrize("path", ["a\\b", "::x", "x ", "日本"])
def test_a_printable_path_is_exact(path):
    assert exact_path(path.encode()) == path


@pytest.mark.parametrize("path", [b"\xff", b"a\nb", b"##[x]", "\u202e".encode()])
def test_any_other_path_is_not(path):
    assert exact_path(path) == shown_path(path)


@pytest.mark.parametrize(("text", "expected"), [("a…b", "a...b"), ("é日", r"\u00e9\u65e5"), ("👍", r"\U0001f44d")])
def test_ascii_only(text, expected):
    assert ascii_only(text) == expected
