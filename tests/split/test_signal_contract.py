"""What every signal promises. A new signal is held to it by being there."""

from __future__ import annotations

import inspect
import json
import math
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.split import signals
from reviewbot.split.likeness import likeness_of
from reviewbot.split.signals import load_signal, signal_names
from tests.repositories import isolated_environment
from tests.split.strategies import contents
from tests.split.texts import HISTORY, TALKING, a_text, all_pieces, pieces

each_signal = pytest.mark.parametrize("name", signal_names())
MOST_VALUE = 3.0  # of any two pieces, so that a weight says how much a signal can do

PATHS = st.sampled_from(["a/user_loader.py", "a/tests/test_user_loader.py", "b/load.py", "b/main.go", "README.md", "c"])
WORDS = ["def load_user(name):", "    return UserLoader(name)", "class UserLoader:", "    pass", "", "LIMIT = 3"]
CODE = st.lists(st.sampled_from(WORDS), max_size=20).map(lambda lines: "".join(f"{line}\n" for line in lines))
SIDES = st.tuples(st.none() | CODE | contents, CODE | contents)
CHANGES = st.dictionaries(PATHS, SIDES, min_size=1, max_size=5)


def changed(sides):
    found = [a_text(path, old, new) for path, (old, new) in sides.items() if old != new]
    return found or [a_text("a", None, "1\n")]


@each_signal
def test_it_says_what_it_is(name):
    signal = load_signal(name)
    first, *_ = inspect.getdoc(signal).splitlines()
    assert first.endswith((".", ":"))
    assert isinstance(signal.WEIGHT, int)
    assert signal.WEIGHT


@each_signal
def test_of_nothing_and_of_one_piece_it_says_nothing(name):
    assert list(load_signal(name).values(all_pieces())) == []
    assert list(load_signal(name).values(all_pieces(a_text("a.py", None, "def load_user():\n    pass\n")))) == []


@each_signal
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sides=CHANGES)
def test_a_value_is_a_number_for_two_pieces_once(name, sides):
    some = all_pieces(*changed(sides))
    values = list(load_signal(name).values(some))
    for one, other, value in values:
        assert 0 <= one < other < len(some.atoms)
        assert math.isfinite(value)
        assert 0 < value <= MOST_VALUE
    assert len({(one, other) for one, other, _ in values}) == len(values)


@each_signal
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(sides=CHANGES)
def test_it_changes_nothing_and_says_the_same_again(name, sides):
    some, same = all_pieces(*changed(sides)), all_pieces(*changed(sides))
    first = list(load_signal(name).values(some))
    assert some == same
    assert list(load_signal(name).values(some)) == first
    assert sorted(load_signal(name).values(same)) == sorted(first)


SCRIPT = """
import json
from tests.split.texts import HISTORY, TALKING, pieces
from reviewbot.split.likeness import likeness_of
print(json.dumps(likeness_of(*pieces(*TALKING), HISTORY)))
"""


def test_no_hash_order_has_a_say():
    found = set()
    for seed in ("0", "1", "2"):
        environment = isolated_environment() | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()}
        command = [sys.executable, "-c", SCRIPT]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 1
    assert json.loads(found.pop()) == likeness_of(*pieces(*TALKING), HISTORY)


def test_every_signal_has_a_say_where_all_are_meant_to_talk():
    together = {(b"a/user_loader.py", b"b/load.py"): 1.0}
    silent = {
        name for name in signal_names() if not list(load_signal(name).values(all_pieces(*TALKING, together=together)))
    }
    assert silent == set()


SOURCE = '''"""Both are there."""

WEIGHT = 100_000


def values(pieces):
    yield from ((one, one + 1, 1.0) for one in range(len(pieces.atoms) - 1))
'''


def test_a_signal_is_one_file(tmp_path, monkeypatch):
    apart = pieces(a_text("a/one.py", None, "alpha = 1\n"), a_text("b/two.md", "x\n", "gamma\n"))
    assert likeness_of(*apart, [])[0][1] < 0.5
    (tmp_path / "being_there.py").write_text(SOURCE)
    (tmp_path / "_shared_too.py").write_text("")
    monkeypatch.setattr(signals, "__path__", [*signals.__path__, str(tmp_path)])
    try:
        assert "being_there" in signal_names()
        assert "_shared_too" not in signal_names()
        assert likeness_of(*apart, [])[0][1] > 0.99
    finally:
        sys.modules.pop("reviewbot.split.signals.being_there", None)
