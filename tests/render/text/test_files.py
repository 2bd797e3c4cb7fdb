from __future__ import annotations

import pytest

from reviewbot.model.change import FileStatus
from reviewbot.render.text.files import by_size, remarks
from tests.builders import a_file, line_counts


def test_the_most_counted_lines_come_first_then_the_path_decides():
    files = [a_file("b", added=2), a_file("a", added=2), a_file("long", counts=line_counts(added=1, counted_added=9))]
    assert [file.path for file in by_size(files)] == [b"long", b"a", b"b"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (a_file(), []),
        (a_file(status=FileStatus.ADDED), ["new"]),
        (a_file(status=FileStatus.DELETED), ["deleted"]),
        (a_file(status=FileStatus.TYPE_CHANGED), ["another kind of file"]),
        (a_file(old_path="old\n.py"), [r"was old\n.py"]),
        (a_file(counts=line_counts(added=1, counted_added=2000)), ["2,000 counted"]),
    ],
)
def test_remarks(file, expected):
    assert remarks(file) == expected
