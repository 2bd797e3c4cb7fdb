from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.raw import RawEntry, parse_raw
from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, MODE_REGULAR, MODE_SUBMODULE, MODE_SYMLINK, FileStatus

OLD, NEW, NONE = "1" * 40, "2" * 40, "0" * 40
MODIFIED = f":100644 100755 {OLD} {NEW} M\0a\0"
LETTERS = {"A": FileStatus.ADDED, "M": FileStatus.MODIFIED, "D": FileStatus.DELETED, "T": FileStatus.TYPE_CHANGED}
PATH = st.binary(min_size=1, max_size=6).filter(lambda path: b"\0" not in path)
MODE = st.sampled_from([MODE_REGULAR, MODE_SYMLINK, MODE_SUBMODULE, 0o100755])
ID = st.sampled_from([OLD, NEW, "ab" * 20])


def test_nothing_changed():
    assert parse_raw(b"") == ()


def test_each_field_has_its_place():
    renamed = f":100644 120000 {OLD} {NEW} R072\0from\0to\0"
    assert parse_raw((MODIFIED + renamed).encode()) == (
        RawEntry(b"a", None, FileStatus.MODIFIED, 0o100644, 0o100755, OLD, NEW),
        RawEntry(b"to", b"from", FileStatus.RENAMED, MODE_REGULAR, MODE_SYMLINK, OLD, NEW),
    )


def test_a_path_is_bytes():
    (entry,) = parse_raw(f":000000 100644 {NONE} {NEW} A\0".encode() + b"\xff:\t\n R1\0")
    assert (entry.path, entry.old_mode) == (b"\xff:\t\n R1", MODE_ABSENT)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (MODIFIED.removesuffix("\0"), "ends in the middle of an entry"),
        ("\0", "is no entry"),
        ("a\0", "is no entry"),
        (MODIFIED.replace(":", "::"), "is no entry"),
        (MODIFIED.removeprefix(":"), "is no entry"),
        (MODIFIED.replace("100755", "100666"), "a file mode that reviewbot does not know"),
        (MODIFIED.replace(" M", " C100"), "a change that reviewbot does not know"),
        (MODIFIED.replace(" M", " U"), "a change that reviewbot does not know"),
        (MODIFIED.replace(" M", " "), "is no entry"),
        (MODIFIED.replace(OLD, "g" * 40), "is no entry"),
        (MODIFIED.replace(OLD, OLD[:7]), "is no entry"),
        (MODIFIED.replace("\0a", "\0"), "named no path"),
        (f":100644 100644 {OLD} {NEW} R100\0a\0", "named no path"),
        (f":100644 100644 {OLD} {NEW} M\0", "named no path"),
        (MODIFIED * 2, "more than once"),
    ],
)
def test_what_is_not_understood_is_an_error(raw, what):
    with pytest.raises(SourceError, match=what):
        parse_raw(raw.encode())


@given(
    st.dictionaries(PATH, st.tuples(MODE, MODE, ID, ID, st.sampled_from(["A", "M", "D", "T", "R"]), PATH), max_size=5)
)
def test_reads_back_what_was_written(changes):
    raw = b""
    for path, (old_mode, new_mode, old_id, new_id, letter, old_path) in changes.items():
        raw += b":%06o %06o %s %s %s\0" % (old_mode, new_mode, old_id.encode(), new_id.encode(), letter.encode())
        raw += (old_path + b"\0" if letter == "R" else b"") + path + b"\0"
    entries = parse_raw(raw)
    assert [entry.path for entry in entries] == list(changes)
    for entry, (old_mode, new_mode, old_id, new_id, letter, old_path) in zip(entries, changes.values(), strict=True):
        assert (entry.old_mode, entry.new_mode, entry.old_id, entry.new_id) == (old_mode, new_mode, old_id, new_id)
        assert entry.status is LETTERS.get(letter, FileStatus.RENAMED)
        assert entry.old_path == (old_path if letter == "R" else None)


@given(st.binary(max_size=40) | st.text(":0167 AMDRT\0abcdef", max_size=60).map(str.encode))
def test_garbage_is_an_error(raw):
    try:
        assert all(entry.path for entry in parse_raw(raw))
    except SourceError as error:
        assert error.what


@given(st.integers(0, 300))
def test_a_cut_off_list_is_an_error_or_whole_entries(length):
    raw = (MODIFIED + f":100644 100644 {OLD} {NEW} R100\0from\0to\0" + MODIFIED.replace("\0a", "\0b")).encode()
    try:
        entries = parse_raw(raw[:length])
    except SourceError:
        return
    assert entries == parse_raw(raw)[: len(entries)]
