"""scan_diff against git itself, against an independent line diff, and against garbage."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.diff.patch_stream import scan_diff
from reviewbot.errors import SourceError
from reviewbot.model.change import FileStatus, Needs
from reviewbot.sources import measure
from reviewbot.sources.diff_tree import DIFF_TREE, PATCH, WITH_RENAMES, start_measuring
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository, isolated_environment, link

CONTENT = st.lists(
    st.sampled_from([b"a", b"b", b"", b"+", b"-", b"@@ -1 +1 @@", b"diff --git a/x b/x", b"--- a/x", b"\\ No newline"])
    | st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")),
    max_size=12,
).flatmap(lambda lines: st.sampled_from([b"\n".join(lines), b"".join(line + b"\n" for line in lines)]))
PATH = st.sampled_from([b"a", b"b", b"d/e", b"f b/g", b"n\nl", b'"q"', b"\xff", b"t\tb", b"-x"])
LF_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
LOOKING = Needs(patterns=("needle",), byte_counts=True)
TREES = st.dictionaries(PATH, CONTENT, max_size=6)


def diff_tree(repository: Repository, old: str, new: str, *options: str) -> bytes:
    return subprocess.run(
        ["git", "-C", str(repository.path), "diff-tree", "-r", "-z", "--no-abbrev", *options, old, new],
        env=isolated_environment(),
        check=True,
        capture_output=True,
    ).stdout


def scan(repository: Repository, old: str, new: str, needs: Needs | None = None):
    with open_sandbox() as sandbox:
        sandbox.use_objects((str(repository.git_dir / "objects"),), sha256=False)
        with start_measuring(sandbox, old, new) as measured:
            return measure.read_files(sandbox, measured, old, new, needs or Needs())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TREES, after=TREES)
def test_counts_are_those_of_numstat_and_of_the_blobs(tmp_path_factory, before, after):
    """Of the blobs only this: never fewer lines than a smallest diff has, and as many more added as removed.

    Before git searches it leaves out lines that occur often, and it gives up on the best where that is dear. So with
    lines that repeat it may find fewer in common than there are, as `git diff --numstat` then does too. Where no line
    repeats it must find all, see `test_minimal_counts.py`.
    """
    repository = Repository(tmp_path_factory.mktemp("counts"))
    old, new = repository.commit(before), repository.commit(after)
    (repository.git_dir / "info").mkdir(exist_ok=True)
    (repository.git_dir / "info" / "attributes").write_text("* diff\n")
    numstat = diff_tree(
        repository, old, new, "--numstat", "--no-renames", "--diff-algorithm=myers", "--no-indent-heuristic"
    )
    expected = {}
    for row in numstat.split(b"\0")[:-1]:
        added, removed, path = row.split(b"\t", 2)
        expected[path] = (int(added), int(removed))
    files = {file.path: file for file in scan(repository, old, new)}
    for path, file in files.items():
        if file.status is FileStatus.RENAMED:
            continue
        assert (file.counts.added_lines, file.counts.removed_lines) == expected[path]
        fewest_added, fewest_removed = independent_diff(before.get(path, b""), after.get(path, b""))
        assert file.counts.added_lines - fewest_added == file.counts.removed_lines - fewest_removed >= 0
        assert file.counts.counted_added >= file.counts.added_lines
    touched = set(files) | {file.old_path for file in files.values() if file.old_path}
    assert touched == set(expected)


def independent_diff(before: bytes, after: bytes) -> tuple[int, int]:
    """The fewest (added, removed), by the longest common subsequence of LF lines, by the book."""
    old, new = LF_LINE.findall(before), LF_LINE.findall(after)
    longest = [0] * (len(new) + 1)
    for old_line in old:
        diagonal = 0
        for column, new_line in enumerate(new, 1):
            diagonal, longest[column] = (
                longest[column],
                diagonal + 1 if old_line == new_line else max(longest[column], longest[column - 1]),
            )
    return len(new) - longest[-1], len(old) - longest[-1]


@pytest.mark.parametrize("block_bytes", [1, 7, 64, 1 << 20])
def test_the_size_of_the_blocks_does_not_matter(tmp_path, block_bytes):
    printed, whole = a_real_diff(tmp_path)
    blocks = (printed[start : start + block_bytes] for start in range(0, len(printed), block_bytes))
    assert scan_diff(blocks, LOOKING) == whole


@pytest.mark.parametrize("share", range(1, 100, 7))
def test_a_cut_off_answer_is_an_error_never_less(tmp_path, share):
    printed, whole = a_real_diff(tmp_path)
    try:
        seen = scan_diff([printed[: len(printed) * share // 100]], LOOKING)
    except SourceError:
        return
    assert seen == whole


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_garbage_is_an_error_or_nothing(blocks):
    try:
        assert scan_diff(blocks, LOOKING) == () or b"".join(blocks)
    except SourceError as error:
        assert error.what


def test_finds_added_lines_with_number_and_neighbours(tmp_path):
    repository = Repository(tmp_path)
    old = repository.commit({"f": "1\n2\n3\n"})
    new = repository.commit({"f": "1\nneedle\r\n2\n3\nno\nneedle"}, old)
    (file,) = scan(repository, old, new, Needs(patterns=("^needle$",)))
    assert [(line.number, line.text, line.before, line.after) for line in file.added] == [
        (2, b"needle", b"1", b"2"),
        (6, b"needle", b"no", b""),
    ]


def test_line_numbers_hold_across_windows_and_hunks(tmp_path):
    repository = Repository(tmp_path)
    lines = [f"line {number}" for number in range(1, 5001)]
    old = repository.commit({"f": "\n".join(lines)})
    for number in (1, 17, 2500, 2501, 4999):
        lines[number - 1] = "needle"
    lines[3000:3000] = ["filler"] * 1500 + ["needle"]
    new = repository.commit({"f": "\n".join(lines)}, old)
    (file,) = scan(repository, old, new, Needs(patterns=("needle",)))
    assert [line.number for line in file.added] == [1, 17, 2500, 2501, 4501, 6500]
    assert [lines[line.number - 1] for line in file.added] == ["needle"] * 6


def test_a_type_change_costs_all_of_both_sides(tmp_path):
    repository = Repository(tmp_path)
    old = repository.commit({"f": "1\n2\n3\n"})
    new = repository.commit({"f": link("1\n2\n3\n")}, old)
    (file,) = scan(repository, old, new)
    assert file.status is FileStatus.TYPE_CHANGED
    assert (file.counts.added_lines, file.counts.removed_lines) == (3, 3)


def test_bytes_leave_out_a_line_end_that_is_not_there(tmp_path):
    repository = Repository(tmp_path)
    old = repository.commit({"f": "one\n"})
    new = repository.commit({"f": "four\nfive"}, old)
    (file,) = scan(repository, old, new, Needs(byte_counts=True))
    assert (file.counts.added_bytes, file.counts.removed_bytes) == (len("four\nfive"), len("one\n"))


def a_real_diff(folder):
    repository = Repository(folder)
    old = repository.commit({"a": "1\n2\n", "gone": "x\n", "moved": "one\ntwo\nthree\n", "kind": "file\n"})
    new = repository.commit(
        {"a": "1\nneedle\n", "gone": None, "moved": None, "new": "one\ntwo\nthree\nneedle\n", "kind": link("a")}, old
    )
    with open_sandbox() as sandbox:
        sandbox.use_objects((str(repository.git_dir / "objects"),), sha256=False)
        options = (*DIFF_TREE, *PATCH, *WITH_RENAMES)
        printed = sandbox.git.run(*options, "--end-of-options", old, new, "--")
    return printed, scan_diff([printed], LOOKING)
