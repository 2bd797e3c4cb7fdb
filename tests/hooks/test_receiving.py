"""What the hooks of a server answer to updates of refs; real pushes are in tests/servers and tests/end_to_end."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import pytest

from tests.hooks.asking import LARGE, POLICY, SMALL, ZERO
from tests.repositories import lines

REFUSED = "reviewbot: refs/heads/topic refused: "


def test_a_small_change_is_taken_in_silence(server):
    answer = server.push(server.commit(SMALL))
    assert (answer.status, answer.lines) == (0, [])


def test_a_large_change_is_refused_with_what_to_do(server):
    answer = server.push(server.commit({**LARGE, "config/a": "2\n"}))
    assert answer.status == 1
    assert answer.lines == [
        f"{REFUSED}32 of 10 lines, config/ touched",
        "reviewbot:   max-diff-lines: 32 of 10 lines",
        "reviewbot:   forbidden-path: config/a: must not be modified (matches config/); contains secrets",
        "reviewbot:   next: reviewbot split main..topic",
    ]


def test_a_warning_is_said_and_the_push_taken(server):
    answer = server.push(server.commit({"picture": b"\0"}))
    assert (answer.status, answer.lines[0]) == (0, "reviewbot: refs/heads/topic warn: binary-file picture")


def test_what_needs_approval_is_refused_where_nobody_can_give_it(server):
    answer = server.push(server.commit({"deploy/x": "1\n"}))
    assert answer.status == 1
    assert "this needs approval, which nobody can give here" in answer.text


# From where


def test_many_small_pushes_do_not_refill_the_budget(server):
    first = server.commit({"a.py": lines(8)})
    second = server.commit({"b.py": lines(8)}, first)
    assert server.push(first).status == 0
    assert f"{REFUSED}16 of 10 lines" in server.push(second, old=first).text


def test_the_default_branch_is_measured_from_what_it_was(server):
    new = server.commit({"a.py": lines(8)})
    assert server.push(new, "refs/heads/main", old=server.main).status == 0
    assert server.push(server.commit(LARGE), "refs/heads/main", old=server.main).status == 1


def test_a_merge_of_main_costs_nothing(server):
    topic = server.commit({"a.py": lines(8)})
    main = server.repository.commit(LARGE, server.main, branch="main")
    merge = server.commit({**LARGE, "a.py": lines(8)}, topic, main)
    assert server.push(merge, old=topic).status == 0


def test_the_nearest_protected_branch_is_the_base(server):
    server.configure('protected = ["release/*"]\n')
    release = server.repository.commit(LARGE, server.main, branch="release/1")
    new = server.commit(SMALL, release)
    assert server.push(new).status == 0
    server.configure("")
    assert server.push(new).status == 1


def test_a_branch_of_its_own_history_is_judged_whole(server):
    answer = server.push(server.repository.commit({"page.html": lines(11)}))
    assert answer.status == 1
    assert "no commit is shared with refs/heads/main: judged is everything that the branch holds" in answer.text


def test_a_first_push_is_judged_whole(server):
    new = server.commit({})
    (server.repository.git_dir / "refs/heads/main").unlink()
    answer = server.push(new, "refs/heads/main")
    assert "there is no branch to compare with" in answer.text
    assert "judged by the built-in default" in answer.text  # never by the policy that it brings
    assert answer.status == 1


def test_main_is_the_default_where_head_names_what_is_not_there(server):
    server.repository.head("refs/heads/master")
    assert server.push(server.commit(SMALL)).status == 0
    assert "must not be deleted" in server.push(ZERO, "refs/heads/main", old=server.main).text


def test_nobody_chooses_another_default_branch(server):
    """An older commit of main holds an older policy."""
    server.repository.head("refs/heads/master")
    answer = server.push(server.main, "refs/heads/master")
    assert (answer.status, "it would become the default branch" in answer.text) == (1, True)
    (server.repository.git_dir / "refs/heads/main").unlink()
    assert "it would become" not in server.push(server.main, "refs/heads/master").text


# Refs


def test_a_branch_may_be_deleted(server):
    assert server.push(ZERO, old=server.commit(LARGE)).status == 0


def test_a_protected_branch_is_not_deleted(server):
    server.configure('protected = ["release/*"]\n')
    for ref in ("refs/heads/main", "refs/heads/release/1"):
        assert f"{ref} refused: a protected branch must not be deleted" in server.push(ZERO, ref, old=server.main).text


def test_a_protected_branch_loses_no_commits(server):
    other = server.repository.commit({".reviewbot.toml": POLICY})
    answer = server.push(other, "refs/heads/main", old=server.main)
    assert "must not lose commits" in answer.text
    back = server.push(server.main, "refs/heads/main", old=server.repository.commit(SMALL, server.main, branch="main"))
    assert (answer.status, back.status) == (1, 1)


def test_a_feature_branch_may_be_rewritten(server):
    assert server.push(server.commit(SMALL), old=server.commit({"other.py": "1\n"})).status == 0


@pytest.mark.parametrize("ref", [f"refs/replace/{'a' * 40}", "refs/pull/1/head"])
def test_what_is_reserved_is_refused(server, ref):
    assert "this namespace is not for pushing" in server.push(server.main, ref).text


def test_a_tag_is_judged_by_its_commit(server):
    tag = server.repository.tag("v1", server.commit(LARGE))
    assert "refs/tags/v1 refused: 30 of 10 lines" in server.push(tag, "refs/tags/v1").text
    assert server.push(server.repository.tag("v0", server.main), "refs/tags/v0").status == 0


def test_a_tag_of_no_commit_is_refused(server):
    answer = server.push(server.repository.blob("secret"), "refs/tags/blob")
    assert (answer.status, "is no commit" in answer.text) == (2, True)


def test_one_refused_ref_refuses_all(server):
    good, bad = server.commit(SMALL), server.commit(LARGE)
    answer = server.ask(f"{ZERO} {good} refs/heads/good\n{ZERO} {bad} refs/heads/bad\n")
    assert answer.status == 1
    assert answer.lines[-1] == "reviewbot: nothing of this push was taken: 1 of 2 refs refused"
    assert "refs/heads/good" not in answer.text


def test_refs_that_bring_nothing_new_cost_nothing(server):
    text = "".join(f"{ZERO} {server.main} refs/tags/v{number}\n" for number in range(300))
    assert server.ask(text).status == 0


# What nobody can decide is refused, and an administrator can act on it


def test_a_missing_commit_is_refused(server):
    answer = server.push("1" * 40)
    assert answer.status == 2
    assert answer.lines[0].startswith("reviewbot: refused, for it could not be judged: ")


def test_a_policy_that_is_wrong_refuses(server):
    server.repository.commit({".reviewbot.toml": "version = 1\n[rules.max-dif-lines]\n"}, server.main, branch="main")
    answer = server.push(server.commit(SMALL))
    assert answer.status == 2
    assert "there is no rule `max-dif-lines`" in answer.text
    assert "did you mean `max-diff-lines`" in answer.text


def test_a_floor_that_is_not_there_refuses(server):
    server.configure('floor = "nowhere.toml"\n')
    answer = server.push(server.commit(SMALL))
    assert (answer.status, "the policy cannot be read" in answer.text) == (2, True)


def test_the_floor_holds_beside_the_policy(server, tmp_path):
    (tmp_path / "floor.toml").write_text("version = 1\n[rules.max-files]\nlimit = 0\n")
    server.configure(f'floor = "{tmp_path}/floor.toml"\n')
    answer = server.push(server.commit(LARGE))
    assert "max-files: 1 of 0 files" in answer.text
    assert "max-diff-lines: 30 of 10 lines" in answer.text


def test_a_strangers_repository_is_refused(server, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    answer = server.push(server.commit(SMALL))
    assert answer.status == 2
    assert "belongs to another user" in answer.text
    assert "any-owner" in answer.text


@pytest.mark.parametrize(
    "place", ["/", "/nowhere", "{repository}", "{repository}/objects", "{repository}/objects/../refs"]
)
def test_a_quarantine_elsewhere_is_refused(server, place):
    path = place.format(repository=server.repository.path)
    answer = server.push(server.commit(SMALL), environ={"GIT_QUARANTINE_PATH": path})
    expected = 0 if path.endswith("/objects") else 2  # the repository's own objects are no quarantine
    assert answer.status == expected, answer


@pytest.mark.parametrize(("place", "status"), [("+gitaly/tmp/quarantine-1", 0), ("elsewhere", 2)])
def test_gitlab_holds_back_beside_the_repositories(server, tmp_path, place, status):
    hashed = tmp_path / "storage" / "@hashed" / "shop.git"
    hashed.parent.mkdir(parents=True)
    server.repository.path.rename(hashed)
    (tmp_path / "storage" / place).mkdir(parents=True)
    environ = {"GIT_QUARANTINE_PATH": str(tmp_path / "storage" / place)}
    answer = server.push(server.main, environ=environ, repo=str(hashed))
    assert answer.status == status, answer


def test_a_fault_of_ours_is_no_verdict(server, monkeypatch):
    monkeypatch.setattr("reviewbot.sources.pushed.Push.base", lambda *_: 1 / 0)
    answer = server.push(server.commit(SMALL))
    assert answer.status == 2
    assert "a fault of reviewbot itself: ZeroDivisionError" in answer.text


def test_a_person_who_calls_it_is_not_left_waiting(server, monkeypatch):
    monkeypatch.setattr("tests.hooks.asking.SimpleNamespace", lambda **_: SimpleNamespace(isatty=lambda: True))
    answer = server.ask("")
    assert (answer.status, "that is a terminal" in answer.text) == (2, True)


def test_an_unknown_host_is_refused(server):
    assert server.push(server.commit(SMALL), host="bitbucket").status == 2


# What is shown


def test_names_cannot_act_on_a_terminal(server):
    name = b"config/\x1b[31m\xe2\x80\xae\n\xff"
    answer = server.push(server.commit({name: "1\n"}), "refs/heads/\x1b]0;x\x07".replace("\x1b", "\u202e"))
    assert answer.status == 1
    assert all(line.isprintable() and line.startswith("reviewbot: ") for line in answer.lines), answer.lines


def test_gitlab_shows_marked_lines_only(server):
    environ = {"GL_ID": "user-1", "GL_USERNAME": "ann", "GL_PROJECT_PATH": "acme/shop"}
    refused = server.push(server.commit(LARGE), environ=environ)
    undecided = server.push("1" * 40, environ=environ)
    assert all(line.startswith("GL-HOOK-ERR: reviewbot: ") for line in (*refused.lines, *undecided.lines))


def test_many_findings_are_a_few_lines(server):
    files = {f"config/{number}/x{number}": "1\n" for number in range(9)}
    answer = server.push(server.commit(files))
    assert len(answer.lines) <= 5
    assert "and 6 more places" in answer.text


def test_json_is_for_programs(server):
    answer = server.push(server.commit(LARGE), format="json")
    (ref,) = json.loads(answer.text)["refs"]
    assert (ref["ref"], ref["accepted"], ref["report"]["verdict"]) == ("refs/heads/topic", False, "block")
    assert [finding["rule"] for finding in ref["report"]["findings"]] == ["max-diff-lines"]


# Who


def test_the_author_is_who_pushes_where_the_server_says_so(server):
    policy = 'version = 1\n[rules.max-files]\nlimit = 0\nauthors = ["*[bot]"]\n'
    server.repository.commit({".reviewbot.toml": policy}, server.main, branch="main")
    new = server.commit(SMALL)
    assert server.push(new).status == 1  # unknown, so it applies
    assert server.push(new, environ={"REMOTE_USER": "ann"}).status == 0
    assert server.push(new, environ={"REMOTE_USER": "renovate[bot]"}).status == 1
    server.configure('pusher-variable = "GIT_PUSHER"\n')
    assert server.push(new, environ={"REMOTE_USER": "x[bot]", "GIT_PUSHER": "ann"}).status == 0
    assert server.push(new, environ={"REMOTE_USER": "ann"}).status == 1


# Each commit


@pytest.fixture
def taken_back(server):
    """config/a is touched by one commit and put back by the next."""
    return server.commit({"config/a": "1\n", **SMALL}, server.commit({"config/a": "2\n"}))


def test_the_net_change_is_judged_unless_asked(server, taken_back):
    assert server.push(taken_back).status == 0


def test_what_history_keeps_is_found_where_asked(server, taken_back):
    server.configure("each-commit = 10\n")
    answer = server.push(taken_back)
    assert answer.status == 1
    assert "forbidden-path: config/a: must not be modified (matches config/) in commit" in answer.text
    assert "next: take it out of that commit" in answer.text


def test_budgets_are_about_the_whole_all_the_same(server):
    server.configure("each-commit = 10\n")
    grown = server.commit({"a.py": "1\n"}, server.commit({"a.py": lines(9)}, server.commit({"a.py": lines(20)})))
    assert server.push(grown).status == 0


def test_what_is_found_anyway_is_said_once(server):
    server.configure("each-commit = 10\n")
    answer = server.push(server.commit(SMALL, server.commit({"config/a": "2\n"})))
    assert answer.text.count("config/a: must not be modified") == 1


def test_more_commits_than_that_are_refused(server, taken_back):
    server.configure("each-commit = 1\n")
    answer = server.push(taken_back)
    assert answer.status == 2
    assert "brings 2 commits, and each of at most 1 is judged" in answer.text
