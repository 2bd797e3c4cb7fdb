"""Counts against a line diff that has nothing to do with git: the fewest added and removed LF lines.

Exactly those, where no line stands twice on one side. Elsewhere git does not always find the smallest diff; there
`test_counts_by_libgit2.py` is the independent diff, and `test_patch_stream.py` asks that counts are never fewer.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewbot.model.change import Needs
from tests.diff.ranges import read_range
from tests.repositories import Repository

LF_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
LOOKS_LIKE_A_PATCH = [b"+", b"-", b"--- a/f", b"@@ -1 +1 @@", b"diff --git a/f b/f", b"\\ No newline at end of file"]
ODD = [b"", b"\r", b"a\r", b"b\r", b"\0", b"a\0b", b"\xff", b"\xc3(", b"\xed\xa0\x80"]
ANY = st.binary(max_size=3).map(lambda line: line.replace(b"\n", b"\r"))
LINE = st.sampled_from([b"a", b"b", b"c", b"d", b"e", *ODD, *LOOKS_LIKE_A_PATCH]) | ANY
LINES = st.lists(LINE, unique=True, max_size=30)
# Ends in LF, or in a line without one, which is another line than the same one with it.
BLOB = st.tuples(LINES, st.sampled_from([b"", b"\n"])).map(lambda made: b"\n".join(made[0]) + made[1] * bool(made[0]))


def fewest(before: bytes, after: bytes) -> tuple[int, int]:
    """(added, removed), by the longest increasing run of old places among the new lines. No line may repeat."""
    old, new = LF_LINE.findall(before), LF_LINE.findall(after)
    assert len(set(old)) == len(old), "a line stands twice"
    assert len(set(new)) == len(new), "a line stands twice"
    place_of = {line: place for place, line in enumerate(old)}
    ends: list[int] = []  # the least place in which an increasing run of that length ends
    for place in (place_of[line] for line in new if line in place_of):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
    return len(new) - len(ends), len(old) - len(ends)


def test_the_oracle_itself():
    assert fewest(b"", b"") == (0, 0)
    assert fewest(b"1\n2\n3\n4\n", b"4\n1\n3\n2") == (2, 2)
    assert fewest(b"1\n2", b"1\n2\n") == (1, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(BLOB, BLOB), min_size=1, max_size=8))
@example([(b"", b"\0\xff"), (b"1\r\n2\r\n", b"1\n2\r\n"), (b"a", b"a\n"), (b"1\n2\n3\n4\n", b"4\n3\n2\n1\n")])
def test_no_more_and_no_less_than_the_fewest_lines(tmp_path_factory, blobs):
    repository = Repository(tmp_path_factory.mktemp("minimal"))
    names = [b"%d" % number for number in range(len(blobs))]
    old = repository.commit({name: before for name, (before, _) in zip(names, blobs, strict=True)})
    new = repository.commit({name: after for name, (_, after) in zip(names, blobs, strict=True)}, old)
    files = read_range(repository, old, new, Needs())
    counted = {file.path: (file.counts.added_lines, file.counts.removed_lines) for file in files}
    assert counted == {name: fewest(*sides) for name, sides in zip(names, blobs, strict=True) if sides[0] != sides[1]}
