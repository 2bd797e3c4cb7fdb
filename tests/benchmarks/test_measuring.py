"""How samples are judged and shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.benchmarks.measuring.command import Counts, Method, Place, said_in
from tests.benchmarks.measuring.peaks import WATCHER, Peak, PeakTable
from tests.benchmarks.measuring.result import Bound, Row, Standing, Table
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.measuring.text_table import bar, time_text

BOUND = Bound(limit=1.5, aim=1.1)


def a_table(*samples: float, bound: Bound | None = BOUND, counts: Counts | None = None) -> Table:
    """A reference of one second, and a method with these samples."""
    reference = Row("git", [1.0, 1.0, 1.0], [2.0], Counts(2, 10, 5))
    return Table("lines", "a change", "git", [reference, Row("ours", list(samples), [3.0], counts, bound)])


@pytest.mark.parametrize(
    ("samples", "standing"),
    [
        pytest.param((1.1, 1.1, 9.0), Standing.AIM, id="one slow run does not count"),
        pytest.param((1.5,), Standing.MET, id="exactly at the bound"),
        pytest.param((1.4, 1.6, 1.6), Standing.UNCLEAR, id="only the minimum within"),
        pytest.param((1.6,), Standing.OVER, id="over"),
        pytest.param((), None, id="nothing measured"),
    ],
)
def test_a_bound_is_judged_by_the_worse_of_two_ratios(samples, standing):
    table = a_table(*samples)
    assert table.standing(table.rows[1]) == standing
    assert bool(table.over) == (standing in (Standing.UNCLEAR, Standing.OVER))


def test_no_bound_is_no_judgement():
    table = a_table(9.0, bound=None)
    assert table.over == []
    assert "OVER" not in table.text()


def test_a_method_that_did_not_run_is_said_and_not_judged():
    table = a_table()
    table.rows[1].problem = "exit 3"
    assert table.over == []
    assert table.problems == ["a change: ours: exit 3"]
    assert "not run, ours: exit 3" in table.text()


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param(None, "", id="counts nothing"),
        pytest.param(Counts(2, 10, 5, 7), "ok", id="says more"),
        pytest.param(Counts(2), "ok", id="says less"),
        pytest.param(Counts(2, 10, 4), "differs: 2 files +10 -4", id="another count"),
    ],
)
def test_counts_are_compared_with_the_reference(counts, said):
    table = a_table(1.0, counts=counts)
    assert table.agreement(table.rows[1]) == said


@pytest.mark.parametrize(
    ("ratio", "drawn"),
    [
        pytest.param(0.0, "................|.......", id="nothing"),
        pytest.param(1.0, "################|.......", id="at the bound"),
        pytest.param(1.2, "################|##.....", id="over"),
        pytest.param(9.0, "################|######>", id="far over"),
    ],
)
def test_a_bar_shows_the_ratio_against_the_bound(ratio, drawn):
    assert bar(ratio, 1.0) == drawn


def test_times_are_readable():
    assert (time_text(0.01234), time_text(12.345)) == ("12.3 ms", "12.35 s")


def test_memory_is_judged_by_all_processes_together():
    peaks = [Peak("git", 100.0, 0.0, 100.0), Peak("ours", 20.0, 100.0, 120.0), Peak("theirs", 90.0, 100.0, 190.0)]
    table = PeakTable("a change", peaks, more_mib=64.0)
    assert table.over == ["a change: memory of theirs"]
    assert "<= 164.0 MiB" in table.text()


def test_the_watcher_tells_a_process_from_its_child():
    child = "import time; held = bytearray(80 << 20); time.sleep(0.1)"
    parent = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {child!r}]))"
    command = (sys.executable, "-I", "-S", str(WATCHER), sys.executable, "-c", parent)
    watched = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert watched["status"] == 0
    assert watched["own"] < 80 << 10 <= watched["child"] <= watched["together"]


def test_the_ratio_of_cpu_time_is_shown_beside():
    table = a_table(1.0)
    assert table.cpu_ratio(table.rows[1]) == 1.5
    assert re.search(r"  ours .* 1\.00 +1\.00 +1\.50 ", table.text())


def test_methods_take_turns(tmp_path):
    said: list[str] = []
    methods = [Method(name, (sys.executable, "-c", "pass")) for name in ("one", "two")]
    table = Table("group", "title", "one")
    measure(table, methods, Place(tmp_path, {}), 2, said.append)
    assert [line.rpartition(" ")[2] for line in said] == ["one", "two", "one", "two", "two", "one"]
    assert [len(row.samples) for row in table.rows] == [2, 2]
    assert all(cpu > 0 for row in table.rows for cpu in row.cpu_samples)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        pytest.param(("/no/such/program",), "No such file or directory: /no/such/program", id="not there"),
        pytest.param((sys.executable, "-c", "raise SystemExit('error: no')"), "exit 1: error: no", id="fails"),
    ],
)
def test_what_cannot_be_run_says_why(command, problem, tmp_path):
    table = Table("group", "title", "method")
    measure(table, [Method("method", command)], Place(tmp_path, {}), 1, lambda _: None)
    assert table.rows[0].problem == problem


def test_the_line_that_says_what_is_wrong_is_found():
    assert said_in("warning: hm\nerror: bad thing\n  help: mend it\n") == ": error: bad thing"
    assert said_in("") == ""
