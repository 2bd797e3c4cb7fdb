from __future__ import annotations

import pytest

from reviewbot.model.change import Needs
from reviewbot.model.rule import Spent
from reviewbot.rules.max_diff_bytes import Options, check, needs
from tests.builders import a_file, a_scope, line_counts

HUNDRED = Options(limit=100)


def bytes_of(path, added=0, removed=0, **others):
    return a_file(path, counts=line_counts(added_bytes=added, removed_bytes=removed), **others)


@pytest.mark.parametrize(
    ("files", "used"),
    [
        pytest.param([], 0, id="nothing changed"),
        pytest.param([bytes_of("a", added=60), bytes_of("b", removed=40)], 100, id="exactly at the limit"),
    ],
)
def test_says_nothing(files, used):
    assert list(check(a_scope(*files), HUNDRED)) == [Spent(limit=100, used=used, unit="bytes")]


def test_adds_up_added_and_removed_bytes_of_text_and_binary_files():
    spent, found = check(a_scope(bytes_of("a", added=60), bytes_of("b", removed=41, binary=True)), HUNDRED)
    assert spent == Spent(limit=100, used=101, unit="bytes")
    assert (found.path, found.message) == (None, "101 of 100 bytes")


def test_asks_for_bytes():
    assert needs(HUNDRED) == Needs(byte_counts=True)
