"""What a part does to a file, as git takes it: a patch where it holds a share of the file, else what stands at head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewbot.model.change import FileStatus
from reviewbot.model.git_name import quoted_name
from reviewbot.model.split_plan import FileTexts, Hunk, PartFile, SplitPlan
from reviewbot.model.stacks import beneath, planned_branches
from reviewbot.split.texts import lines_of, old_from, text_with

CONTEXT_LINES = 3
_NO_END = b"\n\\ No newline at end of file\n"
_ABSENT = b"/dev/null"


def with_patches(plan: SplitPlan, texts: Sequence[FileTexts]) -> SplitPlan:
    """The plan with what each part does to its files, on what it stands on; see `PartFile`."""
    by_path = {each.file.path: each for each in texts}
    on = [below for _, below in planned_branches(plan)]
    parts = []
    for part in plan.parts:
        before = [file for number in beneath(part.number, on) for file in plan.parts[number - 1].files]
        parts.append(part._replace(files=tuple(_made(file, by_path[file.path], before) for file in part.files)))
    return plan._replace(parts=tuple(parts))


def _made(file: PartFile, texts: FileTexts, before: Sequence[PartFile]) -> PartFile:
    if file.whole:
        return file._replace(entry=f"{texts.file.new_mode:o} {texts.file.new_id}")
    applied = [hunk for other in before if other.path == file.path for hunk in other.hunks]
    return file._replace(patch=patch_of(texts, applied, file.hunks))


def patch_of(texts: FileTexts, applied: Sequence[Hunk], hunks: Sequence[Hunk]) -> bytes:
    """A unified patch from the file with the hunks `applied` to the same with `hunks` too."""
    sides = _Sides(texts, applied, hunks)
    return sides.header() + b"".join(sides.shown(group) for group in sides.near())


class _Sides:
    def __init__(self, texts: FileTexts, applied: Sequence[Hunk], hunks: Sequence[Hunk]) -> None:
        self._texts, self._applied = texts, applied
        self._hunks = sorted(hunks, key=lambda hunk: (old_from(hunk), hunk.new_start))
        self._both = [*applied, *hunks]
        self._before = lines_of(text_with(texts, applied))
        self._after = lines_of(text_with(texts, self._both))

    def header(self) -> bytes:
        """What git writes above the hunks: names, and what becomes of the file where it is made, moved or removed."""
        file = self._texts.file
        is_first, is_last = not self._applied, _lines(self._both) == _lines(self._texts.hunks)
        old_path = file.old_path if is_first and file.old_path is not None else file.path
        old, new = quoted_name(b"a/" + old_path), quoted_name(b"b/" + file.path)
        lines = [b"diff --git %s %s" % (old, new)]
        if file.status is FileStatus.ADDED and is_first:
            lines.append(b"new file mode %06o" % file.new_mode)
            old = _ABSENT
        elif file.status is FileStatus.DELETED and is_last:
            lines.append(b"deleted file mode %06o" % file.old_mode)
            new = _ABSENT
        elif is_first and file.old_mode != file.new_mode and file.exists_in_head:
            lines += [b"old mode %06o" % file.old_mode, b"new mode %06o" % file.new_mode]
        if old_path != file.path:
            lines += [b"rename from " + quoted_name(old_path), b"rename to " + quoted_name(file.path)]
        return b"\n".join([*lines, b"--- " + old, b"+++ " + new, b""])

    def near(self) -> Iterator[list[Hunk]]:
        """The hunks, those together whose context lines would touch."""
        group: list[Hunk] = []
        for hunk in self._hunks:
            if group and self._old(hunk) - self._old(group[-1]) - group[-1].old_lines > 2 * CONTEXT_LINES:
                yield group
                group = []
            group.append(hunk)
        if group:
            yield group

    def shown(self, group: Sequence[Hunk]) -> bytes:
        first = max(self._old(group[0]) - CONTEXT_LINES, 0)
        start = self._new(group[0]) - (self._old(group[0]) - first)
        lines: list[bytes] = []
        at = first
        for hunk in group:
            old, new = self._old(hunk), self._new(hunk)
            lines += [b" " + line for line in self._before[at:old]]
            lines += [b"-" + line for line in self._before[old : old + hunk.old_lines]]
            lines += [b"+" + line for line in self._after[new : new + hunk.new_lines]]
            at = old + hunk.old_lines
        last = min(at + CONTEXT_LINES, len(self._before))
        lines += [b" " + line for line in self._before[at:last]]
        old_lines = last - first
        new_lines = old_lines + sum(hunk.new_lines - hunk.old_lines for hunk in group)
        places = (first + (old_lines > 0), old_lines, start + (new_lines > 0), new_lines)
        ended = [line if line.endswith(b"\n") else line + _NO_END for line in lines]
        return b"@@ -%d,%d +%d,%d @@\n" % places + b"".join(ended)

    def _old(self, hunk: Hunk) -> int:
        return _start(hunk, self._applied)

    def _new(self, hunk: Hunk) -> int:
        return _start(hunk, self._both)


def _lines(hunks: Sequence[Hunk]) -> int:
    """Parts may hold pieces of a hunk, so it is not their number that tells whether nothing is missing."""
    return sum(hunk.old_lines + hunk.new_lines for hunk in hunks)


def _start(hunk: Hunk, applied: Sequence[Hunk]) -> int:
    """The index of the hunk's first line in the file with `applied`."""
    place = (old_from(hunk), hunk.new_start)
    earlier = [each for each in applied if (old_from(each), each.new_start) < place]
    return old_from(hunk) + sum(each.new_lines - each.old_lines for each in earlier)
