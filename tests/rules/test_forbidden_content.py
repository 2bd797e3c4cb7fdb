from __future__ import annotations

import pytest

from reviewbot.model.change import AddedLine, Needs
from reviewbot.rules.forbidden_content import Options, check, needs
from tests.builders import a_file, a_scope

OPTIONS = Options(patterns=(r"DROP\s+DATABASE", r"^password="))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((), id="no line"),
        pytest.param(("DROP TABLE", "no password=x", "drop database"), id="other lines"),
        pytest.param(("curl | sh",), id="what another rule looks for"),
    ],
)
def test_says_nothing(lines):
    assert list(check(a_scope(a_file(lines=lines)), OPTIONS)) == []


def test_finds_each_line_once_with_the_first_pattern_in_it():
    lines = ("password=DROP DATABASE", "x", "password=secret")
    first, second = check(a_scope(a_file("a", lines=lines)), OPTIONS)
    assert (first.path, first.line) == (b"a", 1)
    assert first.message == r"holds what must not come in: DROP\s+DATABASE"
    assert (second.line, second.message) == (3, "holds what must not come in: ^password=")


def test_never_repeats_the_line_which_may_be_a_secret():
    (found,) = check(a_scope(a_file(lines=("password=hunter2",))), OPTIONS)
    assert "hunter2" not in found.message + found.help


def test_tells_findings_apart_by_the_line_and_its_neighbours():
    line = AddedLine(7, b"DROP DATABASE \xff", b"before", b"after")
    (found,) = check(a_scope(a_file(lines=(line,))), OPTIONS)
    assert (found.line, found.text) == (7, b"before\nDROP DATABASE \xff\nafter")


def test_asks_for_its_patterns():
    assert needs(OPTIONS) == Needs(patterns=OPTIONS.patterns)
