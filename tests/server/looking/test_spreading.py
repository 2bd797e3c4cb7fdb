"""Looks at what holds many pull requests, and the reconciler's own."""

from __future__ import annotations

from reviewbot.server.lane import sweep_of
from tests.github_peer.peer import INSTALLATION, REPOSITORY
from tests.repositories import lines
from tests.server.world import POLICY


def judged(world, *heads):
    return [world.conclusion(head) for head in heads]


def sweep(looking):
    looking.lanes.want([sweep_of(INSTALLATION, looking.world.repository)])
    return looking.all()


def two_pulls(world):
    (_, first), (_, second) = (world.pull({f"{name}.py": lines(5)}, branch=name) for name in ("one", "two"))
    return first, second


def test_an_installation_is_all_of_its_repositories_and_their_pull_requests(world, looking):
    heads = two_pulls(world)
    looking.look(kind="installation")
    assert judged(world, *heads) == ["success", "success"]


def test_a_branch_that_moves_concerns_those_that_it_is_the_base_of(world, looking):
    first, _ = two_pulls(world)
    world.git.commit({}, world.main, branch="other")
    world.peer.write("other", "of-the-emulator", "other")
    _, elsewhere = world.pull({"e.py": "x\n"}, branch="elsewhere", base="other")
    looking.look(kind="repository", detail="refs/heads/main")
    assert judged(world, first, elsewhere) == ["success", None]


def test_what_is_about_one_head_concerns_those_that_have_it(world, looking):
    first, other = two_pulls(world)
    looking.look(kind="repository", detail=first)
    assert judged(world, first, other) == ["success", None]


def test_a_button_at_a_forks_head_is_answered(world, looking):
    number, head = world.pull({"a.py": lines(50)})
    looking.look(kind="repository", detail=head, pressed="explain alice")
    (comment,) = world.comments(number)
    assert "max-diff-lines" in comment


def test_a_branch_that_nothing_is_meant_for_concerns_nobody(world, looking):
    heads = two_pulls(world)
    looking.look(kind="repository", detail="refs/heads/feature")
    assert judged(world, *heads) == [None, None]


def test_a_sweep_finds_what_no_event_told_of(world, looking):
    heads = two_pulls(world)
    outcome, *_ = sweep(looking)
    assert outcome.why == "2 changed unseen"
    assert judged(world, *heads) == ["success", "success"]


def test_a_second_sweep_looks_at_nothing(world, looking):
    two_pulls(world)
    sweep(looking)
    assert [outcome.why for outcome in sweep(looking)] == [None]


def test_a_sweep_finds_a_push_a_moved_base_a_comment_and_a_review(world, looking):
    number, _ = world.pull({"a.py": lines(5)})
    sweep(looking)
    world.push(number, {"a.py": lines(6)})
    assert sweep(looking)[0].why == "1 changed unseen"
    world.merge({"main.py": "x\n"})
    assert sweep(looking)[0].why == "1 changed unseen"
    assert sweep(looking)[0].why is None


def test_a_sweep_finds_another_policy_of_the_organisation(world, looking):
    import base64

    world.pull({"a.py": lines(5)})
    sweep(looking)
    text = base64.b64encode(b"version = 1\n[rules.max-files]\nlimit = 0\n").decode()
    target = "/repos/acme/.github/contents/.reviewbot.toml"
    world.peer.as_alice("PUT", target, message="a policy", content=text, branch="main")
    assert sweep(looking)[0].why == "1 changed unseen"


def test_a_sweep_finds_another_policy_where_a_stack_ends_up(world, looking):
    world.stacked_pull({"a.py": lines(5)})
    sweep(looking)
    assert [outcome.why for outcome in sweep(looking)] == [None]
    world.peer.write("main", ".reviewbot.toml", POLICY.replace("limit = 10", "limit = 2"))
    assert sweep(looking)[0].why == "1 changed unseen"


def test_a_push_of_the_organisations_policy_concerns_everybody(world, looking):
    heads = two_pulls(world)
    organisation = world.peer.as_alice("GET", "/repos/acme/.github")["id"]
    hint = looking.hint(kind="repository", detail="refs/heads/main")._replace(repository=organisation)
    looking.want(hint)
    looking.all()
    assert judged(world, *heads) == ["success", "success"]


def test_closed_pull_requests_are_left_alone(world, looking):
    number, head = world.pull({"a.py": lines(5)})
    world.peer.as_alice("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", state="closed")
    sweep(looking)
    assert world.conclusion(head) is None


def test_a_repository_that_was_renamed_is_still_judged(world, looking):
    """Its old name may be somebody else's by now, and an answer about it nobody's."""
    number, _ = world.pull({"a.py": lines(5)})
    looking.look(number)
    world.hosting.rename("store")
    head = world.push(number, {"a.py": lines(50)})
    looking.look(kind="repository")  # as the event tells
    assert judged(world, head) == ["failure"]
    assert len(world.checks(head)) == 1
