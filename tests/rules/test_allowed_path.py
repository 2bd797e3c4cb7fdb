from __future__ import annotations

import pytest

from reviewbot.model.change import FileStatus
from reviewbot.model.rule import MatchUse
from reviewbot.rules.allowed_path import RULE, Options, check
from tests.builders import a_change, a_file, a_scope


def test_says_nothing_where_nothing_is_outside():
    assert list(check(a_scope(change=a_change(a_file())), Options())) == []


@pytest.mark.parametrize("status", [FileStatus.ADDED, FileStatus.MODIFIED, FileStatus.DELETED])
def test_finds_each_file_that_is_outside(status):
    first, second = check(a_scope(a_file("a", status=status), a_file("b")), Options())
    assert (first.path, second.path) == (b"a", b"b")
    assert first.message == "is outside of the paths that this change may touch"


def test_sees_what_its_patterns_do_not_name():
    assert RULE.match is MatchUse.ALLOWS
