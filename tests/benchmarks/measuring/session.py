"""What every group of a benchmark works with: the inputs, the places, and the files on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.inputs.repository import Input, Inputs, environment
from tests.benchmarks.measuring.command import Place


@dataclass
class Session:
    """One run of the benchmark. given: the change of `--repo`, which then takes the place of generated ones. folder:
    for what a run writes and nobody keeps."""

    inputs: Inputs
    folder: Path
    repetitions: int
    scale: float
    given: Input | None = None

    def say(self, what: str) -> None:
        """Progress."""
        self.inputs.say(what)

    def size(self, full: int, least: int = 20) -> int:
        """A size of the design, scaled down for a trial."""
        return max(least, round(full * self.scale))

    @property
    def full_size(self) -> bool:
        """Whether the bounds, which are stated for full sizes, apply."""
        return self.scale >= 1

    def place(self, directory: Path) -> Place:
        return Place(directory, environment(self.inputs.folder))

    def written(self, name: str, text: str) -> str:
        """The path of a policy or a list in the benchmark's own folder."""
        path = self.folder / name
        path.write_text(text)
        return str(path)
