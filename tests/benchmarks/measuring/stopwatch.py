"""Times of several methods, taken in turns, so that what else the machine does falls on all of them."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.measuring.command import CannotRunError, Method, Place
from tests.benchmarks.measuring.result import Row, Table


def measure(table: Table, methods: list[Method], place: Place, repetitions: int, say: Callable[[str], None]) -> None:
    """Add a row for each method to the table: one run to count, then so many timed ones, every method once a turn.

    Each turn starts with another method, so that none always comes after the same one.
    """
    rows = {method.name: next((row for row in table.rows if row.method == method.name), None) for method in methods}
    for method in methods:
        row = rows[method.name] = rows[method.name] or Row(method.name)
        if row not in table.rows:
            table.rows.append(row)
        say(f"{table.title}: counting, {method.name}")
        try:
            row.counts = place.counts(method)
        except CannotRunError as error:
            row.problem = str(error)
    for turn in range(repetitions):
        first = turn % len(methods)
        for method in methods[first:] + methods[:first]:
            row = rows[method.name]
            if row is None or row.problem:
                continue
            say(f"{table.title}: {turn + 1} of {repetitions}, {method.name}")
            try:
                times = place.times(method)
            except CannotRunError as error:
                row.problem = str(error)
                continue
            row.samples.append(times.seconds)
            row.cpu_samples.append(times.cpu_seconds)
