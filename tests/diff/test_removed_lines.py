"""RemovedLineFinder against a plain walk over the same lines, and out of real repositories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.removed_lines import RemovedLineFinder
from reviewbot.model.change import Needs, RemovedLine
from tests.diff.ranges import read_range
from tests.repositories import Repository, lines, link

TEXT = st.sampled_from(
    [b"x", b"needle", b"a needle\r", b"", b"@@ -1 +9 @@", b"-", b"+needle", b"\\", b" ", b"\xff\0\r"]
)
LINE = st.tuples(st.sampled_from([b"-", b"-", b" ", b"+"]), TEXT)
HUNK = st.tuples(st.integers(1, 5000), st.lists(LINE, min_size=1, max_size=8))


def find(*given_lines: bytes, patterns=("needle",)) -> tuple[RemovedLine, ...]:
    finder = RemovedLineFinder(patterns)
    finder.feed(b"".join(b"\n" + line for line in given_lines))
    return finder.finish()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"-other", id="another line"),
        pytest.param(b"+needle", id="added"),
        pytest.param(b" needle", id="context"),
        pytest.param(b"@@ -1 +1 @@ needle", id="the heading of a hunk"),
        pytest.param(b"\\ needle", id="a mark of git's"),
    ],
)
def test_finds_nothing(line):
    assert find(b"@@ -1 +1 @@", line, b"-x") == ()


def test_finds_a_line_with_the_number_of_the_one_before_it_in_head():
    assert find(b"@@ -7,3 +9,4 @@ def f", b" before", b"+new", b"-a needle", b"-needle\r", b" after", b"-needle") == (
        RemovedLine(10, b"a needle"),
        RemovedLine(10, b"needle"),
        RemovedLine(11, b"needle"),
    )


def test_at_the_beginning_there_is_no_line_before_it():
    assert find(b"@@ -1,2 +1 @@", b"-needle", b" x") == (RemovedLine(0, b"needle"),)
    assert find(b"@@ -1 +0,0 @@", b"-needle") == (RemovedLine(0, b"needle"),)


def walked(hunks) -> tuple[RemovedLine, ...]:
    found = []
    for start, changed in hunks:
        number = start
        for prefix, text in changed:
            if prefix == b"-" and b"needle" in text:
                found.append(RemovedLine(number - 1, text.removesuffix(b"\r")))
            number += prefix != b"-"
    return tuple(found)


@settings(max_examples=200)
@given(st.lists(HUNK, max_size=5), st.integers(0, 2**16))
def test_finds_the_same_in_whatever_pieces(hunks, cuts):
    every = []
    for start, changed in hunks:
        every += [b"\n@@ -1 +%d,9 @@" % start, *(b"\n" + prefix + text for prefix, text in changed)]
    finder = RemovedLineFinder(("needle",))
    piece = b""
    for index, line in enumerate(every):
        piece += line
        if cuts >> index % 16 & 1:
            finder.feed(piece)
            piece = b""
    if piece:
        finder.feed(piece)
    assert finder.finish() == walked(hunks)


def test_only_of_files_on_both_sides_and_only_where_asked(tmp_path):
    repository = Repository(tmp_path)
    needle = "needle\n"
    old = repository.commit({"gone": needle, "kind": needle, "here": lines(3) + needle, "from": lines(20) + needle})
    new = {"gone": None, "kind": link("x"), "here": lines(3), "new": needle, "from": None, "to": lines(20)}
    head = repository.commit(new, old)

    def found(needs):
        return {file.path: file.removed for file in read_range(repository, old, head, needs) if file.removed}

    assert found(Needs(patterns=("needle",))) == {}
    assert found(Needs(removed_patterns=("needle",))) == {
        b"here": (RemovedLine(3, b"needle"),),
        b"to": (RemovedLine(20, b"needle"),),
    }
