"""The change between two commits as `git diff` prints it, and parts of it as JSON: what simple splitters share."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class ChangedFile(NamedTuple):
    """hunks: (old start, old lines, new start, new lines) each."""

    path: str
    hunks: list[tuple[int, int, int, int]]

    @property
    def changed_lines(self) -> int:
        return sum(old_lines + new_lines for _, old_lines, _, new_lines in self.hunks)


def read_change(span: str) -> list[ChangedFile]:
    """The files of `BASE...HEAD`, in git's order."""
    names = subprocess.run(("git", "diff", "-M", "--name-only", "-z", span), check=True, capture_output=True).stdout
    files = [ChangedFile(name.decode("utf-8", "surrogateescape"), []) for name in names.split(b"\0")[:-1]]
    patch = subprocess.run(("git", "diff", "-M", "-U0", "--no-color", span), check=True, capture_output=True).stdout
    number = -1
    for line in patch.split(b"\n"):
        if line.startswith(b"diff --git "):
            number += 1
        elif match := _HUNK.match(line):
            start, lines, new_start, new_lines = (1 if group is None else int(group) for group in match.groups())
            files[number].hunks.append((start, lines, new_start, new_lines))
    return files


def print_parts(parts: Sequence[Sequence[ChangedFile]]) -> None:
    """One JSON object, as long as a plan needs it to be applied."""
    listed = [{"part": number, "files": [file._asdict() for file in part]} for number, part in enumerate(parts, 1)]
    print(json.dumps({"parts": listed}, indent=1))
