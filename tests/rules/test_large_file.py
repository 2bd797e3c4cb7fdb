from __future__ import annotations

import pytest

from reviewbot.model.change import MODE_SUBMODULE, FileStatus, Needs
from reviewbot.model.rule import NotJudged
from reviewbot.rules.large_file import Options, check, needs
from tests.builders import a_file, a_scope

HUNDRED = Options(limit_bytes=100)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(a_file(status=FileStatus.ADDED, new_size=100), id="exactly at the limit"),
        pytest.param(a_file(old_size=200, new_size=150), id="shrinks"),
        pytest.param(a_file(old_size=200, new_size=200), id="stays as large"),
        pytest.param(a_file(old_path="x", old_size=200, new_size=200), id="is moved"),
        pytest.param(a_file(status=FileStatus.DELETED, old_size=200), id="is deleted"),
        pytest.param(a_file(new_mode=MODE_SUBMODULE), id="submodule"),
    ],
)
def test_says_nothing(file):
    assert list(check(a_scope(file), HUNDRED)) == []


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(a_file("a", status=FileStatus.ADDED, new_size=101), id="added"),
        pytest.param(a_file("a", old_size=50, new_size=101), id="grows past the limit"),
        pytest.param(a_file("a", old_size=100, new_size=101, old_path="x"), id="grows while it moves"),
        pytest.param(a_file("a", old_mode=MODE_SUBMODULE, new_size=101), id="takes the place of a submodule"),
        pytest.param(a_file("a", new_size=101), id="size before is not known"),
    ],
)
def test_finds_a_file_that_becomes_too_large(file):
    (found,) = check(a_scope(file), HUNDRED)
    assert (found.path, found.message) == (b"a", "101 of 100 bytes")


def test_what_is_not_known_is_said_once_and_hides_nothing():
    found, not_judged = check(a_scope(a_file("a"), a_file("b", new_size=101), a_file("c")), HUNDRED)
    assert found.path == b"b"
    assert isinstance(not_judged, NotJudged)


def test_the_default_is_a_million_bytes():
    assert Options().limit_bytes == 1_000_000


def test_asks_for_sizes():
    assert needs(Options()) == Needs(blob_sizes=True)
