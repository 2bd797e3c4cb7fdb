"""Inputs are the same every time, and hold what their names say."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from reviewbot.split.python_names import undefined_names
from reviewbot.split.syntax import mistakes
from tests.benchmarks.inputs.policies import CONTENT, PATH_PATTERNS
from tests.benchmarks.inputs.repository import Input, Inputs
from tests.benchmarks.inputs.shapes import SHAPES
from tests.benchmarks.inputs.source_text import SourceText
from tests.benchmarks.lint_diff_groups.methods import numstat
from tests.benchmarks.measuring.session import Session


def git(change: Input, *arguments: str) -> str:
    done = subprocess.run(("git", *arguments), cwd=change.directory, check=True, capture_output=True, text=True)
    return done.stdout


def made(folder: Path, shape: str, seed: int = 1) -> Input:
    return Inputs(folder, seed, lambda _: None).get(shape, 500)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_seed_gives_the_same_commits(shape, tmp_path):
    first, second = made(tmp_path / "first", shape), made(tmp_path / "second", shape)
    assert (first.base, first.head) == (second.base, second.head)
    assert made(tmp_path / "third", shape, seed=2).head != first.head


def test_an_input_is_found_again(tmp_path):
    first = made(tmp_path, "many files")
    (first.directory / "mark").touch()
    assert made(tmp_path, "many files") == first
    assert (first.directory / "mark").exists()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_change_is_about_as_large_as_its_name_says(shape, tmp_path):
    change = made(tmp_path, shape)
    inputs = Inputs(tmp_path, 1, lambda _: None)
    counts = Session(inputs, tmp_path, 1, 1.0).place(change.directory).counts(numstat(change))
    said = counts.files if shape == "many paths" else counts.added_lines + counts.removed_lines
    assert 450 <= said <= 500


def test_history_like_changes_modify_add_delete_and_rename(tmp_path):
    change = Inputs(tmp_path, 1, lambda _: None).get("many files", 20_000)
    listed = git(change, "diff", "--name-status", change.base, change.head)
    assert {line[0] for line in listed.splitlines()} == {"M", "A", "D", "R"}


def test_there_are_as_many_patterns_as_promised():
    assert (len(CONTENT), len(PATH_PATTERNS)) == (20, 50)


def test_each_planted_line_holds_its_own_pattern_only():
    found = [[pattern for pattern, _ in CONTENT if re.search(pattern, line)] for _, line in CONTENT]
    assert found == [[pattern] for pattern, _ in CONTENT]


def test_no_other_line_holds_a_pattern():
    text = b"".join(SourceText("any", ()).lines(30_000)).decode()
    assert [pattern for pattern, _ in CONTENT if re.search(pattern, text)] == []


def test_edits_change_as_many_lines_as_asked():
    text = SourceText("any", (b"planted",))
    before = [b"%d\n" % number for number in range(1000)]
    after = text.edited(before, 90)
    kept = set(before) & set(after)
    assert len(before) + len(after) - 2 * len(kept) == 90


def test_programs_parse_before_and_after(tmp_path):
    change = made(tmp_path, "programs")
    for revision in (change.base, change.head):
        for path in git(change, "ls-tree", "-r", "--name-only", revision).splitlines():
            text = git(change, "show", f"{revision}:{path}").encode()
            assert not mistakes(path.encode(), text), path
            assert not undefined_names(path.encode(), text), path
