"""Values for tests: a test names only what it is about, the rest has a plain default."""

from __future__ import annotations

from typing import Any

from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_REGULAR,
    AddedLine,
    Change,
    ChangedFile,
    FileStatus,
    LineCounts,
    RemovedLine,
)
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Instance
from reviewbot.model.report import Severity
from reviewbot.model.rule import Scope


def line_counts(added: int = 0, removed: int = 0, **others: Any) -> LineCounts:
    """Counts without long lines: what git counts is what the budget counts."""
    return LineCounts(added_lines=added, removed_lines=removed, counted_added=added, counted_removed=removed)._replace(
        **others
    )


def a_file(
    path: str = "src/app.py",
    *,
    added: int = 1,
    removed: int = 0,
    status: FileStatus | None = None,
    old_path: str | None = None,
    lines: tuple[str | AddedLine, ...] = (),
    removed_lines: tuple[RemovedLine, ...] = (),
    **others: Any,
) -> ChangedFile:
    """A changed file; status follows from `old_path` unless given. `lines` are added lines."""
    if status is None:
        status = FileStatus.RENAMED if old_path is not None else FileStatus.MODIFIED
    modes = {
        "old_mode": MODE_ABSENT if status is FileStatus.ADDED else MODE_REGULAR,
        "new_mode": MODE_ABSENT if status is FileStatus.DELETED else MODE_REGULAR,
    }
    numbered = (
        line if isinstance(line, AddedLine) else AddedLine(number, line.encode())
        for number, line in enumerate(lines, 1)
    )
    found: dict[str, Any] = {"added": tuple(numbered), "removed": removed_lines}
    fields: dict[str, Any] = {"counts": line_counts(added, removed), **found, **modes, **others}
    return ChangedFile(
        path=path.encode(), old_path=None if old_path is None else old_path.encode(), status=status, **fields
    )


def a_change(*files: ChangedFile, **others: Any) -> Change:
    return Change(files=tuple(sorted(files, key=lambda file: file.path)), **others)


def an_instance(rule: str = "forbidden-path", options: object = None, **others: Any) -> Instance:
    return Instance(rule=rule, options=options, **others)


def a_scope(
    *files: ChangedFile,
    change: Change | None = None,
    facts: Facts | None = None,
    guards: tuple[Instance, ...] = (),
    **instance: Any,
) -> Scope:
    """What a rule sees: these files, in a change of just these files unless `change` is given."""
    return Scope(
        files=tuple(sorted(files, key=lambda file: file.path)),
        instance=an_instance(**instance),
        change=change or a_change(*files),
        facts=facts or Facts(),
        guards=guards,
    )


__all__ = ["Severity", "a_change", "a_file", "a_scope", "an_instance", "line_counts"]
