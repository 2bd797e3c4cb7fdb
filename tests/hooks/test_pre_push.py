"""What a push would ask, of each ref, as far as the clone knows the remote."""

from __future__ import annotations

import os
import subprocess

import pytest

from reviewbot.hooks.installation import install
from tests.repositories import Repository, isolated_environment, lines

POLICY = "version = 1\n[rules.max-diff-lines]\nlimit = 10\n"
SMALL, LARGE = {"small.py": lines(3)}, {"large.py": lines(30)}


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with the hook, whose origin has a main; nothing is checked out."""
    for name, value in isolated_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    Repository(tmp_path / "origin.git", bare=True)
    made = Repository(tmp_path / "clone")
    made.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    made.commit({".reviewbot.toml": POLICY, "a.py": "1\n"}, branch="main")
    made.git("push", "--quiet", "origin", "main")
    made.git("remote", "set-head", "origin", "main")
    install("pre-push", str(made.path), [])
    return made


def push(clone, *arguments, remote="origin"):
    outcome = subprocess.run(
        ["git", "push", remote, *arguments], cwd=clone.path, env=dict(os.environ), capture_output=True, check=False
    )
    return outcome.returncode, outcome.stdout.decode(), outcome.stderr.decode()


def commit(clone, files, branch="topic", *parents):
    return clone.commit(files, *(parents or (clone.id("refs/heads/main"),)), branch=branch)


def test_a_small_change_goes_out_in_silence(clone):
    commit(clone, SMALL)
    status, out, _ = push(clone, "topic")
    assert (status, out) == (0, "")


def test_a_large_change_does_not_go_out(clone):
    commit(clone, LARGE)
    status, out, _ = push(clone, "topic")
    assert status == 1
    assert out.startswith("reviewbot: refused: the push of topic to topic\nblock: 30 of 10 lines\n")


def test_every_ref_is_judged(clone):
    commit(clone, SMALL, "good")
    commit(clone, LARGE, "bad")
    status, out, _ = push(clone, "good", "bad:elsewhere")
    assert (status, out.count("reviewbot: ")) == (1, 1)
    assert "the push of bad to elsewhere" in out


def test_many_small_pushes_do_not_refill_the_budget(clone):
    first = commit(clone, {"a.py": lines(8)})
    assert push(clone, "topic")[0] == 0
    commit(clone, {"b.py": lines(8)}, "topic", first)
    assert push(clone, "topic")[0] == 1


def test_a_rewritten_branch_is_measured_from_main(clone):
    commit(clone, {"a.py": lines(8)})
    assert push(clone, "topic")[0] == 0
    commit(clone, {"b.py": lines(8)})
    assert push(clone, "--force", "topic")[0] == 0


def test_the_default_branch_is_measured_from_what_the_remote_has(clone):
    main = clone.id("refs/heads/main")
    commit(clone, {"a.py": lines(8)}, "main", main)
    assert push(clone, "main")[0] == 0
    clone.git("update-ref", "refs/remotes/origin/main", main)  # as if never fetched again
    commit(clone, {"b.py": lines(8)}, "main", clone.id("refs/heads/main"))
    assert push(clone, "main")[0] == 0


def test_a_deletion_brings_nothing_in(clone):
    commit(clone, SMALL)
    push(clone, "topic")
    assert push(clone, ":topic")[:2] == (0, "")


def test_a_tag_is_judged_by_its_commit(clone):
    clone.tag("v1", commit(clone, LARGE))
    assert push(clone, "v1")[0] == 1


def test_a_first_push_is_judged_whole(clone, tmp_path):
    Repository(tmp_path / "new.git", bare=True)
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    clone.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    commit(clone, LARGE, "main", clone.id("refs/heads/main"))
    clone.check_out()
    status, out, _ = push(clone, "main", remote=str(tmp_path / "new.git"))
    assert status == 1
    assert "there is no branch to compare with" in " ".join(out.split())


def test_a_remote_without_a_name_is_compared_with_origin(clone, tmp_path):
    Repository(tmp_path / "new.git", bare=True)
    commit(clone, SMALL)
    assert push(clone, "topic", remote=str(tmp_path / "new.git"))[0] == 0


def test_what_git_says_goes_before_the_environment(clone, monkeypatch):
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", clone.id("refs/heads/main"))
    commit(clone, LARGE)
    assert push(clone, "topic")[0] == 1


def test_the_pre_commit_framework_tells_it_in_the_environment(clone, monkeypatch):
    """It reads standard input itself, and runs its hooks without."""
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", clone.id("refs/heads/main"))
    monkeypatch.setenv("PRE_COMMIT_TO_REF", commit(clone, LARGE))
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/topic")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/topic")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "origin")
    outcome = subprocess.run(
        [clone.git_dir / "hooks" / "pre-push"],
        cwd=clone.path, env=dict(os.environ), stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert (outcome.returncode, b"30 of 10 lines" in outcome.stdout) == (1, True)
