from __future__ import annotations

from reviewbot.model.change import FileStatus
from reviewbot.rules.binary_file import Options, check
from tests.builders import a_file, a_scope


def test_says_nothing_of_text():
    assert list(check(a_scope(a_file(), a_file("b", status=FileStatus.DELETED)), Options())) == []


def test_finds_each_binary_file():
    first, second = check(a_scope(a_file("a", binary=True), a_file("b"), a_file("c", binary=True)), Options())
    assert (first.path, second.path) == (b"a", b"c")
    assert first.message == "holds NUL bytes, so it cannot be reviewed as text"
