"""Which branch stands on which, and what the branches are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.model.split_plan import Branch, Carried, Part, SplitPlan
from reviewbot.model.stacks import LONGEST_SLUG, beneath, branch_name, planned_branches, stacked_on


def parts(*needs):
    return [Part(number, f"Part {number}", "", 1, needs=tuple(each)) for number, each in enumerate(needs, 1)]


some_parts = st.lists(st.sets(st.integers(1, 12), max_size=4), max_size=12).map(
    lambda needs: parts(*(sorted(each for each in some if each < number) for number, some in enumerate(needs, 1)))
)


@pytest.mark.parametrize(
    ("needs", "on"),
    [
        ((), ()),
        (((), (), ()), (None, None, None)),
        (((), (1,), (2,)), (None, 1, 2)),
        (((), (1,), (1,)), (None, 1, 1)),
        (((), (), (1, 2)), (None, 1, 2)),  # what stands on both needs them in one line
        (((), (), (), (1, 3)), (None, None, 1, 3)),
        (((), (1,), (), (2, 3)), (None, 1, 2, 3)),
    ],
)
def test_a_branch_stands_on_the_last_that_it_needs(needs, on):
    assert stacked_on(parts(*needs)) == on


@given(some_parts)
def test_a_branch_stands_on_all_that_its_part_needs(some):
    on = stacked_on(some)
    for part in some:
        below = beneath(part.number, on)
        assert set(part.needs) <= set(below)
        assert list(below) == sorted(below)
        assert all(number < part.number for number in below)
        assert on[part.number - 1] == (below[-1] if below else None)


@given(some_parts)
def test_where_no_part_needs_two_a_branch_stands_on_the_one(some):
    single = [part._replace(needs=part.needs[:1]) for part in some]
    assert stacked_on(single) == tuple(part.needs[0] if part.needs else None for part in single)


@given(st.text(st.characters()), st.integers(1, 10**6))
def test_any_title_makes_a_plain_name(title, number):
    name = branch_name("p", Part(number, title, "", 1))
    start, _, slug = name.removeprefix("p/").partition("-")
    assert start == str(number)
    assert 0 < len(slug) <= LONGEST_SLUG
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Add load_user in src/users.py", "add-load-user-in-src-users-py"),
        ("日本語", "part"),
        ("", "part"),
        ("..", "part"),
        ("x" * 60, "x" * 40),
        ("x" * 39 + " y", "x" * 39),
        ("@{-1} ~^:?*[\\", "1"),
        ("x.lock", "x-lock"),
    ],
)
def test_what_a_branch_is_called(title, slug):
    assert branch_name("p", Part(2, title, "", 1)) == f"p/2-{slug}"


def test_branches_that_are_made_have_their_own_say():
    plan = SplitPlan(None, None, 1, tuple(parts((), ())))
    assert planned_branches(plan, "p") == (("p/1-part-1", None), ("p/2-part-2", None))
    made = plan._replace(branches=(Branch(1, "q/1-a", None, ""), Branch(2, "q/2-b", 1, "")))
    assert planned_branches(made, "p") == (("q/1-a", None), ("q/2-b", 1))


def test_of_parts_that_have_landed_there_is_no_branch():
    plan = SplitPlan(None, None, 1, tuple(parts((), (), ())), carried=Carried("1" * 40, (1,)))
    assert planned_branches(plan) == ()
    made = plan._replace(branches=(Branch(2, "q/2-b", None, ""), Branch(3, "q/3-c", 2, "")))
    assert planned_branches(made) == (("q/2-b", None), ("q/3-c", 1))
