"""What lies between two commits of a test's repository, measured as `lint-diff` does."""

from __future__ import annotations

from reviewbot.model.change import ChangedFile, Needs
from reviewbot.sources import measure
from reviewbot.sources.diff_tree import start_measuring
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository


def read_range(repository: Repository, old: str, new: str, needs: Needs) -> tuple[ChangedFile, ...]:
    with open_sandbox() as sandbox:
        sandbox.use_objects((str(repository.git_dir / "objects"),), sha256=False)
        with start_measuring(sandbox, old, new) as measured:
            return measure.read_files(sandbox, measured, old, new, needs)
