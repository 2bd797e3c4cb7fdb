from __future__ import annotations

import pytest

from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR, MODE_SUBMODULE, MODE_SYMLINK, FileStatus
from reviewbot.rules.mode_change import Options, check
from tests.builders import a_file, a_scope


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(a_file(), id="regular"),
        pytest.param(a_file(old_mode=MODE_EXECUTABLE, new_mode=MODE_EXECUTABLE), id="stays executable"),
        pytest.param(a_file(status=FileStatus.ADDED, new_mode=MODE_EXECUTABLE), id="added executable"),
        pytest.param(a_file(status=FileStatus.DELETED, old_mode=MODE_EXECUTABLE), id="deleted executable"),
    ],
)
def test_says_nothing(file):
    assert list(check(a_scope(file), Options())) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (MODE_REGULAR, MODE_EXECUTABLE, "was a regular file and is now an executable file"),
        (MODE_EXECUTABLE, MODE_REGULAR, "was an executable file and is now a regular file"),
        (MODE_REGULAR, MODE_SYMLINK, "was a regular file and is now a symlink"),
        (MODE_SYMLINK, MODE_SUBMODULE, "was a symlink and is now a submodule"),
        (MODE_REGULAR, 0o100664, "was a regular file and is now something of mode 100664"),
    ],
)
def test_says_what_the_file_was_and_is(old, new, message):
    (found,) = check(a_scope(a_file("a", old_mode=old, new_mode=new)), Options())
    assert (found.path, found.message) == (b"a", message)


def test_finds_a_mode_that_changes_with_the_name():
    file = a_file("a", old_path="b", new_mode=MODE_EXECUTABLE)
    assert len(list(check(a_scope(file), Options()))) == 1
