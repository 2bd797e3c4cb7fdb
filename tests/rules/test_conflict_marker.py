from __future__ import annotations

import pytest

from reviewbot.diff.expressions import check_expression
from reviewbot.model.change import AddedLine
from reviewbot.rules.conflict_marker import Options, check, needs
from tests.builders import a_file, a_scope


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("=======", id="an underlined heading"),
        pytest.param("<<<<<< a", id="six"),
        pytest.param("<<<<<<<< a", id="eight"),
        pytest.param("<<<<<<<a", id="no space"),
        pytest.param(" <<<<<<< a", id="indented"),
        pytest.param("> > > > > > > a", id="a quotation"),
        pytest.param("", id="empty"),
    ],
)
def test_says_nothing(line):
    assert list(check(a_scope(a_file(lines=(line,))), Options())) == []


@pytest.mark.parametrize(
    "line", ["<<<<<<< HEAD", ">>>>>>> topic", "||||||| base", "<<<<<<<", ">>>>>>>\r", "<<<<<<<\tx"]
)
def test_finds_markers(line):
    (found,) = check(a_scope(a_file("a", lines=("x", line))), Options())
    assert (found.path, found.line, found.message) == (b"a", 2, "is a conflict marker")


def test_tells_findings_apart_by_the_line_and_its_neighbours():
    line = AddedLine(7, b"<<<<<<< HEAD", b"before", b"after")
    (found,) = check(a_scope(a_file(lines=(line,))), Options())
    assert found.text == b"before\n<<<<<<< HEAD\nafter"


def test_asks_for_expressions_that_can_be_looked_for():
    for expression in needs(Options()).patterns:
        check_expression(expression)
