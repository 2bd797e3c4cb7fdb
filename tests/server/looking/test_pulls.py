"""A look at a pull request: what stands at GitHub afterwards is what the engine says of what git has."""

from __future__ import annotations

import json
import subprocess
import sys
from time import time

import pytest

from reviewbot.server.outcome import DONE
from tests.github_peer.peer import BOB, REPOSITORY
from tests.github_peer.wire import Answer, answering
from tests.repositories import lines
from tests.server.world import POLICY, Looking, World, floor

TOO_LARGE = {"src/a.py": lines(30)}
PROTECTED = 'version = 1\n[rules.protected-path]\nmatch = ["deploy/"]\nreviewers = ["bob"]\n'


def test_a_change_within_the_policy_passes_in_silence(world, looking):
    number, head = world.pull({"src/a.py": lines(5)})
    assert looking.look(number) == DONE
    (check,) = world.checks(head)
    assert (check["status"], check["conclusion"]) == ("completed", "success")
    assert world.reviews(number) == world.comments(number) == []


def test_a_change_over_the_budget_and_in_a_forbidden_path_is_blocked(world, looking):
    number, head = world.pull({"src/a.py": lines(30), "config/key": "secret\n"})
    looking.look(number)
    (check,) = world.checks(head)
    assert check["conclusion"] == "failure"
    assert check["output"]["title"] == "block: 28 of 10 lines, config/ touched"
    (review,) = world.reviews(number)
    assert "config/" in review
    assert "contains secrets" in review


def test_a_change_over_the_budget_comes_with_its_plan(world, looking):
    files = {f"src/m{number}.py": f"def f{number}():\n    return {number}\n" + lines(7) for number in range(4)}
    number, head = world.pull(files)
    looking.look(number)
    assert "parts" in world.checks(head)[-1]["output"]["summary"]
    assert looking.report(number)["split_plan"]["identical"] is True


def test_the_report_is_that_of_the_command_line(world, looking):
    number, head = world.pull({"src/a.py": lines(30), "config/key": "secret\n"})
    looking.look(number)
    command = [sys.executable, "-m", "reviewbot", "lint-diff", "--repo", str(world.git.path), "--base", "main"]
    options = ["--head", head, "--author", "alice", "--format", "json"]
    told = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert looking.report(number) == json.loads(told.stdout)


def test_where_it_is_not_known_who_made_it_the_check_says_so(world, looking):
    world.merge({".reviewbot.toml": PROTECTED})
    number, head = world.pull({"deploy/a": "x\n"}, on=world.main)
    world.peer.as_person(BOB, "POST", f"/repos/{REPOSITORY}/pulls/{number}/reviews", event="APPROVE", commit_id=head)

    def by_nobody(exchange):
        told = world.hosting.answer(exchange) if f"/pulls/{number}/commits" in exchange.target else None
        if told is None:
            return None
        commits = [{**each, "author": None, "committer": None} for each in json.loads(told.body)]
        return told._replace(body=json.dumps(commits).encode())

    world.peer.spoil = by_nobody
    looking.look(number)
    (check,) = world.checks(head)
    assert check["conclusion"] == "action_required"
    assert "no approval and no waiver counts: nobody can say who made commit" in check["output"]["summary"].replace(
        "`", ""
    )


def test_a_closed_pull_request_is_left_alone(world, looking):
    number, head = world.pull(TOO_LARGE)
    world.peer.as_alice("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", state="closed")
    assert looking.look(number) == DONE
    assert world.checks(head) == []


def test_looking_again_changes_nothing(world, looking):
    number, head = world.pull(TOO_LARGE)
    looking.look(number)
    before = world.checks(head), world.reviews(number)
    writes = len(world.peer.asked("POST", "/reviews"))
    looking.look(number)
    assert len(world.checks(head)) == 1
    assert world.reviews(number) == before[1]
    assert len(world.peer.asked("POST", "/reviews")) == writes


