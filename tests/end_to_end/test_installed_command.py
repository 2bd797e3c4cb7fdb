"""The installed `reviewbot` as a process of its own: what a sample of every group gets is what it gets in process."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.end_to_end import (
    test_attributes,
    test_content,
    test_history,
    test_hostile_names,
    test_moves_and_kinds,
    test_path_aliases,
    test_policy,
    test_policy_refused,
    test_revisions,
    test_staged,
    test_stores,
    test_worktree,
)
from tests.end_to_end.cases import Case, blocks, each, errors, passes
from tests.end_to_end.judging import INSTALLED, Untouched, arguments_of, clean_environment, run_command
from tests.repositories import lines

EVIL = {"config/evil.yml": "x\n"}
LISTS = {
    "path": test_path_aliases.GUARDED,
    "git's own": test_path_aliases.GIT_FOLDER,
    "moves": test_moves_and_kinds.RENAMES,
    "links": test_moves_and_kinds.LINKS,
    "content": test_content.LONG,
    "patterns": test_content.PATTERNS,
    "history": test_history.BRANCHES,
    "names": test_revisions.NAMES,
    "stores": test_stores.STORES,
    "policy": test_policy.CHANGES,
    "refused": test_policy_refused.REFUSED,
    "staged": test_staged.CASES,
    "worktree": test_worktree.FILES,
}
SAMPLE = [cases[0] for cases in LISTS.values()]


@pytest.mark.parametrize("case", SAMPLE, ids=LISTS)
def test_gives_the_same_answer_in_a_process_of_its_own(case, judge_apart, tmp_path_factory, answer_in_process):
    apart = judge_apart(case, command=INSTALLED)
    elsewhere = tmp_path_factory.mktemp("again")
    case.make(elsewhere)
    assert answer_in_process(arguments_of(case, elsewhere)) == apart


def test_all_hostile_names_at_once(judge_apart):
    case = test_hostile_names.ALL_AT_ONCE
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    judge_apart(Case("", case.expect, case.change, environment=ascii_only), command=INSTALLED)


def test_attributes_of_the_folder_that_it_is_started_in(judge_apart):
    """git reads .gitattributes of the current folder when it takes that for the working tree."""
    hide = {".gitattributes": "* -diff\n"}
    judge_apart(Case("", test_attributes.HIDDEN, test_attributes.LONG, hide, checked_out=True), command=INSTALLED)


@each(
    [
        Case("an unknown option", errors("--unknown"), arguments=("--unknown",)),
        Case("an option cut short", errors(), arguments=("main..topic", "--form", "json")),
        Case("two ranges", errors(), arguments=("main..topic", "main..topic")),
        Case("a range and a base", errors("--base"), arguments=("main..topic", "--base", "main")),
        Case("both kinds of snapshot", errors("--staged"), arguments=("--staged", "--worktree")),
        Case("no range", errors("topic"), arguments=("topic",)),
        Case("an empty range", errors(), arguments=("",)),
        Case("a report that cannot be written", errors("nowhere"), arguments=("main..topic", "--output", "/nowhere/x")),
        Case("an escape sequence", errors(), arguments=("main..topic", "--\x1b[31mred\x07")),
        Case("an escape sequence as a format", errors(), arguments=("--format", "\x1b[31mred")),
    ]
)
def test_wrong_usage_is_an_error(case, judge):
    judge(case)


def test_a_report_in_a_file(judge_apart, tmp_path):
    """Only that file is written, and standard output stays empty."""
    case = Case("", passes(), {"a": "1\n"})
    printed = judge_apart(case, command=INSTALLED).stdout
    call = [*arguments_of(case, tmp_path), "--output", "report.json"]
    answer = run_command(call, clean_environment(tmp_path), tmp_path, command=INSTALLED)
    assert (answer.exit, answer.stdout) == (0, b"")
    assert (tmp_path / "report.json").read_bytes() == printed


def test_a_closed_pipe_is_no_verdict(tmp_path):
    case = Case("", passes(), {f"src/{number}": "x\n" for number in range(3000)}, policy="version = 1\n")
    case.make(tmp_path)
    environment = clean_environment(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    call = [*INSTALLED, *arguments_of(case, tmp_path)]
    with Untouched(tmp_path):
        outcome = subprocess.run(call, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert outcome.returncode == 2
    assert outcome.stderr.count(b"\n") == 1


PATCHES = {
    "nothing": (b"", errors("patch")),
    "no patch": (b"hello\n", errors("patch")),
    "coloured": (b"\x1b[1mdiff --git a/x b/x\x1b[m\n\x1b[1m--- a/x\x1b[m\n", errors("colour")),
    "cut off": (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n", errors()),
    "guarded": (
        b"diff --git a/config/x b/config/x\nnew file mode 100644\n--- /dev/null\n+++ b/config/x\n@@ -0,0 +1 @@\n+x\n",
        blocks("forbidden-path", added=1, removed=0, files=1),
    ),
    "too long": (
        b"--- /dev/null\n+++ b/x\n@@ -0,0 +1,301 @@\n" + b"".join(b"+%d\n" % number for number in range(301)),
        blocks("max-diff-lines", added=301, removed=0, files=1),
    ),
}


@pytest.mark.parametrize(("patch", "expect"), PATCHES.values(), ids=PATCHES)
def test_patches_from_standard_input(patch, expect, judge_apart):
    """Judged by the built-in default, since a patch has no base."""
    case = Case("", expect, {"x": lines(1)}, policy=None, arguments=("--patch", "-"))
    judge_apart(case, command=INSTALLED, stdin=patch)
