"""Each signal, on the least that it speaks of: which two pieces it means, and what leaves it silent."""

from __future__ import annotations

import pytest

from reviewbot.split.signals import load_signal, signal_names
from tests.split.texts import a_text, all_pieces

CASES = {
    "changed_words": [
        (0.55, a_text("a", "x\n", "alpha x\n"), a_text("b", "y\n", "alpha y\n")),
        (0, a_text("a", "alpha\n", "alpha x\n"), a_text("b", "alpha\n", "alpha y\n")),  # it is there before and after
        (0, a_text("a", "x\n", "abc x\n"), a_text("b", "y\n", "abc y\n")),  # too short to mean one thing
    ],
    "definition_use": [
        (1.3, a_text("a.py", None, "def giver():\n"), a_text("b.py", None, "giver()\n")),
        (1.3, a_text("a.py", "def giver():\n", None), a_text("b.py", "giver()\n", "other()\n")),
        (0, a_text("a.py", None, "taker()\n"), a_text("b.py", None, "giver()\n")),
    ],
    "name_pieces": [
        (2 / 3, a_text("a", None, "load_user\n"), a_text("b", None, "UserLoad\n")),
        (0, a_text("a", None, "load_user\n"), a_text("b", None, "NameRead\n")),
    ],
    "near": [
        (20 / 29, a_text("a", "1\n" * 9 + "x\n", "alpha\n" + "1\n" * 7 + "1\n1\nbeta\n")),
        (0, a_text("a", "x\n", "y\n"), a_text("b", "x\n", "y\n")),
    ],
    "new_beside_edited": [
        (1.0, a_text("a", None, "x\n"), a_text("b", "x\n", "y\n")),
        (0, a_text("a", None, "x\n"), a_text("b", None, "y\n")),
        (0, a_text("a", "x\n", "z\n"), a_text("b", "x\n", "y\n")),
    ],
    "path_words": [
        (0.5, a_text("load/user.py", "x\n", "y\n"), a_text("b", "x\n", "loading load of a user\n")),
        (0, a_text("load/user.py", "x\n", "y\n"), a_text("b", "x\n", "other things\n")),
    ],
    "same_file": [
        (1.0, a_text("a", "1\n" * 20, "x\n" + "1\n" * 20 + "y\n")),
        (0, a_text("a", "x\n", "y\n"), a_text("b", "x\n", "y\n")),
    ],
    "same_folder": [
        (1.0, a_text("a/b/c", "x\n", "y\n"), a_text("a/b/d", "x\n", "y\n")),
        (0.5, a_text("a/b/c", "x\n", "y\n"), a_text("a/c/d", "x\n", "y\n")),
        (0, a_text("a/b/c", "x\n", "y\n"), a_text("b/b/d", "x\n", "y\n")),
    ],
    "same_replacement": [
        (1.0, a_text("a", "old\n", "new\n"), a_text("b", "1 old\n", "1 new\n")),
        (0, a_text("a", "old\n", "new\n"), a_text("b", "1 old\n", "1 newer\n")),
    ],
    "same_stem": [
        (1.0, a_text("src/ledger.py", "x\n", "y\n"), a_text("tests/test_ledger.py", "x\n", "y\n")),
        (0.5, a_text("src/ledger.py", "x\n", "y\n"), a_text("src/ledger/other.py", "x\n", "y\n")),
        (0, a_text("src/ledger.py", "x\n", "y\n"), a_text("tests/test_money.py", "x\n", "y\n")),
        (0, a_text("a/utils.py", "x\n", "y\n"), a_text("b/utils.py", "x\n", "y\n")),  # a name that says nothing
    ],
    "shared_words": [
        (0.5, a_text("a", None, "alpha\n"), a_text("b", None, "alpha beta\n")),
        (0, a_text("a", None, "alpha\n"), a_text("b", None, "beta\n")),
    ],
}


@pytest.mark.parametrize(
    ("name", "value", "files"), [(name, value, files) for name, cases in CASES.items() for value, *files in cases]
)
def test_two_pieces(name, value, files):
    found = list(load_signal(name).values(all_pieces(*files)))
    assert found == ([(0, 1, pytest.approx(value, abs=0.01))] if value else [])


def test_co_change():
    files = (a_text("a", "x\n", "y\n"), a_text("b", "x\n", "y\n"), a_text("c", "x\n", "y\n"))
    together = {(b"a", b"c"): 0.5}
    values = list(load_signal("co_change").values(all_pieces(*files, together=together)))
    assert values == [(0, 2, pytest.approx(1.1))]
    assert list(load_signal("co_change").values(all_pieces(*files))) == []


def test_no_signal_is_without_a_case():
    assert {*CASES, "co_change"} == set(signal_names())