def test_a_push_is_judged_and_what_is_solved_is_taken_back(world, looking):
    number, _ = world.pull({"src/a.py": lines(5), "config/key": "secret\n"})
    looking.look(number)
    head = world.push(number, {"src/a.py": lines(5)})
    looking.look(number)
    assert world.conclusion(head) == "success"


def test_after_base_has_moved_there_is_a_check_run_for_it(world, looking):
    number, head = world.pull({"src/a.py": lines(5)})
    looking.look(number)
    world.merge({"other.py": "x\n"})
    looking.look(number)
    assert [check["conclusion"] for check in world.checks(head)] == ["success", "success"]
    first, second = (check["external_id"] for check in world.checks(head))
    assert first != second


def test_a_stricter_policy_on_base_counts_at_once(world, looking):
    number, head = world.pull({"src/a.py": lines(9)})
    looking.look(number)
    assert world.conclusion(head) == "success"
    world.merge({".reviewbot.toml": POLICY.replace("limit = 10", "limit = 5")})
    looking.look(number)
    assert world.conclusion(head) == "failure"


def test_a_change_of_the_policy_is_judged_by_the_old_one_and_shows_what_the_new_one_says(world, looking):
    number, head = world.pull({"src/a.py": lines(30), ".reviewbot.toml": POLICY.replace("limit = 10", "limit = 99")})
    looking.look(number)
    assert world.conclusion(head) == "failure"
    assert any("under the policy that this change brings" in note for note in looking.report(number)["notes"])


def test_a_change_to_a_policy_that_is_not_valid_says_so(world, looking):
    number, _ = world.pull({".reviewbot.toml": "version = 1\n[rules.no-such-rule]\n"})
    looking.look(number)
    assert any("is not valid" in note for note in looking.report(number)["notes"])


def test_a_policy_on_base_that_is_not_valid_is_never_a_pass(world, looking):
    world.merge({".reviewbot.toml": "version = 1\n[rules.no-such-rule]\n"})
    number, head = world.pull({"src/a.py": lines(5)}, on=world.main)
    looking.look(number)
    (check,) = world.checks(head)
    assert check["conclusion"] == "failure"
    assert check["output"]["title"].startswith("error: ")


@pytest.fixture
def without_policy(peer, git_server):
    return World(peer, git_server, policy="")


def test_where_no_policy_is_nothing_is_said(without_policy, database, tmp_path):
    looking = Looking(without_policy, database, tmp_path)
    number, head = without_policy.pull(TOO_LARGE)
    assert looking.look(number) == DONE
    assert without_policy.checks(head) == []


def test_where_no_policy_is_the_built_in_one_may_judge(without_policy, database, tmp_path):
    looking = Looking(without_policy, database, tmp_path, or_default=True)
    number, head = without_policy.pull({"config/key": "secret\n"})
    looking.look(number)
    assert without_policy.conclusion(head) == "failure"
    assert any("built-in default" in note for note in looking.report(number)["notes"])


def test_the_floor_counts_beside_the_repositorys_policy(world, database, tmp_path):
    looking = Looking(world, database, tmp_path, floor=floor("version = 1\n[rules.max-files]\nlimit = 1\n"))
    number, head = world.pull({"src/a.py": lines(5), "b.py": "x\n"})
    looking.look(number)
    assert world.conclusion(head) == "failure"
    assert [each["source"] for each in looking.report(number)["policies"]] == ["floor:test", "base:.reviewbot.toml"]


def test_the_organisations_policy_counts_where_the_repository_has_none(without_policy, database, tmp_path):
    import base64

    text = base64.b64encode(b"version = 1\n[rules.max-files]\nlimit = 1\n").decode()
    without_policy.peer.as_alice(
        "PUT", "/repos/acme/.github/contents/.reviewbot.toml", message="a policy", content=text, branch="main"
    )
    looking = Looking(without_policy, database, tmp_path)
    number, head = without_policy.pull({"src/a.py": lines(5), "b.py": "x\n"})
    looking.look(number)
    assert without_policy.conclusion(head) == "failure"
    assert looking.report(number)["policies"][0]["source"] == "organisation:acme/.github/.reviewbot.toml"


