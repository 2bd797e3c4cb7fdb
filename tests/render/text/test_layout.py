from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import cells, head, shorten, shorten_path, tail, wrap
from tests.render.strategies import texts

WIDTHS = st.integers(8, 100)
shown_texts = texts.map(shown)


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("👍", 2)])
def test_cells(text, expected):
    assert cells(text) == expected


@given(shown_texts, WIDTHS)
def test_head_and_tail_fit(text, width):
    assert cells(head(text, width)) <= width
    assert cells(tail(text, width)) <= width
    assert text.startswith(head(text, width))
    assert text.endswith(tail(text, width))


@pytest.mark.parametrize(
    ("path", "width", "expected"),
    [
        ("src/app.py", 20, "src/app.py"),
        ("src/deep/er/app.py", 16, "src/deep…/app.py"),
        ("src/deep/er/app.py", 8, "…/app.py"),
        ("a_very_long_name_of_a_file.py", 16, "a_ver…_a_file.py"),
        ("日本語/とても長い.py", 18, "日…/とても長い.py"),
    ],
)
def test_a_long_path_is_cut_in_the_middle(path, width, expected):
    assert shorten_path(path, width) == expected


@given(shown_texts, WIDTHS, st.sampled_from(["…", "..."]))
def test_what_is_shortened_fits(text, width, ellipsis):
    assert cells(shorten(text, width, ellipsis)) <= width
    assert cells(shorten_path(text, width, ellipsis)) <= width


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three four", ["one two", "three four"]),
        ("an_extremely_long_word", ["an_extreme", "ly_long_wo", "rd"]),
        ("日本語日本語", ["日本語日本", "語"]),
        ("one two ::b", ["one two", "\\x3a:b"]),
    ],
)
def test_wrap(text, lines):
    assert wrap(text, 10) == lines


@given(shown_texts, WIDTHS)
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert "".join(lines).replace(" ", "").replace("\\x3a", ":") == text.replace(" ", "").replace("\\x3a", ":")
