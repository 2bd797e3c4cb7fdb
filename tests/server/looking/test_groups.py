"""The merge queue: what would be merged is judged, and never passed on trust."""

from __future__ import annotations

from reviewbot.server.outcome import DONE
from tests.repositories import lines
from tests.server.world import Looking

GOOD, TOO_LARGE = {"src/a.py": lines(5)}, {"src/a.py": lines(30)}


def enqueued(world, number, head, on=None, changes=None):
    """The commit that the queue makes of a pull request, on what stands before it."""
    start = on or world.main
    group = world.git.commit(changes or {}, start, head, tree=None)
    world.git.ref(f"refs/heads/gh-readonly-queue/main/pr-{number}-{start}", group)
    return group


def test_a_group_is_judged_like_its_pull_request(world, looking):
    number, head = world.pull(GOOD)
    group = enqueued(world, number, head, changes=GOOD)
    assert looking.look(kind="group", detail=group) == DONE
    assert world.conclusion(group) == "success"


def test_a_group_that_is_over_the_budget_is_blocked(world, looking):
    number, head = world.pull(TOO_LARGE)
    group = enqueued(world, number, head, changes=TOO_LARGE)
    looking.look(kind="group", detail=group)
    assert world.conclusion(group) == "failure"


def test_what_stands_before_it_in_the_queue_is_not_its_change(world, looking):
    first, head = world.pull({"b.py": lines(8)}, branch="first")
    before = enqueued(world, first, head, changes={"b.py": lines(8)})
    second, head = world.pull({"c.py": lines(8)}, branch="second")
    group = enqueued(world, second, head, on=before, changes={"c.py": lines(8)})
    looking.look(kind="group", detail=group)
    assert world.conclusion(group) == "success"


def test_a_group_that_the_queue_has_dropped_is_left_alone(world, looking):
    assert looking.look(kind="group", detail="ab" * 20) == DONE


def test_a_merge_that_brings_what_no_pull_request_had_is_seen(world, looking):
    """Whoever may push to the queue's branch is not believed either."""
    number, head = world.pull(GOOD)
    group = enqueued(world, number, head, changes={**GOOD, "config/key": "secret\n"})
    looking.look(kind="group", detail=group)
    assert world.conclusion(group) == "failure"


def test_a_status_is_set_where_it_is_wanted(world, database, tmp_path):
    """Where a branch requires it, the queue would wait for it until its time is up."""
    looking = Looking(world, database, tmp_path, commit_status=True)
    number, head = world.pull(TOO_LARGE)
    group = enqueued(world, number, head, changes=TOO_LARGE)
    looking.look(kind="group", detail=group)
    assert [(each["sha"], each["state"]) for each in world.peer.overlay.statuses] == [
        (group, "pending"),
        (group, "failure"),
    ]
