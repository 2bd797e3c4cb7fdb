"""AddedLineFinder against a plain walk over the same lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff import added_lines
from reviewbot.diff.added_lines import AddedLineFinder, AddedTextFinder
from reviewbot.model.change import AddedLine

TEXT = st.sampled_from(
    [b"x", b"needle", b"a needle\r", b"", b"@@ -1 +9 @@", b"+", b"-needle", b"\\", b" ", b"\xff\0\r"]
)
LINE = st.tuples(st.sampled_from([b"+", b"+", b" ", b"-"]), TEXT)
HUNK = st.tuples(st.integers(1, 5000), st.lists(LINE, min_size=1, max_size=8))


@pytest.fixture(autouse=True)
def usual_window():
    """Each test may set the size of a window."""
    size = added_lines.WINDOW_BYTES
    yield
    added_lines.WINDOW_BYTES = size


def find(*lines: bytes, patterns=("needle",)) -> tuple[AddedLine, ...]:
    finder = AddedLineFinder(patterns)
    finder.feed(b"".join(b"\n" + line for line in lines))
    return finder.finish()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"+other", id="another line"),
        pytest.param(b"-needle", id="removed"),
        pytest.param(b" needle", id="context"),
        pytest.param(b"@@ -1 +1 @@ needle", id="the heading of a hunk"),
        pytest.param(b"\\ needle", id="a mark of git's"),
    ],
)
def test_finds_nothing(line):
    assert find(b"@@ -1 +1 @@", line) == ()


def test_finds_a_line_with_its_number_and_neighbours():
    (line,) = find(b"@@ -7,3 +9,4 @@ def f", b" before", b"-gone", b"+a needle", b"-gone too", b" after", b" x")
    assert line == AddedLine(10, b"a needle", b"before", b"after")


def test_neighbours_do_not_reach_into_another_hunk():
    first, second = find(b"@@ -1 +1 @@", b"+needle", b"@@ -9 +9 @@", b"+needle")
    assert (first.after, second.before) == (b"", b"")


def test_a_carriage_return_before_the_line_end_is_not_text():
    (line,) = find(b"@@ -0,0 +1 @@", b"+needle\r", patterns=("^needle$",))
    assert line.text == b"needle"


def walked(hunks) -> tuple[AddedLine, ...]:
    """What the finder must find, by the book."""
    found = []
    for number, lines in hunks:
        head = [(prefix, text) for prefix, text in lines if prefix != b"-"]
        for index, (prefix, text) in enumerate(head):
            if prefix == b"+" and b"needle" in text:
                before = head[index - 1][1] if index else b""
                after = head[index + 1][1] if index + 1 < len(head) else b""
                found.append(AddedLine(number + index, text.removesuffix(b"\r"), before, after))
    return tuple(found)


@settings(max_examples=200)
@given(st.lists(HUNK, max_size=5), st.integers(1, 60), st.integers(0, 2**16))
def test_finds_the_same_whatever_the_windows_and_pieces(hunks, window_bytes, cuts):
    added_lines.WINDOW_BYTES = window_bytes
    finder = AddedLineFinder(("needle",))
    piece = b""
    for number, lines in hunks:
        for line in (b"@@ -1 +%d,9 @@" % number, *(prefix + text for prefix, text in lines)):
            piece += b"\n" + line
            cuts, cut_here = divmod(cuts, 2)
            if cut_here:
                finder.feed(piece)
                piece = b""
    finder.feed(piece)
    assert finder.finish() == walked(hunks)


@settings(max_examples=200)
@given(st.lists(TEXT, max_size=12), st.integers(1, 30), st.integers(0, 2**12), st.booleans())
def test_finds_the_same_in_a_whole_file(lines, window_bytes, cuts, ends_in_lf):
    added_lines.WINDOW_BYTES = window_bytes
    finder = AddedTextFinder(("needle",))
    piece = b""
    for line in lines:
        piece += line + b"\n"
        cuts, cut_here = divmod(cuts, 2)
        if cut_here:
            finder.feed(piece)
            piece = b""
    finder.feed(piece if ends_in_lf else piece.removesuffix(b"\n"))
    assert finder.finish() == walked([(1, [(b"+", line) for line in lines])])


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("^needle", id="the start of a line"),
        pytest.param("(?i)x|^^NEEDLE", id="the same, hidden"),
        pytest.param(r"\bneedle", id="the edge of a word"),
        pytest.param("[^a-z]needle|needle$", id="a class that is no start"),
        pytest.param("^$|le", id="an empty line"),
    ],
)
@pytest.mark.parametrize("line", [b"needle", b"-needle", b"+needle", b"x", b""])
def test_the_prefix_of_a_patch_is_no_text(pattern, line):
    whole = AddedTextFinder((pattern,))
    whole.feed(line + b"\n")
    found = find(b"@@ -0,0 +1 @@", b"+" + line, patterns=(pattern,))
    assert found == whole.finish()
    assert [found_line.text for found_line in found] == [line] * bool(re.search(pattern.encode(), line))
