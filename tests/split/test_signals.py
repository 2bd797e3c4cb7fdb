"""Each signal, on the least that it speaks of: which two pieces it means, and what leaves it silent."""

from __future__ import annotations

import pytest

from reviewbot.split.likeness import likeness_of
from reviewbot.split.signals import load_signal, signal_names
from tests.split.texts import a_text, all_pieces, pieces

CASES = {
    "changed_pieces": [
        (2 / 3, a_text("a", None, "load_user\n"), a_text("b", None, "UserLoad name_read\n")),
        (0.5, a_text("a", "load_user\n", "load_name\n"), a_text("b", "x\n", "aName\n")),
        (0, a_text("a", "load_user\n", "load_user x\n"), a_text("b", None, "load_user\n")),  # there before and after
        (0, a_text("a", None, "abc\n"), a_text("b", None, "abc\n")),  # too short to mean one thing
    ],
    "like_paths": [
        (0.28, a_text("load/user.py", "x\n", "y\n"), a_text("tests/test_user.py", "x\n", "y\n")),
        (0, a_text("load/user.py", "x\n", "y\n"), a_text("tests/name.c", "x\n", "y\n")),
        (0, a_text("load/user.py", "1\n" * 20, "x\n" + "1\n" * 20 + "y\n")),  # one file is not two alike
    ],
    "likest": [
        (1.0, a_text("a", "x\n", "alpha x\n"), a_text("b", "y\n", "alpha beta gamma y\n")),
        (0, a_text("a", "alpha\n", "alpha x\n"), a_text("b", "alpha\n", "alpha y\n")),
        (0, a_text("a", "x\n", "abc x\n"), a_text("b", "y\n", "abc y\n")),
    ],
    "name_pieces": [
        (2 / 6**0.5, a_text("a", None, "load_user\n"), a_text("b", None, "UserLoad name\n")),
        (0.66, a_text("a", "user\n", "load\n"), a_text("b", "x\n", "loadName\n")),  # `user` is not new, so it is less
        (0, a_text("a", None, "load_user\n"), a_text("b", None, "NameRead\n")),
    ],
    "new_beside_edited": [
        (1.0, a_text("a", None, "x\n"), a_text("b", "x\n", "y\n")),
        (0, a_text("a", None, "x\n"), a_text("b", None, "y\n")),
        (0, a_text("a", "x\n", "z\n"), a_text("b", "x\n", "y\n")),
    ],
    "new_words": [
        (0.5, a_text("a", "x\n", "alpha\n"), a_text("b", "y\n", "alpha beta\n")),
        (0, a_text("a", "x\n", "alpha\n"), a_text("b", "alpha\n", "alpha y\n")),  # it was there before
        (0, a_text("a", "x\n", "abc\n"), a_text("b", "y\n", "abc\n")),
    ],
    "path_words": [
        (0.5, a_text("load/user.py", "x\n", "y\n"), a_text("b", "x\n", "loading load of a user\n")),
        (0, a_text("load/user.py", "x\n", "y\n"), a_text("b", "x\n", "other things\n")),
    ],
    "same_file": [
        (1.0, a_text("a", "1\n" * 20, "x\n" + "1\n" * 20 + "y\n")),
        (0, a_text("a", "x\n", "y\n"), a_text("b", "x\n", "y\n")),
    ],
    "same_stem": [
        (1.0, a_text("a/load_user.go", "x\n", "y\n"), a_text("b/load_user_test.go", "x\n", "y\n")),
        (1.0, a_text("tests/test_load.py", "x\n", "y\n"), a_text("x/_load.py", "x\n", "y\n")),
        (0, a_text("a/index.ts", "x\n", "y\n"), a_text("b/index.ts", "x\n", "y\n")),  # every folder has one
        (0, a_text("a/load.go", "x\n", "y\n"), a_text("a/loader.go", "x\n", "y\n")),
        (0, a_text("load.py", "1\n" * 20, "x\n" + "1\n" * 20 + "y\n")),  # one file is not two
    ],
    "same_version": [
        (1.0, a_text("a", "lib 2.1.2\n", "lib 2.1.3\n"), a_text("b", "x\n", "since 2.1.3 and 1.0\n")),
        (0, a_text("a", "lib 2.1.2\n", "lib 2.1.3\n"), a_text("b", "x\n", "since 2.1\n")),
        (0, a_text("a", None, "12\n"), a_text("b", None, "12\n")),
    ],
    "shared_words": [
        (0.69, a_text("a", None, "alpha\n"), a_text("b", None, "alpha beta\n")),
        (1.1, a_text("a", None, "alpha beta\n"), a_text("b", None, "alpha beta\n")),
        (0.35, a_text("a", "alpha\n" * 3, "x\n" + "alpha\n" * 3 + "alpha\n"), a_text("b", None, "alpha\n")),  # common
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
    assert values == [(0, 2, pytest.approx(0.5))]
    assert list(load_signal("co_change").values(all_pieces(*files))) == []


def test_a_history_of_few_commits_says_little():
    files = (a_text("a", "x\n", "y\n"), a_text("b", "x\n", "y\n"))
    together = [likeness_of(*pieces(*files), [(b"a", b"b")] * times)[0][1] for times in (0, 1, 3, 30)]
    assert together == sorted(together)
    assert together[3] > together[2] > together[1] > together[0]
    both = likeness_of(*pieces(*files), [(b"a", b"b"), (b"a",), (b"b",)])[0][1]
    assert together[0] < both < together[1]


def test_no_signal_is_without_a_case():
    assert {*CASES, "co_change"} == set(signal_names())


def test_the_likest_of_several_is_what_the_others_are_measured_by():
    files = (a_text("a", None, "alpha beta\n"), a_text("b", None, "alpha beta\n"), a_text("c", None, "alpha gamma\n"))
    values = {(one, other): value for one, other, value in load_signal("likest").values(all_pieces(*files))}
    # c is half as like to each of the others as they are to each other, and they are all that it is like.
    assert values == {(0, 1): pytest.approx(1.0), (0, 2): pytest.approx(0.75), (1, 2): pytest.approx(0.75)}
