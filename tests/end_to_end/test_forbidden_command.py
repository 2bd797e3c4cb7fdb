"""The rule in a real change: files that are new, changed and moved, from a repository and from its patch."""

from __future__ import annotations

import json

import pytest

from reviewbot.cli.main import main
from tests.repositories import Repository

POLICY = 'version = 1\n[rules.forbidden-command]\ndeny = ["rm -rf"]\nask = ["git push"]\n'
OLD = "".join(f"echo {number}\n" for number in range(20))
MAKEFILE = "all:\n\techo\n"


@pytest.fixture
def repository(tmp_path):
    repository = Repository(tmp_path / "repository")
    base = {".reviewbot.toml": POLICY, "a.sh": OLD, "moved.txt": OLD, "Makefile": MAKEFILE}
    first = repository.commit(base, branch="main")
    head = {
        **base,
        "a.sh": OLD.replace("echo 7\n", "echo 7\nsudo rm -fr \\\n  x\n"),
        "Makefile": f"{MAKEFILE}\tgit push\n",
        "new/b.sh": "ls\nr''m -rf x\n",
        "new/c.py": "rm -rf x\n",
        "moved.sh": OLD.replace("echo 3\n", "rm -rf y\n"),
    }
    del head["moved.txt"]
    repository.commit(head, first, branch="feature")
    return repository


def found(capsys, *arguments):
    main(["lint-diff", *arguments, "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(each["path"], each["line"], each["severity"]) for each in findings]


def test_finds_what_added_lines_run(repository, capsys, monkeypatch):
    monkeypatch.chdir(repository.path)
    assert found(capsys, "main..feature") == [
        ("a.sh", 9, "block"),
        ("moved.sh", 4, "block"),
        ("new/b.sh", 2, "block"),
        ("Makefile", 3, "review"),
    ]


def test_finds_the_same_in_a_patch(repository, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(repository.path)
    patch, policy = tmp_path / "patch", tmp_path / "policy.toml"
    patch.write_bytes(repository.git("diff", "-M", "main", "feature"))
    policy.write_text(POLICY)
    assert found(capsys, "--patch", str(patch), "--policy", str(policy)) == [
        ("a.sh", 9, "block"),
        ("moved.sh", 4, "block"),
        ("new/b.sh", 2, "block"),
        ("Makefile", 3, "review"),
    ]
