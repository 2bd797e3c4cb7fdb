"""A change made by a coding agent gets the same findings wherever it passes."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.judging import INSTALLED, clean_environment, run_command
from tests.repositories import Repository, lines

POLICY = """\
version = 1
[[rules.max-diff-lines]]
limit = 300
[[rules.max-diff-lines]]
limit = 10
authors = ["agent:*"]
[rules.declared-scope]
[rules.test-bandaid]
"""
BY_AGENT = "Do a thing\n\nScope: src/\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"
BY_PERSON = "Do a thing\n\nScope: src/ tests/\n"
ZERO = "0" * 40


@pytest.fixture
def clone(tmp_path):
    """A clone whose origin has a main; topic is checked out."""
    origin = Repository(tmp_path / "origin.git", bare=True)
    made = Repository(tmp_path / "clone")
    main = made.commit({".reviewbot.toml": POLICY, "src/a.py": "0\n"}, branch="main")
    made.git("remote", "add", "origin", str(origin.path))
    made.git("push", "--quiet", "origin", "main")
    made.git("remote", "set-head", "origin", "main")
    made.ref("refs/heads/topic", main)
    made.head("refs/heads/topic")
    return made


def commit(clone, message):
    files = {"src/a.py": lines(20), "tests/test_a.py": "time.sleep(5)\n"}
    return clone.commit(files, clone.id("refs/heads/main"), branch="topic", message=message)


def everywhere(clone, folder, head):
    """What lint-diff, pre-push and pre-receive (once the objects are there) report of topic, pushed by ann."""
    environment = clean_environment(folder)
    clone.git("push", "--quiet", "origin", "topic:refs/keep/topic")
    pushed = f"refs/heads/topic {head} refs/heads/topic {ZERO}\n".encode()
    received = f"{ZERO} {head} refs/heads/topic\n".encode()
    calls = {
        "lint-diff": (["lint-diff", "--repo", str(clone.path), "--author", "ann"], b""),
        "pre-push": (["hook", "run", "pre-push", "--repo", str(clone.path), "--author", "ann"], pushed),
        "pre-receive": (["hook", "run", "pre-receive", "--repo", str(folder / "origin.git")], received),
    }
    for name, (arguments, stdin) in calls.items():
        answer = run_command(
            [*arguments, "--format", "json"],
            environment | {"REMOTE_USER": "ann"},
            folder,
            command=INSTALLED,
            stdin=stdin,
        )
        assert answer.stderr == ""
        yield name, answer.exit, json.loads(answer.stdout)


def findings(document):
    (report,) = [each.get("report", each) for each in document.get("refs") or document.get("reports") or [document]]
    return report["findings"]


def test_a_change_by_an_agent_is_found_alike(clone, tmp_path):
    head = commit(clone, BY_AGENT)
    reports = {name: (status, findings(document)) for name, status, document in everywhere(clone, tmp_path, head)}
    status, found = reports["lint-diff"]
    assert status == 1
    assert {(each["rule"], each["instance"]) for each in found} == {
        ("max-diff-lines", 2),
        ("declared-scope", 1),
        ("test-bandaid", 1),
    }
    assert reports == dict.fromkeys(reports, (1, found))


def test_the_same_by_a_person_passes_alike(clone, tmp_path):
    head = commit(clone, BY_PERSON)
    for name, status, document in everywhere(clone, tmp_path, head):
        assert (name, status, {each["rule"] for each in findings(document)}) == (name, 0, {"test-bandaid"})
