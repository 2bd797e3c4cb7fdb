"""Not even the times of the repository's objects change, by which a backup would take its packs for new ones."""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.cases import passes
from tests.end_to_end.steps import ADD, after, write

LONG_AGO = 1_600_000_000


def age(repository):
    for where, _, files in os.walk(repository.git_dir / "objects"):
        for name in files:
            os.utime(os.path.join(where, name), (LONG_AGO, LONG_AGO))


def pack(repository):
    repository.git("repack", "-a", "-d", "-q")


NOTHING = passes(added=1, removed=0)
CASES = [
    after("index", NOTHING, "--staged", write("x", "1\n"), ADD, age),
    after("index, packed", NOTHING, "--staged", pack, write("x", "1\n"), ADD, age),
    after("working tree", NOTHING, "--worktree", write("x", "1\n"), age),
    after("working tree, packed", NOTHING, "--worktree", pack, write("x", "1\n"), age),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading_does_not_renew_objects(case, judge, tmp_path):
    judge(case)
    objects = tmp_path / "repository/.git/objects"
    assert [file.name for file in objects.rglob("*") if file.is_file() and file.stat().st_mtime != LONG_AGO] == []
