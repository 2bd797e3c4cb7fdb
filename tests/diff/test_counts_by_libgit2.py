"""Counts against a line diff that neither git nor reviewbot printed: libgit2's, of the two blobs alone.

It has no repository, no configuration, no attributes and no patch text. Unlike the fewest possible lines
(`test_minimal_counts.py`) it is the same choice among equal diffs, so lines may repeat as they like.
"""

from __future__ import annotations

import random

import pygit2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pygit2.enums import DiffOption

from reviewbot.model.change import Needs
from tests.diff.ranges import read_range
from tests.repositories import Repository

FEW = st.sampled_from(
    [b"", b"a", b"b", b"c", b"}", b"\r", b"a\r", b"\0", b"\xff", b"+", b"-", b"--- a/f", b"@@ -1 +1 @@"]
)
LINES = st.lists(FEW | st.binary(max_size=4).map(lambda line: line.replace(b"\n", b"\r")), max_size=60)
BLOB = st.tuples(LINES, st.sampled_from([b"", b"\n"])).map(lambda made: b"\n".join(made[0]) + made[1] * bool(made[0]))
REPEATING = (b"{\n}\n" * 20 + b"x\n", b"x\n" + b"}\n{\n" * 19)


def by_libgit2(before: bytes, after: bytes) -> tuple[int, int]:
    """(added, removed) LF lines."""
    patch = pygit2.Patch.create_from(before, after, flag=DiffOption.FORCE_TEXT, context_lines=1)
    _, added, removed = patch.line_stats
    return added, removed


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(BLOB, BLOB), min_size=1, max_size=8))
@example([REPEATING, (b"", b"a"), (b"a", b"a\n"), (b"a\r\nb\r\n", b"a\nb\r\n"), (b"\0\n", b"\0\0\n")])
def test_as_many_lines_as_libgit2_finds(tmp_path_factory, blobs):
    repository = Repository(tmp_path_factory.mktemp("libgit2"))
    names = [b"%d" % number for number in range(len(blobs))]
    old = repository.commit({name: before for name, (before, _) in zip(names, blobs, strict=True)})
    new = repository.commit({name: after for name, (_, after) in zip(names, blobs, strict=True)}, old)
    files = read_range(repository, old, new, Needs())
    counted = {file.path: (file.counts.added_lines, file.counts.removed_lines) for file in files}
    assert counted == {
        name: by_libgit2(*sides) for name, sides in zip(names, blobs, strict=True) if sides[0] != sides[1]
    }


@pytest.mark.parametrize("words", [2, 40, 2000])
def test_also_where_a_search_for_the_best_would_be_too_dear(tmp_path, words):
    chance = random.Random(words)
    sides = [b"".join(b"%d\n" % chance.randrange(words) for _ in range(4000)) for _ in range(2)]
    repository = Repository(tmp_path)
    old = repository.commit({"f": sides[0]})
    new = repository.commit({"f": sides[1]}, old)
    (file,) = read_range(repository, old, new, Needs())
    assert (file.counts.added_lines, file.counts.removed_lines) == by_libgit2(sides[0], sides[1])
