"""A plan while a person changes it: what lies in which part, without a look at whether that makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewbot.errors import UsageError
from reviewbot.model.shown import shown_path
from reviewbot.model.split_plan import FileTexts, Hunk, Part, PartFile, SplitPlan


@dataclass
class _DraftPart:
    """files: the hunks of each path; [] for a file that changes as one."""

    title: str
    why: str
    files: dict[bytes, list[Hunk]] = field(default_factory=dict)


class Draft:
    """Parts are counted from 1, hunks of a file within its part too. Every method raises UsageError for what is not."""

    def __init__(self, plan: SplitPlan, texts: Sequence[FileTexts]) -> None:
        self._plan = plan
        self._texts = {each.file.path: each for each in texts}
        self._parts = [
            _DraftPart(
                part.title,
                part.why,
                {file.path: list(self._texts[file.path].hunks if file.whole else file.hunks) for file in part.files},
            )
            for part in plan.parts
        ]

    def move(self, path: bytes, hunk: int | None, start: int | None, end: int | None) -> None:
        """Put a file, or one hunk of it, from part `start` into part `end`.

        hunk: None for all. start: None where one part only holds the file. end: None for a new part.
        """
        source = self._part(start) if start is not None else self._holding(path)
        held = source.files.get(path)
        if held is None:
            raise UsageError(f"part {start} does not hold {shown_path(path)}")
        if hunk is not None and not 1 <= hunk <= len(held):
            raise UsageError(f"{shown_path(path)} has no hunk {hunk} there", help=_numbered(len(held)))
        target = self._part(end) if end is not None else _DraftPart("", "")
        if end is None:
            self._parts.append(target)
        if target is source:
            return
        moved = held if hunk is None else [held[hunk - 1]]
        target.files[path] = sorted([*target.files.get(path, []), *moved])
        left = [each for each in held if each not in moved]
        if left:
            source.files[path] = left
        else:
            del source.files[path]
        self._parts = [part for part in self._parts if part.files]

    def join(self, number: int, other: int) -> None:
        """Put all of part `other` into part `number`."""
        target, source = self._part(number), self._part(other)
        if target is source:
            raise UsageError("a part cannot be joined with itself")
        for path, hunks in source.files.items():
            target.files[path] = sorted([*target.files.get(path, []), *hunks])
        self._parts = [part for part in self._parts if part is not source]

    def place(self, number: int, before: int) -> None:
        """Put part `number` right before part `before`."""
        part, other = self._part(number), self._part(before)
        if part is other:
            raise UsageError("a part cannot come before itself")
        self._parts.remove(part)
        self._parts.insert(self._parts.index(other), part)

    def name(self, number: int, title: str) -> None:
        if not title.strip():
            raise UsageError("a title needs a word")
        self._part(number).title = title.strip()

    def files(self, number: int) -> list[PartFile]:
        """What the part holds."""
        return self._files(self._part(number))

    def plan(self) -> SplitPlan:
        """The parts as they lie now; needs and counted lines are open, see `replanned`."""
        parts = [
            Part(number, part.title, part.why, 0, files=tuple(self._files(part)))
            for number, part in enumerate(self._parts, 1)
        ]
        return self._plan._replace(parts=tuple(parts), problems=())

    def _files(self, part: _DraftPart) -> list[PartFile]:
        found = []
        for path, hunks in sorted(part.files.items()):
            texts = self._texts[path]
            whole = _lines(hunks) == _lines(texts.hunks)
            found.append(PartFile(path, texts.file.old_path, whole, () if whole else tuple(hunks)))
        return found

    def _part(self, number: int) -> _DraftPart:
        if not 1 <= number <= len(self._parts):
            raise UsageError(f"there is no part {number}", help=f"they are numbered from 1 to {len(self._parts)}")
        return self._parts[number - 1]

    def _holding(self, path: bytes) -> _DraftPart:
        numbers = [number for number, part in enumerate(self._parts, 1) if path in part.files]
        if not numbers:
            raise UsageError(f"the change does not touch {shown_path(path)}")
        if len(numbers) > 1:
            *rest, last = map(str, numbers)
            said = f"{', '.join(rest)} and {last}"
            raise UsageError(
                f"parts {said} hold some of {shown_path(path)}", help="say which: move PATH from PART to PART"
            )
        return self._parts[numbers[0] - 1]


def _numbered(count: int) -> str:
    return f"they are numbered from 1 to {count}" if count else "it changes as one"


def _lines(hunks: Sequence[Hunk]) -> int:
    return sum(hunk.old_lines + hunk.new_lines for hunk in hunks)
