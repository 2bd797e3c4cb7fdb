"""One change, six ways in: the same findings, byte for byte, wherever it passes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.end_to_end.judging import clean_environment, run_command
from tests.end_to_end.pushing import TOPIC, Server
from tests.repositories import Files, Repository, executable, lines, link, submodule

POLICY = r"""version = 1
[[rules.max-diff-lines]]
limit = 10
[[rules.max-file-lines]]
limit = 8
[[rules.max-files]]
limit = 3
[[rules.max-commits]]
limit = 2
[[rules.max-diff-bytes]]
limit = 500
[[rules.large-file]]
limit-bytes = 2000
[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"
[[rules.forbidden-path]]
match = ["migrations/"]
change = ["added", "deleted"]
[[rules.protected-path]]
match = ["deploy/"]
reviewers = ["@acme/platform"]
[[rules.forbidden-content]]
match = ["*.py"]
patterns = ['DROP\s+DATABASE', '^password=']
reason = "destructive or unreviewable"
[[rules.missing-companion]]
when = "src/{stem}.py"
needs = ["tests/test_{stem}.py"]
[[rules.missing-companion]]
when = "schema/{stem}.sql"
needs = ["schema/{stem}.md"]
exists = true
[rules.mode-change]
[rules.binary-file]
[rules.symlink-target]
[rules.submodule-change]
[rules.conflict-marker]
[rules.invisible-character]
"""
APP = lines(20, "code")
STANDING: Files = {
    ".reviewbot.toml": POLICY,
    "config/settings.yml": lines(3, "key"),
    "deploy/run.sh": "run\n",
    "docs/long.txt": lines(40, "text"),
    "lib/module": submodule("1"),
    "migrations/1.sql": "create\n",
    "src/app.py": APP,
    "src/link": link("app.py"),
    "old.sql": "DROP DATABASE x\n" + lines(9),
}
BUDGETS = {"max-diff-lines", "max-file-lines", "max-diff-bytes"}


@dataclass(frozen=True)
class Change:
    """What the commits of topic change, one after another.

    rules: those that find something. beyond_a_patch: those for which a patch of it tells too little.
    """

    rules: set[str]
    commits: tuple[Files, ...]
    beyond_a_patch: frozenset[str] = frozenset()


CHANGES = {
    "nothing to find": Change(set(), ({"notes.txt": "1\n"},)),
    "over every budget": Change({"max-files", *BUDGETS}, ({f"{n}.txt": lines(9, f"{n}" * 30) for n in range(4)},)),
    "guarded paths": Change(
        {"forbidden-path", "max-files"},
        (
            {
                "src/app.py": None,
                "config/app.py": APP.replace("code 7\n", "code seven\n"),
                "config/settings.yml": None,
                "settings.yml": lines(3, "key"),
                "migrations/2.sql": "create\n",
                "migrations/1.sql": "edited\n",
                "CONFIG./alias": "x\n",
            },
        ),
    ),
    "content": Change(
        {"forbidden-content", "conflict-marker", "invisible-character", "missing-companion", *BUDGETS},
        (
            {
                "docs/long.txt": lines(20, "text") + "<<<<<<< ours\n" + lines(20, "text")[:-1] + "\u202e\n",
                "src/app.py": lines(5, "code") + "DROP  DATABASE x\n" + lines(5, "more") + "password=1\n",
                "old.sql": None,
                "new.py": "DROP DATABASE x\n" + lines(9),
            },
        ),
        frozenset({"forbidden-content"}),  # old.sql was moved to where it must not be, which shows its name only
    ),
    "names": Change(
        {"forbidden-path", "max-files"},
        ({b"config/\xff\xfe": "x\n", "config/a\nb": "x\n", "src\\config\\x": "x\n", 'a"\t\u20ac': "x\n"},),
    ),
    "kinds of files": Change(
        {
            "symlink-target",
            "mode-change",
            "submodule-change",
            "forbidden-path",
            "protected-path",
            "max-files",
            *BUDGETS,
        },
        (
            {
                "deploy/run.sh": executable("run\n"),
                "lib/module": submodule("2"),
                "lib/config": submodule("3"),
                "src/link": link("../config/settings.yml"),
                "docs/long.txt": link("/etc/passwd"),
            },
        ),
    ),
    "companions": Change(
        {"missing-companion"}, ({"src/new.py": "1\n", "schema/a.sql": "create\n"},), frozenset({"missing-companion"})
    ),
    "only to be approved": Change({"protected-path"}, ({"deploy/run.sh": "run faster\n"},)),
    "bytes": Change(
        {"binary-file", "large-file", "max-files", *BUDGETS},
        (
            {
                "docs/long.txt": lines(40, "text").replace("\n", "\r\n"),
                "one-line": "a" * 6000,
                "carriage-returns": "a\r" * 400,
                "nul": "\0\n" * 4,
                b"latin": b"\xe9\xff\n",
            },
        ),
    ),
    "the policy": Change(
        {"policy-change", "missing-companion", *BUDGETS}, ({".reviewbot.toml": "version = 1\n", "src/x.py": lines(11)},)
    ),
    "commits": Change(
        {"max-commits", "forbidden-path"}, ({"a": "1\n"}, {"b": "1\n"}, {"config/x": "1\n"}, {"a": "2\n"})
    ),
}


@pytest.fixture
def ways(tmp_path, hook, answer_in_process):
    return Ways(tmp_path, hook, answer_in_process)


class Ways:
    """A clone on main whose topic is one of the changes, staged as well; and how to have it judged."""

    def __init__(self, folder: Any, hook: str, answer: Any) -> None:
        self._folder = folder
        self._answer = answer
        self.clone = Repository(folder / "repository")
        self._server = Server(folder, hook)
        self._main = self.clone.commit(STANDING, branch="main")
        self.clone.ref("refs/remotes/origin/main", self._main)
        self._server.repository.commit(STANDING, branch="main")
        self._server.guard()

    def make(self, change: Change) -> None:
        tip = self._main
        for files in change.commits:
            tip = self.clone.commit(files, tip, branch="topic")
        self.clone.write(".reviewbot.toml", POLICY)  # for the patch; everything else has a base
        self.clone.git("read-tree", "topic")

    def _command(self, *arguments: str) -> dict[str, Any]:
        return self._answer([*arguments, "--repo", str(self.clone.path), "--format", "json"]).judged

    def range(self) -> dict[str, Any]:
        return self._command("lint-diff", "main..topic")

    def staged(self) -> dict[str, Any]:
        return self._command("lint-diff", "--staged")

    def pre_commit(self) -> dict[str, Any]:
        return self._command("hook", "run", "pre-commit")["refs"][0]["report"]

    def pre_push(self) -> dict[str, Any]:
        """With the line that git writes for a new branch."""
        call = ["hook", "run", "pre-push", "--format", "json", "--", "origin", self._server.url]
        line = f"{TOPIC} {self.clone.id(TOPIC)} {TOPIC} {'0' * 40}\n"
        answer = run_command(call, clean_environment(self._folder), self.clone.path, stdin=line.encode())
        return answer.report["refs"][0]["report"]

    def pre_receive(self) -> dict[str, Any]:
        return self._server.push(self.clone, "topic").of(TOPIC)["report"]

    def patch(self) -> dict[str, Any]:
        patch = self._folder / "change.patch"
        patch.write_bytes(self.clone.git("diff", "--full-index", "--text", "main", "topic"))
        return self._command("lint-diff", "--patch", str(patch))


def as_of_an_index(report: dict[str, Any]) -> dict[str, Any]:
    """The same report without what is about commits, which an index has none of; notes apart."""
    without = {key: [each for each in report[key] if each["rule"] != "max-commits"] for key in ("budgets", "findings")}
    return {**report, **without, "head": None, "notes": []}


def not_judged(report: dict[str, Any]) -> set[str]:
    """The rules that the report says were not judged."""
    prefix = "not judged: "
    return {note.removeprefix(prefix).split(" ")[0] for note in report["notes"] if note.startswith(prefix)} - {
        "whether"
    }


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_way_in_finds_the_same(change, ways):
    ways.make(change)
    report = ways.range()
    assert {finding["rule"] for finding in report["findings"]} == change.rules
    for way in (ways.pre_push, ways.pre_receive):
        assert json.dumps(way()) == json.dumps(report), way
    for way in (ways.staged, ways.pre_commit):
        found = way()
        assert not_judged(found) == {"max-commits"}, way
        assert json.dumps({**found, "notes": []}) == json.dumps(as_of_an_index(report)), way
    patch = ways.patch()
    assert not_judged(patch) == {"max-commits", "large-file"} | change.beyond_a_patch
    unknown = [finding for finding in report["findings"] if finding not in patch["findings"]]
    assert {finding["rule"] for finding in unknown} <= not_judged(patch)
    assert patch["findings"] == [finding for finding in report["findings"] if finding not in unknown]
