from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.policy.wording import described, did_you_mean, escaped, quoted, toml_string


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a/b c", "a/b c", id="plain"),
        pytest.param("é漢", "é漢", id="letters of any language"),
        pytest.param("\x1b[31m", "\\x1b[31m", id="a terminal's escape"),
        pytest.param("a\nb\tc", "a\\nb\\tc", id="line end and tab"),
        pytest.param("\u202etxt", "\\u202etxt", id="direction override"),
        pytest.param("\U000e0041", "\\U000e0041", id="a tag character"),
    ],
)
def test_escapes_what_a_terminal_would_act_on(text, shown):
    assert escaped(text) == shown
    assert quoted(text) == f"`{shown}`"
    assert described(text) == f'"{shown}"'


def test_cuts_what_is_long():
    assert quoted("a" * 61) == f"`{'a' * 60}...`"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("config/", '"config/"', id="plain"),
        pytest.param(r"\d+", r"'\d+'", id="a backslash"),
        pytest.param('say "x"', "'say \"x\"'", id="double quotes"),
        pytest.param("it's", '"it\'s"', id="a single quote"),
        pytest.param("'\\\"", '"\'\\\\\\""', id="both quotes and a backslash"),
        pytest.param("a\nb", '"a\\U0000000Ab"', id="a line end"),
    ],
)
def test_writes_a_text_as_toml_does(text, written):
    assert toml_string(text) == written


@settings(deadline=None)
@given(st.text())
def test_what_is_written_is_read_back(text):
    assert tomllib.loads(f"x = {toml_string(text)}") == {"x": text}


def test_suggests_the_nearest_word_or_lists_all():
    assert did_you_mean("Limits", ["limit", "count"], "its keys are") == "did you mean `limit`?"
    assert did_you_mean("xyz", ["limit", "count"], "its keys are") == "its keys are limit, count"