def test_the_same_head_in_two_pull_requests_never_gets_the_laxer_verdict(world, looking):
    """A required check belongs to a commit: passed for a lax branch it would be passed for the strict one."""
    strict, head = world.pull({"src/a.py": lines(9)})
    lax = world.git.commit({".reviewbot.toml": "version = 1\n"}, world.main, branch="lax")
    world.peer.write("lax", "of-the-emulator", "lax")
    other, _ = world.pull({}, branch="same", base="lax")
    world.git.ref(f"refs/pull/{other}/head", head)
    world.merge({".reviewbot.toml": POLICY.replace("limit = 10", "limit = 5")})
    assert lax
    for number in (strict, other, strict, other):
        looking.look(number)
        assert world.conclusion(head) == "failure"
    assert world.checks(head)[-1]["output"]["title"] == f"#{strict}: block: 6 of 5 lines"


def test_nor_where_github_names_none_of_them(world, looking):
    """As of a head that the default branch has: then it names the one that was merged."""
    strict, head = world.pull({"src/a.py": lines(9)}, branch="strict")
    lax_branch(world)
    other, _ = world.pull({}, branch="same", base="lax")
    world.git.ref(f"refs/pull/{other}/head", head)
    world.merge({".reviewbot.toml": POLICY.replace("limit = 10", "limit = 5")})
    world.peer.spoil = answering(f"/commits/{head}/pulls", 200, [])
    for number in (strict, other, strict, other):
        looking.look(number)
        assert world.conclusion(head) == "failure"


def test_a_head_that_moves_while_it_is_judged_gets_no_conclusion(world, looking):
    number, first = world.pull({"src/a.py": lines(5)})
    seen = []

    def push_meanwhile(exchange):
        if exchange.method == "POST" and exchange.target.endswith("/check-runs") and not seen:
            seen.append(world.push(number, {"src/a.py": lines(6)}))

    world.peer.spoil = push_meanwhile
    outcome = looking.look(number)
    assert outcome.ending == "superseded"
    assert outcome.until > time()  # looked at again, whether or not an event tells of it
    assert [check["conclusion"] for check in world.checks(first)] == [None]
    looking.look(number)
    assert world.conclusion(seen[0]) == "success"


def test_one_that_is_closed_while_it_is_judged_gets_no_conclusion(world, looking):
    number, head = world.pull({"src/a.py": lines(5)})

    def close_meanwhile(exchange):
        if exchange.method == "POST" and exchange.target.endswith("/check-runs"):
            world.peer.as_alice("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", state="closed")

    world.peer.spoil = close_meanwhile
    assert looking.look(number).ending == "done"
    assert world.conclusion(head) is None


def test_the_organisations_policy_that_is_not_for_us_is_not_taken_for_none(world, looking):
    number, head = world.pull({"src/a.py": lines(5)})
    world.peer.spoil = answering("/.github/contents/.reviewbot.toml", 403, {"message": "not accessible"})
    assert looking.look(number).ending == "stopped"
    assert world.checks(head) == []


def test_a_pull_request_that_is_retargeted_is_judged_by_the_policy_of_its_new_base(world, looking):
    """Opened to a lax branch and passed there, it must not bring that pass along."""
    world.git.commit({".reviewbot.toml": "version = 1\n"}, world.main, branch="lax")
    world.peer.write("lax", "of-the-emulator", "lax")
    number, head = world.pull(TOO_LARGE, base="lax")
    looking.look(number)
    assert world.conclusion(head) == "success"
    world.peer.as_alice("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", base="main")
    looking.look(number)
    assert world.conclusion(head) == "failure"


def lax_branch(world):
    world.git.commit({".reviewbot.toml": "version = 1\n"}, world.main, branch="lax")
    world.peer.write("lax", "of-the-emulator", "lax")


