"""scan_whole_files against the text itself, and against answers that are not what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.line_charge import charge
from reviewbot.diff.raw import RawEntry
from reviewbot.diff.whole_files import blob_ids, scan_whole_files
from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, MODE_REGULAR, MODE_SUBMODULE, FileStatus, LineCounts, Needs

ABSENT = "0" * 40
LOOKING = Needs(patterns=("needle",), byte_counts=True)


def added(path: bytes, mode: int = MODE_REGULAR) -> RawEntry:
    return RawEntry(path, None, FileStatus.ADDED, MODE_ABSENT, mode, ABSENT, path.hex().zfill(40))


def deleted(path: bytes) -> RawEntry:
    return RawEntry(path, None, FileStatus.DELETED, MODE_REGULAR, MODE_ABSENT, path.hex().zfill(40), ABSENT)


def printed(*texts: bytes) -> bytes:
    """What cat-file prints of these blobs."""
    return b"".join(b"blob %d\n%s\n" % (len(text), text) for text in texts)


def scan(entries: list[RawEntry], answer: bytes, needs: Needs = LOOKING, block_bytes: int = 1 << 20):
    blocks = (answer[start : start + block_bytes] for start in range(0, len(answer), block_bytes))
    return tuple(scan_whole_files(entries, blocks, needs))


def test_nothing_is_nothing():
    assert scan([], b"") == ()


def test_what_is_deleted_brings_nothing_in():
    (file,) = scan([deleted(b"a")], printed(b"needle\0\n"))
    assert (file.added, file.binary, file.counts.changed_lines) == ((), False, 1)


def test_bytes_are_not_counted_unless_asked_for():
    (file,) = scan([added(b"a")], printed(b"text"), Needs())
    assert file.counts == LineCounts(1, 0, 1, 0)


def test_a_submodule_is_the_line_that_git_prints_for_it():
    entries = [added(b"a"), added(b"b", MODE_SUBMODULE), added(b"c")]
    assert list(blob_ids(entries)) == [entries[0].new_id, entries[2].new_id]
    files = scan(entries, printed(b"1\n", b"2\n"), Needs(patterns=("commit [0-9]*62$",), byte_counts=True))
    assert [len(file.added) for file in files] == [0, 1, 0]
    assert files[1].counts == LineCounts(1, 0, 1, 0, len("Subproject commit \n") + 40, 0)


TEXT = st.lists(st.sampled_from([b"needle", b"", b"\n", b"\n", b"x" * 600, b"a\rb", b"\0", b"blob 3"]), max_size=8)


@given(st.lists(TEXT.map(b"".join), max_size=4), st.sampled_from([1, 2, 7, 1 << 20]))
def test_every_line_of_every_file_counts(texts, block_bytes):
    entries = [added(b"%d" % number) for number in range(len(texts))]
    for text, file in zip(texts, scan(entries, printed(*texts), block_bytes=block_bytes), strict=True):
        lines = text.removesuffix(b"\n").split(b"\n") if text else []
        assert file.counts == LineCounts(len(lines), 0, sum(map(charge, lines)), 0, len(text), 0)
        assert [line.number for line in file.added] == [n for n, line in enumerate(lines, 1) if b"needle" in line]
        assert file.binary == (b"\0" in text)


@pytest.mark.parametrize("cut", range(1, 24, 3))
def test_an_answer_that_breaks_off_is_an_error(cut):
    answer = printed(b"one\n", b"two")
    with pytest.raises(SourceError):
        scan([added(b"a"), added(b"b")], answer[: len(answer) - cut])


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"0000 missing\n", id="an object that is not there"),
        pytest.param(b"tree 0\n\n", id="another kind of object"),
        pytest.param(b"blob -1\n\n", id="no size"),
        pytest.param(b"blob 2\ntext\n", id="another size"),
        pytest.param(printed(b"1", b"2"), id="more than was asked for"),
    ],
)
def test_another_answer_is_an_error(answer):
    with pytest.raises(SourceError):
        scan([added(b"a")], answer)
