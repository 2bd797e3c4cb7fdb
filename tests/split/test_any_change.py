"""For any change: the parts are the change, exactly, every prefix is applied as planned, and no run differs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repositories import Repository, isolated_environment, lines
from tests.split.changes import applied, changed, check, split, tree

WORDS = st.sampled_from(
    ["alpha", "beta", "def gamma():", "    return 1", "import os", "x = delta", "", "}", "{", "\r", "é"]
)
TEXT = st.lists(WORDS, max_size=60).map(lambda words: "\n".join(words))
ENDED = st.builds(lambda text, end: text + end, TEXT, st.sampled_from(["", "\n"]))
PATHS = st.sampled_from(
    ["a.py", "b.py", "src/a.py", "src/b.js", "tests/test_a.py", "docs/a.md", "yarn.lock", "d", "d/e"]
)


def without_conflicts(files):
    """A path cannot be a file and a folder."""
    return {path: text for path, text in files.items() if not any(path.startswith(f"{other}/") for other in files)}


TREES = st.dictionaries(PATHS, ENDED, max_size=7).map(without_conflicts)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=TREES, after=TREES, budget=st.integers(1, 60))
def test_the_parts_are_the_change(tmp_path_factory, before, after, budget):
    changes = {**{path: None for path in before if path not in after}, **after}
    repository = changed(tmp_path_factory.mktemp("any"), before, changes)
    plan = split(repository, "--budget", str(budget), "--apply", "parts", status=None)
    check(repository, plan)
    base, head = tree(repository, "main"), tree(repository, "topic")
    by_number = {part["part"]: part for part in plan["parts"]}
    for branch in plan["branches"] or ():
        below, number = [], branch["part"]
        while number is not None:
            below.append(by_number[number])
            number = next(each["on"] for each in plan["branches"] if each["part"] == number)
        assert tree(repository, branch["commit"]) == applied(base, head, below[::-1])


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=TREES, after=TREES, data=st.data())
def test_a_plan_comes_back_as_it_was_and_an_edited_one_applies_or_is_refused(tmp_path_factory, before, after, data):
    changes = {**{path: None for path in before if path not in after}, **after}
    repository = changed(tmp_path_factory.mktemp("any"), before, changes)
    plan = split(repository, "--budget", "10", status=None)
    edited = repository.path / "edited.json"
    edited.write_text(json.dumps(plan))
    assert split(repository, "--plan", str(edited), status=None) == plan
    pieces = [
        (file["path"], hunk) for part in plan["parts"] for file in part["files"] for hunk in file["hunks"] or [None]
    ]
    numbers = [data.draw(st.integers(1, 4)) for _ in pieces]
    files = {file["path"]: file for part in plan["parts"] for file in part["files"]}
    parts = []
    for number in sorted(set(numbers)):
        held = {}
        for (path, hunk), place in zip(pieces, numbers, strict=True):
            if place == number:
                held.setdefault(path, []).append(hunk)
        listed = [
            {**files[path], "whole": hunks == [None], "hunks": [hunk for hunk in hunks if hunk]}
            for path, hunks in held.items()
        ]
        parts.append({"part": number, "title": "edited", "why": "by hand", "files": listed})
    edited.write_text(json.dumps({**plan, "parts": parts}))
    check(repository, split(repository, "--plan", str(edited), "--apply", "parts", status=None))
    if parts:
        parts[0]["files"].pop()
        edited.write_text(json.dumps({**plan, "parts": [part for part in parts if part["files"]]}))
        split(repository, "--plan", str(edited), "--apply", "other", status=2)


def test_no_run_differs(tmp_path):
    after = {f"src/m{number}.py": f"def f{number}():\n    return g{number % 3}()\n" * 20 for number in range(30)}
    repository = changed(tmp_path, {"a": lines(30)}, {**after, "a": lines(30, "b")})
    outputs = {plan_in_a_process(repository, seed) for seed in ("0", "1", "2")}
    assert len(outputs) == 1


def plan_in_a_process(repository: Repository, seed: str) -> bytes:
    command = [sys.executable, "-m", "reviewbot", "split", "main..topic", "--format", "json"]
    environment = {**isolated_environment(), "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()}
    return subprocess.run(command, cwd=repository.path, env=environment, capture_output=True, check=True).stdout