def retarget(world, number, base):
    world.peer.as_alice("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", base=base)


def test_a_pull_request_that_is_retargeted_there_and_back_does_not_keep_the_pass(world, looking):
    """GitHub shows the newest check run of a name: the pass for the lax branch must not stay the newest."""
    lax_branch(world)
    number, head = world.pull(TOO_LARGE)
    conclusions = []
    for base in ("main", "lax", "main"):
        retarget(world, number, base)
        looking.look(number)
        conclusions.append(world.conclusion(head))
    assert conclusions == ["failure", "success", "failure"]


def test_what_was_begun_for_another_base_and_never_ended_hides_nothing(world, looking):
    lax_branch(world)
    number, head = world.pull(TOO_LARGE)
    looking.look(number)
    retarget(world, number, "lax")
    begun = []

    def back_meanwhile(exchange):
        if exchange.method == "POST" and exchange.target.endswith("/check-runs") and not begun:
            begun.append(exchange)
            retarget(world, number, "main")

    world.peer.spoil = back_meanwhile
    looking.look(number)
    looking.look(number)
    assert begun
    assert world.conclusion(head) == "failure"


def test_a_deleted_fork_makes_no_difference(world, looking):
    number, head = world.pull(TOO_LARGE)

    def without_fork(exchange):
        told = world.hosting.answer(exchange) if exchange.target.endswith(f"/pulls/{number}") else None
        if told is None:
            return None
        pull = json.loads(told.body)
        pull["head"]["repo"] = None
        return told._replace(body=json.dumps(pull).encode())

    world.peer.spoil = without_fork
    looking.look(number)
    assert world.conclusion(head) == "failure"


def test_a_draft_is_judged(world, looking):
    number, head = world.pull(TOO_LARGE, draft=True)
    looking.look(number)
    assert world.conclusion(head) == "failure"


def test_a_stacked_pull_request_is_judged_by_the_policy_of_where_it_ends_up(world, looking):
    number, head = world.stacked_pull(TOO_LARGE)
    looking.look(number)
    assert world.conclusion(head) == "failure"


def states(world):
    return [(each["sha"], each["state"]) for each in world.peer.overlay.statuses]


def test_a_commit_status_is_set_where_it_is_wanted(world, database, tmp_path):
    looking = Looking(world, database, tmp_path, commit_status=True)
    number, head = world.pull(TOO_LARGE)
    looking.look(number)
    assert states(world) == [(head, "pending"), (head, "failure")]
    assert {each["context"] for each in world.peer.overlay.statuses} == {"reviewbot"}
    looking.look(number)
    assert len(states(world)) == 2  # of each name GitHub takes 1,000 at a commit


def test_a_status_that_was_set_for_another_base_is_taken_back_before_anything_is_judged(world, database, tmp_path):
    looking = Looking(world, database, tmp_path, commit_status=True)
    lax_branch(world)
    number, head = world.pull(TOO_LARGE, base="lax")
    looking.look(number)
    retarget(world, number, "main")
    looking.look(number)
    assert states(world) == [(head, state) for state in ("pending", "success", "pending", "failure")]


def test_a_change_that_cannot_be_read_any_more_has_no_status_of_before(world, database, tmp_path, monkeypatch):
    looking = Looking(world, database, tmp_path, commit_status=True)
    number, head = world.pull({"src/a.py": lines(5)})
    looking.look(number)
    monkeypatch.setattr(world.hosting, "url", "http://127.0.0.1:1/nothing.git")
    looking.want(looking.hint(number=number))
    look = looking.lanes.look(f"pull-{world.repository}-{number}")
    looking.looker(look._replace(attempts=3))
    assert states(world)[-1] == (head, "failure")


def test_the_label_of_the_verdict_is_there_where_it_is_wanted_and_no_other_one(world, database, tmp_path):
    looking = Looking(world, database, tmp_path, labels=True)
    number, _ = world.pull(TOO_LARGE)
    assert looking.look(number) == DONE
    assert world.labels(number) == ["reviewbot: block"]
    world.push(number, {"src/a.py": lines(5)})
    assert looking.look(number) == DONE
    assert world.labels(number) == []


