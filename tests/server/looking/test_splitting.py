"""`/reviewbot split`: branches and draft pull requests where the App may write, else the plan and the commands."""

from __future__ import annotations

import pytest

from tests.github_peer.peer import REPOSITORY
from tests.server.world import Looking

TOO_LARGE = {
    "shop/orders.py": "".join(f"def order_{number}():\n    return {number}\n\n\n" for number in range(3)),
    "shop/prices.py": "".join(f"def price_{number}():\n    return {number}\n\n\n" for number in range(3)),
}


@pytest.fixture
def looking(world, database, tmp_path):
    world.hosting.may_push = True
    world.hosting.permissions |= {"alice": "write", "bob": "read"}
    return Looking(world, database, tmp_path)


def branches(world):
    refs = world.hosting.refs()
    return {name.removeprefix("refs/heads/"): sha for name, sha in refs.items() if "/split-" in name}


def drafts(world, number):
    found = world.peer.as_alice("GET", f"/repos/{REPOSITORY}/pulls?state=open&per_page=100")
    return sorted((each for each in found if each["number"] != number), key=lambda each: each["number"])


def split(world, looking, login="alice"):
    number, head = world.pull(TOO_LARGE)
    world.comment(login, number, "/reviewbot split")
    looking.look(number)
    return number, head


def test_each_part_has_a_branch_and_a_draft_and_together_they_are_head(world, looking):
    number, head = split(world, looking)
    made = branches(world)
    plan = looking.report(number)["split_plan"]
    assert len(made) == len(plan["parts"]) >= 2
    found = drafts(world, number)
    assert [each["draft"] for each in found] == [True] * len(made)
    assert {each["head"]["ref"] for each in found} == set(made)
    merged = world.main
    for sha in made.values():
        merged = world.hosting._run("merge-tree", "--write-tree", merged, sha).strip()
        merged = world.git.commit({}, world.main, sha, tree=merged)
    assert world.hosting._run("rev-parse", f"{merged}^{{tree}}") == world.hosting._run("rev-parse", f"{head}^{{tree}}")
    (comment,) = world.comments(number)
    assert all(f"#{each['number']}" in comment for each in found)


def press(world, looking, login):
    number, head = world.pull(TOO_LARGE)
    looking.look(number, pressed=f"split {login}")
    return number, head


def test_the_button_does_the_same_for_who_may_push(world, looking):
    number, _ = press(world, looking, "alice")
    made = branches(world)
    assert len(made) >= 2
    assert {each["head"]["ref"] for each in drafts(world, number)} == set(made)
    assert any("**Split**, from the bottom up" in each for each in world.comments(number))
    before = made, len(drafts(world, number)), len(world.comments(number))
    looking.look(number, pressed="split alice")
    assert (branches(world), len(drafts(world, number)), len(world.comments(number))) == before


@pytest.mark.parametrize("login", ["bob", ""], ids=["who may not push", "nobody"])
def test_the_button_shows_the_plan_to_all_others(world, looking, login):
    number, _ = press(world, looking, login)
    assert branches(world) == {}
    (comment,) = world.comments(number)
    assert "reviewbot split --apply" in comment


def test_looking_again_makes_nothing_new(world, looking):
    number, _ = split(world, looking)
    before = branches(world), len(drafts(world, number)), len(world.comments(number))
    looking.look(number)
    assert (branches(world), len(drafts(world, number)), len(world.comments(number))) == before


def test_after_a_push_nothing_is_made_for_what_was_said_before(world, looking):
    number, _ = split(world, looking)
    before = branches(world)
    world.push(number, {**TOO_LARGE, "shop/more.py": "x = 1\n" * 9})
    looking.look(number)
    assert branches(world) == before


def test_who_may_not_push_is_shown_the_plan(world, looking):
    number, _ = split(world, looking, "bob")
    assert branches(world) == {}
    (comment,) = world.comments(number)
    assert "reviewbot split --apply" in comment


def test_where_the_app_may_not_write_the_plan_is_shown(world, looking):
    world.hosting.may_push = False
    number, _ = split(world, looking)
    assert branches(world) == {}
    (comment,) = world.comments(number)
    assert "reviewbot split --apply" in comment


def test_a_branch_that_somebody_made_is_not_overwritten(world, looking):
    number, head = split(world, looking)
    *_, name = branches(world)
    mine = world.git.commit({"mine.py": "x\n"}, world.main, branch=name)
    world.comment("alice", number, "/reviewbot split")
    looking.look(number)
    assert branches(world)[name] == mine
    assert any("No branches were made" in each for each in world.comments(number))
    assert world.conclusion(head) == "failure"
