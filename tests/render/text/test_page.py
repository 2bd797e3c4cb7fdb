from __future__ import annotations

import pytest

from reviewbot.render import Style
from reviewbot.render.text.page import RED, Page


def test_paints_only_where_there_is_colour():
    assert Page(Style()).paint("x", RED) == "x"
    assert Page(Style(colour=True)).paint("x", RED) == "\x1b[31mx\x1b[0m"
    assert Page(Style(colour=True)).paint("", RED) == ""


def test_no_gap_comes_first_or_twice():
    page = Page(Style())
    page.gap()
    page.line("one")
    page.gap()
    page.gap()
    page.line("two")
    assert page.whole() == "one\n\ntwo\n"


def test_a_paragraph_hangs_from_its_word():
    page = Page(Style(width=40))
    page.headed("note", "one two three four five six seven eight")
    assert page.lines == ["note    one two three four five six", "        seven eight"]


@pytest.mark.parametrize(
    ("remark", "room", "expected"),
    [
        ("", 40, "src/app.py"),
        ("new", 40, "src/app.py  (new)"),
        ("new", 14, "src/app.py"),
        ("was src/another/module.py", 32, "src/app.py  (was src/another/m…)"),
        ("was src/another/module.py", 20, "src/app.py"),
        ("new", 8, "…/app.py"),
    ],
)
def test_a_remark_gives_way_to_the_path(remark, room, expected):
    assert Page(Style()).path_with("src/app.py", remark, room) == expected
