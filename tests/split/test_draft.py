"""A plan under a person's hands: whatever is done to it, every hunk stays in exactly one part."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.errors import UsageError
from reviewbot.split.draft import Draft
from reviewbot.split.editing import replanned
from reviewbot.split.planning import plan
from tests.split.texts import TALKING, a_text

TEXTS = (
    a_text("a", "1\n2\n3\n", "x\n1\n2\ny\n3\nz\n"),
    a_text("b", None, "new\n" * 5),
    a_text("binary", None, None)._replace(hunks=()),
)


def a_draft(budget=300, texts=TEXTS):
    """Of a plan with one part for each file."""
    made = plan(texts, (), budget)
    files = [file for part in made.parts for file in part.files]
    parts = [
        made.parts[0]._replace(number=number, title=f"Number {number}", files=(file,))
        for number, file in enumerate(sorted(files), 1)
    ]
    return Draft(made._replace(parts=tuple(parts)), texts)


def held(draft):
    """(path, how many hunks; 0 for all) of each part."""
    return [[(file.path.decode(), len(file.hunks)) for file in part.files] for part in draft.plan().parts]


def test_a_draft_is_the_plan():
    assert held(a_draft()) == [[("a", 0)], [("b", 0)], [("binary", 0)]]


def test_a_hunk_moves_and_comes_back():
    draft = a_draft()
    draft.move(b"a", 2, None, 2)
    assert held(draft) == [[("a", 2)], [("a", 1), ("b", 0)], [("binary", 0)]]
    draft.move(b"a", 1, 2, 1)
    assert held(draft) == [[("a", 0)], [("b", 0)], [("binary", 0)]]


def test_a_file_that_changes_as_one_moves():
    draft = a_draft()
    draft.move(b"binary", None, None, 1)
    assert held(draft) == [[("a", 0), ("binary", 0)], [("b", 0)]]


def test_a_move_to_where_it_is_changes_nothing():
    draft = a_draft()
    draft.move(b"a", None, None, 1)
    assert held(draft) == held(a_draft())


def test_the_rest_of_a_file_moves():
    draft = a_draft()
    draft.move(b"a", 1, None, None)
    draft.move(b"a", None, 1, 4)
    assert held(draft) == [[("b", 0)], [("binary", 0)], [("a", 0)]]


def test_an_empty_part_is_gone_and_the_others_close_up():
    draft = a_draft()
    draft.move(b"b", None, None, 3)
    assert [part.number for part in draft.plan().parts] == [1, 2]


@pytest.mark.parametrize(
    ("number", "before", "order"),
    [(1, 2, "123"), (1, 3, "213"), (2, 1, "213"), (2, 3, "123"), (3, 1, "312"), (3, 2, "132")],
)
def test_a_part_is_placed_right_before_another(number, before, order):
    draft = a_draft()
    draft.place(number, before)
    assert [part.title for part in draft.plan().parts] == [f"Number {each}" for each in order]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda draft: draft.move(b"none\xff", None, None, 1), "the change does not touch none\\xff"),
        (lambda draft: draft.move(b"a", None, 2, 1), "part 2 does not hold a"),
        (lambda draft: draft.move(b"a", None, 0, 1), "there is no part 0"),
        (lambda draft: draft.move(b"a", None, -1, 1), "there is no part -1"),
        (lambda draft: draft.move(b"a", None, None, 4), "there is no part 4"),
        (lambda draft: draft.move(b"a", 0, None, 2), "a has no hunk 0 there"),
        (lambda draft: draft.move(b"a", 4, None, 2), "a has no hunk 4 there"),
        (lambda draft: draft.move(b"binary", 1, None, 2), "binary has no hunk 1 there"),
        (lambda draft: draft.join(1, 1), "a part cannot be joined with itself"),
        (lambda draft: draft.join(1, 4), "there is no part 4"),
        (lambda draft: draft.place(1, 1), "a part cannot come before itself"),
        (lambda draft: draft.place(4, 1), "there is no part 4"),
        (lambda draft: draft.name(1, " \n"), "a title needs a word"),
        (lambda draft: draft.files(9), "there is no part 9"),
    ],
)
def test_what_is_not_is_refused_with_nothing_changed(step, said):
    draft = a_draft()
    with pytest.raises(UsageError) as caught:
        step(draft)
    assert caught.value.what == said
    assert held(draft) == held(a_draft())


def test_a_file_of_which_several_parts_hold_some_must_be_told_apart():
    draft = a_draft()
    draft.move(b"a", 1, None, 2)
    draft.move(b"a", 1, 1, 3)
    with pytest.raises(UsageError, match="parts 1, 2 and 3 hold some of a"):
        draft.move(b"a", None, None, 1)


numbers = st.integers(0, 6)
steps = st.one_of(
    st.tuples(
        st.just("move"),
        st.sampled_from([each.file.path for each in TALKING]),
        st.none() | numbers,
        st.none() | numbers,
        st.none() | numbers,
    ),
    st.tuples(st.sampled_from(["join", "place"]), numbers, numbers),
    st.tuples(st.just("name"), numbers, st.text(max_size=3)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=12))
def test_any_steps_leave_every_hunk_in_exactly_one_part(taken):
    draft = Draft(plan(TALKING, (), 10), TALKING)
    for name, *arguments in taken:
        try:
            getattr(draft, name)(*arguments)
        except UsageError:
            continue
    made = replanned(draft.plan(), TALKING)
    assert [part.number for part in made.parts] == list(range(1, len(made.parts) + 1))
    placed = Counter(
        (file.path, line)
        for part in made.parts
        for file in part.files
        for hunk in (file.hunks or hunks_of(file.path))
        for line in range(hunk.new_start, hunk.new_start + hunk.new_lines)
    )
    every = {(each.file.path, line) for each in TALKING for hunk in each.hunks for line in lines_of(hunk)}
    assert set(placed) == every
    assert set(placed.values()) == {1}


def hunks_of(path):
    return next(each.hunks for each in TALKING if each.file.path == path)


def lines_of(hunk):
    return range(hunk.new_start, hunk.new_start + hunk.new_lines)