@pytest.mark.parametrize(
    ("spoilt", "ending"),
    [
        pytest.param(answering("/check-runs", 500), "again", id="an error of GitHub's"),
        pytest.param(answering("/check-runs", 403, {"message": "Resource not accessible"}), "stopped", id="forbidden"),
        pytest.param(answering("/check-runs", 429, retry_after="60"), "limited", id="too much was asked"),
        pytest.param(answering("/pulls/1", 404, {"message": "Not Found"}), "stopped", id="gone"),
        pytest.param(answering("/pulls/1", 200, {"number": 1}), "again", id="not as expected"),
        pytest.param(answering("/.reviewbot.toml", 502), "again", id="the organisation's policy cannot be read"),
    ],
)
def test_what_fails_is_never_a_pass(world, looking, spoilt, ending):
    number, head = world.pull({"src/a.py": lines(5)})
    world.peer.spoil = spoilt
    outcome = looking.look(number)
    assert outcome.ending == ending
    assert world.conclusion(head) is None
    world.peer.spoil = lambda _exchange: None
    looking.surroundings.forget_client(100)
    looking.look(number)
    assert world.conclusion(head) == "success"


def test_a_repository_that_the_app_was_removed_from_is_left_alone_until_it_is_back(world, looking):
    number, head = world.pull({"src/a.py": lines(5)})
    world.peer.overlay.repositories = []
    assert looking.look(number).ending == "stopped"
    assert world.checks(head) == []
    world.peer.overlay.repositories = [REPOSITORY]
    assert looking.look(number) == DONE
    assert world.conclusion(head) == "success"


def test_base_that_moves_while_a_change_is_judged_is_judged_anew(world, looking):
    """What was found for the base of before stands under its own id, and the newest check is of the newest base."""
    number, head = world.pull({"src/a.py": lines(9)})
    moved = []

    def move_meanwhile(exchange):
        if exchange.method == "POST" and exchange.target.endswith("/check-runs") and not moved:
            moved.append(world.merge({".reviewbot.toml": POLICY.replace("limit = 10", "limit = 5")}))

    world.peer.spoil = move_meanwhile
    looking.look(number)
    looking.look(kind="repository", detail="refs/heads/main")  # as the push tells
    assert moved
    assert world.conclusion(head) == "failure"


def test_a_limit_holds_back_the_whole_installation(world, looking):
    number, _ = world.pull({"src/a.py": lines(5)})
    world.peer.spoil = answering("/check-runs", 403, {"message": "secondary rate limit"}, retry_after="60")
    outcome = looking.look(number)
    assert looking.lanes.look(f"pull-{world.repository}-{number}").paused_until == outcome.until


def test_a_change_that_cannot_be_read_is_a_failure_in_the_end(world, looking, monkeypatch):
    number, head = world.pull({"src/a.py": lines(5)})
    monkeypatch.setattr(world.hosting, "url", "http://127.0.0.1:1/nothing.git")
    assert looking.look(number).ending == "again"
    assert world.checks(head) == []
    look = looking.lanes.look(f"pull-{world.repository}-{number}")
    assert looking.looker(look._replace(attempts=3)).ending == "again"
    assert world.conclusion(head) == "failure"


def test_a_head_that_git_does_not_have_yet_is_waited_for(world, looking):
    number, _ = world.pull({"src/a.py": lines(5)})

    def ahead(exchange):
        told = world.hosting.answer(exchange) if exchange.target.endswith(f"/pulls/{number}") else None
        if told is None:
            return None
        pull = json.loads(told.body)
        pull["head"]["sha"] = "ab" * 20
        return Answer(200, json.dumps(pull).encode())

    world.peer.spoil = ahead
    outcome = looking.look(number)
    assert outcome.ending == "again"
    assert outcome.until is not None
