"""Run the real command on a case, and hold the answer against what is expected and against what is always true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from tests.end_to_end.cases import Case, Expected

EXITS = {"pass": 0, "warn": 0, "review": 0, "block": 1}
MOST_LINES_OF_AN_ERROR = 6
MOST_LINES_OF_USAGE = 10  # argparse shows all options before it says what is wrong
MODULE = (sys.executable, "-m", "reviewbot")
INSTALLED = (str(Path(sys.executable).with_name("reviewbot")),)


@dataclass(frozen=True)
class Answer:
    exit: int
    stdout: bytes
    stderr: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.stdout)

    @property
    def judged(self) -> dict[str, Any]:
        """The report without the split plan, which is no part of the judgement: no hook works one out."""
        return {**self.report, "split_plan": None}


def clean_environment(folder: Path) -> dict[str, str]:
    """A user without any settings; `judge` looks whether something is left in TMPDIR."""
    for name in ("home", "temporary"):
        (folder / name).mkdir(exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "temporary"),
        "LC_ALL": "C.UTF-8",
    }


def arguments_of(case: Case, folder: Path, *more: str) -> list[str]:
    given = [argument.replace("{folder}", str(folder)) for argument in case.arguments]
    return ["lint-diff", *given, "--repo", str(folder / "repository"), "--format", "json", *more]


def run_command(
    arguments: list[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    command: tuple[str, ...] = MODULE,
    stdin: bytes = b"",
) -> Answer:
    """The command as its own process, started in `folder`."""
    outcome = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=dict(environment),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Answer(outcome.returncode, outcome.stdout, outcome.stderr.decode("utf-8", "backslashreplace"))


def snapshot(folder: Path) -> dict[str, tuple[int, ...]]:
    """Every file and folder below, so that a changed byte, a new file and a lock that came and went all show.

    In TMPDIR files may come and go, but not stay. The times of object files are left out: git renews them when it
    would write an object that is there already (`test_object_times.py` looks at these).
    """
    temporary = os.fsencode(folder / "temporary")
    found: dict[str, tuple[int, ...]] = {}
    for where, folders, files in os.walk(os.fsencode(folder)):
        in_objects = b"/objects/" in where
        for path in (os.path.join(where, name) for name in [*folders, *files]):
            stat = os.lstat(path)
            time = 0 if in_objects and S_ISREG(stat.st_mode) else stat.st_mtime_ns
            passing = path == temporary or where.startswith(temporary)
            found[os.fsdecode(path)] = () if passing else (stat.st_mode, stat.st_size, time, stat.st_ino)
    return found


def check(answer: Answer, expected: Expected) -> None:
    """What must hold of every answer, then what this case expects."""
    assert "Traceback" not in answer.stderr, answer.stderr
    assert "fault of reviewbot" not in answer.stderr, answer.stderr
    assert answer.exit in expected.exits, (answer.exit, answer.stdout[:2000], answer.stderr)
    most = MOST_LINES_OF_USAGE if answer.stderr.startswith("usage:") else MOST_LINES_OF_AN_ERROR
    assert answer.stderr.count("\n") <= most, answer.stderr
    assert all(character == "\n" or character.isprintable() for character in answer.stderr), answer.stderr
    if answer.exit == 2:
        assert answer.stdout == b""
        assert answer.stderr.strip()
        said = answer.stderr
    else:
        check_report(answer, expected)
        said = answer.stdout.decode()
    for word in expected.words:
        assert word in said, (word, said)


def check_report(answer: Answer, expected: Expected) -> None:
    report = answer.report
    assert report["schema"] == "reviewbot-report/1"
    assert EXITS[report["verdict"]] == answer.exit
    check_sums(report)
    if expected.verdict is not None:
        assert report["verdict"] == expected.verdict, report["findings"]
    if expected.rules is not None:
        assert {finding["rule"] for finding in report["findings"]} == expected.rules, report["findings"]
    totals = {key: report["totals"][key] for key in expected.counts}
    assert totals == dict(expected.counts), report["files"][:20]


def check_sums(report: dict[str, Any]) -> None:
    """The totals are those of the files, and every finding about a path is about a path of the change."""
    files, totals = report["files"], report["totals"]
    assert totals["files"] == len(files)
    for key in ("added_lines", "removed_lines", "counted_lines"):
        assert totals[key] == sum(file[key] for file in files), key
    assert totals["changed_lines"] == totals["added_lines"] + totals["removed_lines"] <= totals["counted_lines"]
    paths = {file["path"] for file in files} | {file["old_path"] for file in files} | {None}
    assert {finding["path"] for finding in report["findings"]} <= paths


class Untouched:
    """Nothing in the folder changed, the repository and the home in it too, and nothing stayed behind in TMPDIR."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        self._before = snapshot(self._folder)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            after = snapshot(self._folder)
            names = {path for path in after.keys() | self._before.keys() if after.get(path) != self._before.get(path)}
            names = {os.path.relpath(path, self._folder) for path in names}
            assert not names, f"written, made or removed: {sorted(names)}"
