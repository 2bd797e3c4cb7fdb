from __future__ import annotations

from reviewbot.model.split_plan import PartFile
from reviewbot.render import Style
from reviewbot.render.split.markdown import render
from reviewbot.render.text.escape import shown_path
from tests.render.split.plans import HARM, LONG, PLANS, SEVERAL, a_part, a_plan, a_whole
from tests.render.split.strategies import for_any_plan
from tests.render.test_markdown import ACTIVE, OUR_TABLE, OUR_TEXT, OURS, PARSER


def tokens_of(plan):
    blocks = PARSER.parse(render(plan, Style()))
    return blocks, [inline for block in blocks for inline in block.children or ()]


@for_any_plan
def test_text_from_outside_starts_no_block(plan):
    blocks, _ = tokens_of(plan)
    kinds = [block.type for block in blocks if not block.type.endswith("_close") and block.type != "inline"]
    assert set(kinds) <= (OURS | OUR_TABLE) - {"fence", "html_block"}
    assert kinds.count("heading_open") == 1
    assert kinds.count("table_open") == bool(plan.parts)
    assert kinds.count("td_open") == 4 * len(plan.parts)


@for_any_plan
def test_text_from_outside_makes_no_link_image_or_html(plan):
    assert {inline.type for inline in tokens_of(plan)[1]} <= OUR_TEXT | {"softbreak"}


@for_any_plan
def test_text_from_outside_mentions_nobody(plan):
    _, inlines = tokens_of(plan)
    assert [each.content for each in inlines if each.type == "text" and ACTIVE.search(each.content)] == []


@for_any_plan
def test_every_file_has_its_place(plan):
    spans = [inline.content for inline in tokens_of(plan)[1] if inline.type == "code_inline"]
    landed = plan.carried.landed if plan.carried else ()
    for part in plan.parts:
        for file in part.files if part.number not in landed else ():
            if len(shown_path(file.path)) < 60:
                assert shown_path(file.path) in spans


def test_a_table_says_what_comes_after_what():
    table = render(SEVERAL, Style()).split("\n\n")[1].splitlines()
    assert table[2:] == [
        "| 1 | Move 2 files | 0 | - |",
        "| 2 | Add invoices | 171 | 1 |",
        "| 3 | Change `ledger.py` and 1 more | 243 | 2 |",
        f"| 4 | Change `{LONG}` | **1,432** | 2 |",
        "| 5 | Add `docs/guide.md` | 300 | - |",
    ]


def test_a_bar_in_a_title_ends_no_cell_and_is_shown_as_it_is():
    text = render(a_plan(a_part(title="Add a|b")), Style())
    assert r"| 1 | Add `a\|b` | 120 | - |" in text
    assert "**Part 1**: Add `a|b`" in text


def test_a_move_shows_both_names():
    text = render(a_plan(a_part(1, a_whole("new/a.py", old_path=b"old/a.py"))), Style())
    assert "- `old/a.py` to `new/a.py`" in text


def test_no_parts_are_one_line():
    assert render(PLANS["nothing-changed"], Style()) == "### split: nothing changed\n"


def test_the_longest_plan_fits_into_a_comment():
    """https://github.com/orgs/community/discussions/27190: 65,536 characters."""
    files = tuple(PartFile(b"\xff`/" * 2000 + str(number).encode(), b"`" * 3000, True) for number in range(90))
    parts = (
        a_part(
            number,
            *files,
            title="`" + HARM * 40,
            why="|\\`" * 400,
            counted_lines=10**9,
            over_budget=True,
            needs=tuple(range(1, number)),
        )
        for number in range(1, 200)
    )
    plan = a_plan(*parts, problems=(HARM * 90,) * 21)
    text = render(plan, Style())
    assert len(text) < 65_536
    assert "… and 80 more files" in text
    assert text.count("… and 169 more parts") == 1  # of the table
    assert "| 30 |" in text


def test_of_many_parts_the_first_are_shown():
    text = render(a_plan(*(a_part(number) for number in range(1, 34))), Style())
    assert text.count("… and 3 more parts") == 2
    assert text.endswith("- … and 3 more parts\n")


def test_a_table_of_the_longest_needs_is_short():
    parts = [a_part(number, needs=tuple(range(1, number))) for number in range(1, 30)]
    assert "| 29 | Add invoices | 120 | 1, 2, 3, 4, 5, 6, … |" in render(a_plan(*parts), Style())


def test_what_has_landed_is_told_and_not_explained_again():
    text = render(PLANS["landed"], Style())
    assert "landed in `eeeeeeeeeeee`: part 1, parts 2 and 3 (all that they do is there)." in text
    assert "| 1 | Move 2 files (landed) |" in text
    assert "**Part 3**" not in text
    assert "**Part 4**" in text
