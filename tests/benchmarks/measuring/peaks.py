"""Peak memory of several methods on one change, side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring.command import Method, Place
from tests.benchmarks.measuring.text_table import aligned

WATCHER = Path(__file__).with_name("peak_memory.py")
HEADER = ("method", "own", "largest child", "together", "bound", "stands")
NUMBERS = frozenset((1, 2, 3, 4))


@dataclass
class Peak:
    """The largest of a method's runs, in MiB: of its own process, of one that it started, of all at one moment."""

    method: str
    own: float = 0.0
    child: float = 0.0
    together: float = 0.0
    problem: str = ""

    def add_run(self, method: Method, place: Place) -> None:
        """One run under the watcher, which is a process of its own."""
        command = (sys.executable, "-I", "-S", str(WATCHER), *method.command)
        done = subprocess.run(
            command, cwd=place.directory, env=place.environment, input=method.input, capture_output=True, check=False
        )
        if done.returncode:
            self.problem = (done.stderr.decode().strip().splitlines() or [f"exit {done.returncode}"])[-1]
            return
        watched = json.loads(done.stdout)
        if watched["status"] not in method.exits:
            self.problem = f"exit {watched['status']}"
            return
        own, child, together, reaped = (watched[name] / 1024 for name in ("own", "child", "together", "reaped"))
        # What the kernel saw and polling missed belongs to whichever process is the largest.
        own, child = (max(own, reaped), child) if own >= child else (own, max(child, reaped))
        self.own = max(self.own, own)
        self.child = max(self.child, child)
        self.together = max(self.together, own, child, together)


@dataclass
class PeakTable:
    """The first peak is the reference: `together` of the others may be `more_mib` above its own, None for no bound."""

    title: str
    peaks: list[Peak]
    more_mib: float | None

    @property
    def limit(self) -> float | None:
        """MiB; None without a bound, or when the reference could not be run."""
        reference = self.peaks[0]
        return None if self.more_mib is None or reference.problem else reference.together + self.more_mib

    @property
    def problems(self) -> list[str]:
        """What could not be run, and why."""
        return [f"{self.title}: {peak.method}: {peak.problem}" for peak in self.peaks if peak.problem]

    @property
    def over(self) -> list[str]:
        """The methods whose bound is not met."""
        limit = self.limit
        judged = [] if limit is None else [peak for peak in self.peaks[1:] if peak.together > limit]
        return [f"{self.title}: memory of {peak.method}" for peak in judged]

    def text(self) -> str:
        """A title, the rows, and what could not be run."""
        lines = [f"memory: {self.title} (peaks)", *aligned([HEADER, *map(self._cells, self.peaks)], NUMBERS)]
        lines += [f"  not run, {peak.method}: {peak.problem}" for peak in self.peaks if peak.problem]
        return "\n".join(lines) + "\n"

    def _cells(self, peak: Peak) -> tuple[str, ...]:
        if peak.problem:
            return (peak.method, "", "", "", "", "not run")
        sizes = tuple(f"{size:.1f} MiB" for size in (peak.own, peak.child, peak.together))
        if self.limit is None or peak is self.peaks[0]:
            return (peak.method, *sizes, "", "")
        return (peak.method, *sizes, f"<= {self.limit:.1f} MiB", "OVER" if peak.together > self.limit else "met")
