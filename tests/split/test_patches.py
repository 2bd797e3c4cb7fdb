"""Patches of shares of a file, applied by git one after another: each gives what the plan says, all together head."""

from __future__ import annotations

import os
import subprocess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewbot.model.change import MODE_EXECUTABLE
from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.split.patches import patch_of, with_patches
from reviewbot.split.texts import text_with
from tests.repositories import isolated_environment
from tests.split.strategies import contents
from tests.split.texts import a_text, cut_up

MODE = "100644"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("patches")


def apply(folder, patch):
    """git, without a repository, on the files in the folder."""
    environment = isolated_environment() | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    outcome = subprocess.run(
        ["git", "apply", "--whitespace=nowarn"], cwd=folder, env=environment, input=patch, capture_output=True
    )
    assert outcome.returncode == 0, (outcome.stderr, patch)


def shares(texts, places, cuts):
    """The hunks of a file, some of them in two, in groups by these places."""
    pieces = [piece for hunk, at in zip(texts.hunks, cuts, strict=False) for piece in cut_up(hunk, at)]
    pieces += texts.hunks[len(cuts) :]
    groups = {}
    for piece, place in zip(pieces, places * len(pieces), strict=False):
        groups.setdefault(place, []).append(piece)
    return [groups[place] for place in sorted(groups)]


def check(folder, texts, groups, old_name=b"file", name=b"file"):
    for entry in os.listdir(folder):
        (folder / entry).unlink()
    if texts.old is not None:
        (folder / os.fsdecode(old_name)).write_bytes(texts.old)
    file, applied = folder / os.fsdecode(name), []
    for hunks in groups:
        apply(folder, patch_of(texts, applied, hunks))
        applied += hunks
        assert (file.read_bytes() if file.exists() else b"") == text_with(texts, applied)
    assert (file.read_bytes() if file.exists() else None) == texts.new


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    old=st.none() | contents,
    new=st.none() | contents,
    places=st.lists(st.integers(1, 3), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 6), max_size=4),
)
@example(old="a\nb\nc", new=None, places=[1, 2], cuts=[2])  # the last piece removes the file
@example(old=None, new="a\nb\nc", places=[1, 2], cuts=[2])
@example(old="a\nb", new="x\nb\nc", places=[2, 1], cuts=[])  # a line without its end that is not the last in between
def test_each_gives_what_the_plan_says(folder, old, new, places, cuts):
    texts = a_text("file", old, new)
    if texts.hunks:
        check(folder, texts, shares(texts, places, cuts))


@pytest.mark.parametrize("name", ["new name", 'a"b\\c', "tab\t", "line\nend", "é", "-x", "\udcff", " "])
def test_a_move_and_a_mode_are_in_the_first(folder, name):
    path = os.fsencode(name)
    texts = a_text("x", "1\n" * 9 + "2\n" + "3\n" * 9, "0\n" + "1\n" * 9 + "2\n" + "3\n" * 9 + "4\n")
    texts = texts._replace(file=texts.file._replace(path=path, old_path=b"old", new_mode=MODE_EXECUTABLE))
    first, second = texts.hunks
    check(folder, texts, [[second], [first]], b"old", path)
    assert os.access(folder / name, os.X_OK)
    assert not (folder / "old").exists()


def test_the_patch_of_a_part_stands_on_what_the_part_stands_on():
    """Part 3 stands on part 1, not on part 2, whose lines it does not show."""
    texts = a_text("file", "a\nb\nc\nd\n", "1\na\n2\nb\nc\nd\n3\n")
    one, two, three = ((hunk,) for hunk in texts.hunks)
    parts = [
        Part(number, "", "", 1, needs=needs, files=(PartFile(b"file", hunks=hunks),))
        for number, hunks, needs in ((1, one, ()), (2, two, (1,)), (3, three, (1,)))
    ]
    plan = with_patches(SplitPlan(None, None, 1, tuple(parts)), [texts])
    assert [part.files[0].patch.split(b"@@\n")[1] for part in plan.parts] == [
        b"+1\n a\n b\n c\n",
        b" 1\n a\n+2\n b\n c\n d\n",
        b" b\n c\n d\n+3\n",
    ]


def test_of_a_whole_file_mode_and_id_at_head_are_told():
    gone = a_text("gone", "1\n", None)
    gone = gone._replace(file=gone.file._replace(old_id="1" * 40, new_id="0" * 40))
    there = a_text("there", "1\n", "2\n", new_id="2" * 40)
    part = Part(1, "", "", 1, files=(PartFile(b"gone", whole=True), PartFile(b"there", whole=True)))
    (made,) = with_patches(SplitPlan(None, None, 1, (part,)), [gone, there]).parts
    assert [file.entry for file in made.files] == [f"0 {'0' * 40}", f"{MODE} {'2' * 40}"]
    assert [file.patch for file in made.files] == [b"", b""]
