"""What a benchmark finds: rows of samples in tables, judged by bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from tests.benchmarks.measuring.command import Counts
from tests.benchmarks.measuring.text_table import aligned, bar, time_text

HEADER = ("method", "median", "minimum", "ratio", "of minima", "of cpu", "counts", "bound", "", "stands")
NUMBERS = frozenset((1, 2, 3, 4, 5))


class Standing(StrEnum):
    """How a row stands to its bound. UNCLEAR: medians and minima disagree, as on a busy machine; not counted as met."""

    AIM = "aim reached"
    MET = "met"
    UNCLEAR = "unclear"
    OVER = "OVER"


@dataclass(frozen=True)
class Bound:
    """The largest ratio to another row, and the one hoped for. of_seconds: or the seconds of the slowest run."""

    limit: float
    aim: float | None = None
    of_seconds: bool = False


@dataclass
class Row:
    """One method's samples, in seconds of the clock and of the processors. problem: why it could not be run, or ""."""

    method: str
    samples: list[float] = field(default_factory=list)
    cpu_samples: list[float] = field(default_factory=list)
    counts: Counts | None = None
    bound: Bound | None = None
    problem: str = ""

    @property
    def median(self) -> float:
        return median(self.samples)

    @property
    def minimum(self) -> float:
        return min(self.samples)


@dataclass
class Table:
    """Rows measured side by side, in one run, with ratios to the row named `reference`."""

    group: str
    title: str
    reference: str
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def row(self, method: str) -> Row | None:
        """The row of a method that could be run, else None."""
        return next((row for row in self.rows if row.method == method and row.samples), None)

    def ratios(self, row: Row) -> tuple[float, float] | None:
        """Of the medians and of the minima, to the reference; None where one of the two was not measured."""
        reference = self.row(self.reference)
        if reference is None or not row.samples:
            return None
        return row.median / reference.median, row.minimum / reference.minimum

    def cpu_ratio(self, row: Row) -> float | None:
        """Of the medians of CPU time. On a busy machine it is the steadier one; it says nothing of work in parallel."""
        reference = self.row(self.reference)
        if reference is None or not row.cpu_samples or not median(reference.cpu_samples):
            return None
        return median(row.cpu_samples) / median(reference.cpu_samples)

    def standing(self, row: Row) -> Standing | None:
        """Judged by the worse of the two ratios, so that noise cannot meet a bound; None without a bound or a ratio."""
        ratios = self.judged(row)
        if row.bound is None or ratios is None:
            return None
        if row.bound.aim is not None and max(ratios) <= row.bound.aim:
            return Standing.AIM
        if max(ratios) <= row.bound.limit:
            return Standing.MET
        return Standing.UNCLEAR if min(ratios) <= row.bound.limit else Standing.OVER

    def judged(self, row: Row) -> tuple[float, ...] | None:
        """What the bound of a row is about."""
        if row.bound is not None and row.bound.of_seconds:
            return (max(row.samples),) if row.samples else None
        return self.ratios(row)

    def agreement(self, row: Row) -> str:
        """Whether a row counted what the reference did: "ok", "differs: …", or "" where nothing is counted."""
        reference = self.row(self.reference)
        if row.counts is None or reference is None or reference.counts is None:
            return ""
        return "ok" if row.counts.agrees_with(reference.counts) else f"differs: {row.counts}"

    @property
    def problems(self) -> list[str]:
        """What could not be run, and why."""
        return [f"{self.title}: {row.method}: {row.problem}" for row in self.rows if row.problem]

    @property
    def over(self) -> list[str]:
        """The methods whose bound is not met."""
        missed = (Standing.OVER, Standing.UNCLEAR)
        return [f"{self.title}: {row.method}" for row in self.rows if self.standing(row) in missed]

    def text(self) -> str:
        """A title, the rows, and remarks below."""
        lines = [f"{self.group}: {self.title} (ratios to {self.reference})"]
        lines += aligned([HEADER, *(self._cells(row) for row in self.rows)], NUMBERS)
        lines += [f"  not run, {row.method}: {row.problem}" for row in self.rows if row.problem]
        return "\n".join(lines + [f"  {remark}" for remark in self.remarks]) + "\n"

    def _cells(self, row: Row) -> tuple[str, ...]:
        if row.problem:
            return (row.method, *[""] * 8, "not run")
        ratios = self.ratios(row)
        of_medians, of_minima = (f"{ratio:.2f}" for ratio in ratios) if ratios else ("", "")
        cpu_ratio = self.cpu_ratio(row)
        of_cpu = "" if cpu_ratio is None else f"{cpu_ratio:.2f}"
        measured = (row.method, time_text(row.median), time_text(row.minimum), of_medians, of_minima, of_cpu)
        standing, judged = self.standing(row), self.judged(row)
        if row.bound is None or judged is None or standing is None:
            return (*measured, self.agreement(row), "", "", "")
        unit = " s, slowest" if row.bound.of_seconds else ""
        aim = f", aim {row.bound.aim:g}" if row.bound.aim is not None else ""
        limit = f"<= {row.bound.limit:g}{unit}{aim}"
        return (*measured, self.agreement(row), limit, bar(max(judged), row.bound.limit), standing.value)
