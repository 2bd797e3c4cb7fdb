"""What a commit would hold, however it is made: the index that git hands over, and merges."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from reviewbot.hooks.installation import install
from tests.repositories import Repository, isolated_environment, lines

POLICY = "version = 1\n[rules.max-diff-lines]\nlimit = 10\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository on main with a policy, checked out, with the hook."""
    for name, value in isolated_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "repository")
    made.commit({".reviewbot.toml": POLICY, "a.py": "1\n", "b.py": "1\n"}, branch="main")
    made.check_out()
    install("pre-commit", str(made.path), [])
    return made


def git(repository, *arguments, cwd=None, **environment):
    outcome = subprocess.run(
        ["git", *arguments],
        cwd=cwd or repository.path,
        env=dict(os.environ) | environment,
        capture_output=True,
        check=False,
    )
    return outcome.returncode, (outcome.stdout + outcome.stderr).decode()


def test_only_what_is_staged_counts(repository):
    repository.write("large.py", lines(30))
    repository.write("a.py", "2\n")
    repository.git("add", "a.py")
    assert git(repository, "commit", "-m", "small")[0] == 0


@pytest.mark.parametrize("arguments", [("-a",), ("a.py",), ("--include", "a.py"), ("--only", "a.py")])
def test_what_is_not_staged_counts_where_the_commit_takes_it(repository, arguments):
    """git makes such a commit of another index than the usual one."""
    repository.write("a.py", lines(30))
    assert git(repository, "commit", "-m", "large", *arguments)[0] == 1


def test_what_is_staged_but_left_out_does_not_count(repository):
    repository.write("large.py", lines(30))
    repository.git("add", "large.py")
    repository.write("a.py", "2\n")
    assert git(repository, "commit", "-m", "small", "--only", "a.py")[0] == 0


def test_the_first_commit_is_judged_whole(repository, tmp_path):
    new = Repository(tmp_path / "new")
    install("pre-commit", str(new.path), [])
    new.write("large.py", lines(301))
    new.git("add", "large.py")
    status, said = git(new, "commit", "-m", "first")
    assert (status, "301 of 300 lines" in said) == (1, True)


def test_from_a_folder_below_and_through_git_dir(repository, tmp_path):
    repository.write("deep/large.py", lines(30))
    assert git(repository, "add", ".")[0] == 0
    assert git(repository, "commit", "-m", "large", cwd=repository.path / "deep")[0] == 1
    apart = (f"--git-dir={repository.git_dir}", f"--work-tree={repository.path}")
    assert git(repository, *apart, "commit", "-m", "large", cwd=tmp_path)[0] == 1


# Merges


@pytest.fixture
def behind(repository):
    """On topic, which changed a.py; main has gained 30 lines and changed a.py too, so merging it conflicts."""
    main = repository.id("refs/heads/main")
    repository.commit({"large.py": lines(30), "a.py": "main\n"}, main, branch="main")
    repository.commit({"a.py": "topic\n"}, main, branch="topic")
    repository.head("refs/heads/topic")
    repository.check_out()
    assert git(repository, "merge", "main")[0] == 1
    return repository


def test_to_resolve_a_conflict_is_not_to_write_the_other_branch(behind):
    behind.write("a.py", "both\n")
    behind.git("add", "a.py")
    assert git(behind, "commit", "-m", "merge")[0] == 0


def test_what_is_slipped_into_a_merge_counts(behind):
    behind.write("a.py", "both\n")
    behind.write("slipped.py", lines(30))
    behind.git("add", ".")
    status, said = git(behind, "commit", "-m", "merge")
    assert status == 1
    assert "judged is what differs from the merge" in " ".join(said.split())


# For programs


def test_json_names_the_report(repository, capfd, monkeypatch):
    from reviewbot.hooks import Call, pre_commit

    repository.write("a.py", lines(30))
    repository.git("add", "a.py")
    assert pre_commit.run(Call(repo=str(repository.path), format="json")) == 1
    document = json.loads(capfd.readouterr().out)
    assert (document["schema"], document["accepted"]) == ("reviewbot-push/1", False)
    assert document["refs"][0]["report"]["totals"]["added_lines"] == 30
