"""The trees that the parts of a split plan make: merge-base with some of the hunks applied, line by line.

No patch is applied, so nothing is fuzzy: a file is put together from its lines at merge-base and at head.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, FileStatus, Needs
from reviewbot.model.shown import shown_path
from reviewbot.model.split_plan import FileTexts, Hunk, Part
from reviewbot.model.stacks import stacked_on
from reviewbot.sources.diff_tree import start_measuring_pairs
from reviewbot.sources.each_commit import Step, apart
from reviewbot.sources.measure import read_files
from reviewbot.sources.object_store import object_data, object_id
from reviewbot.sources.sandbox import Sandbox
from reviewbot.sources.tree_edit import TreeEntry, Trees
from reviewbot.split.texts import text_with

Entries = dict[bytes, TreeEntry | None]
MOST_STATE_BYTES = 128 << 20  # that are written to be measured; a part of a file of 100 kB is a thousandth of that


class PartTrees:
    """Trees of parts on merge-base. head: the id of head's tree. texts: all files of the change.

    trees: merge-base, of which all folders are known in which the change does anything.
    """

    def __init__(self, sandbox: Sandbox, trees: Trees, head: str, texts: Sequence[FileTexts]) -> None:
        sandbox.writing_apart()
        self._sandbox, self._trees = sandbox, trees
        self.head = head
        self.texts = texts
        self._files: Mapping[bytes, FileTexts] = {each.file.path: each for each in texts}

    def tree_of(self, parts: Iterable[Part], *, write: bool = False) -> str:
        """The id of the tree with just these parts applied. write: so that git can read it afterwards."""
        applied: dict[bytes, list[Hunk]] = defaultdict(list)
        for part in parts:
            for file in part.files:
                applied[file.path] += self._files[file.path].hunks if file.whole else file.hunks
        made = self._trees.edited(self._trees.top, self._all(applied, write=write), write=write)
        if write:
            self._trees.store.finish()
        return made

    def stacked(self, parts: Sequence[Part], on: Sequence[int | None]) -> list[str]:
        """The tree of each part on what it stands on, see `stacked_on`. git can read them afterwards."""
        holders = Counter(file.path for part in parts for file in part.files)
        applied: list[dict[bytes, list[Hunk]]] = []  # of each part: what it and those below do to files of several
        made: list[str] = []
        for part, below in zip(parts, on, strict=True):
            states = dict(applied[below - 1]) if below is not None else {}
            touched = {}
            for file in part.files:
                more = self._files[file.path].hunks if file.whole else file.hunks
                touched[file.path] = [*states.get(file.path, ()), *more]
            states.update((path, hunks) for path, hunks in touched.items() if holders[path] > 1)
            applied.append(states)
            made.append(self._trees.edited(self._below(made, below), self._all(touched, write=True)))
        self._trees.store.finish()
        return made

    def prove(self, parts: Sequence[Part]) -> tuple[list[int], bool]:
        """(counted lines of each part on what it stands on, as a budget counts a change; whether all give head).

        Of files so large that all their states would be too much, a part counts the lines of its hunks.
        """
        if self._state_bytes(parts) > MOST_STATE_BYTES:
            return [part.counted_lines for part in parts], self.tree_of(parts) == self.head
        on = stacked_on(parts)
        made = self.stacked(parts, on)
        steps = [Step("", self._below(made, below), tree) for below, tree in zip(on, made, strict=True)]
        with start_measuring_pairs(self._sandbox, b"".join(step.header for step in steps)) as answer:
            identical = self.tree_of(parts) == self.head  # while git measures
            return self._counted(apart(answer, steps), steps), identical

    def counted_lines(self, pairs: Iterable[tuple[str, str]]) -> list[int]:
        """Counted lines between the two trees of each pair."""
        steps = [Step("", old, new) for old, new in pairs]
        with start_measuring_pairs(self._sandbox, b"".join(step.header for step in steps)) as answer:
            return self._counted(apart(answer, steps), steps)

    def _state_bytes(self, parts: Sequence[Part]) -> int:
        """Of the files that a part changes and another one too, once for each of the parts."""
        partial = (self._files[file.path] for part in parts for file in part.files if not file.whole)
        return sum(max(len(texts.old or b""), len(texts.new or b"")) for texts in partial)

    def _counted(self, answers: Iterable[Iterable[bytes]], steps: Sequence[Step]) -> list[int]:
        ignored = {
            name
            for each in self.texts
            for name in (each.file.path, each.file.old_path)
            if name is not None and not each.is_counted
        }
        return [
            sum(
                file.counts.counted_lines
                for file in read_files(self._sandbox, blocks, step.old, step.new, Needs())
                if file.path not in ignored
            )
            for step, blocks in zip(steps, answers, strict=True)
        ]

    def _below(self, made: Sequence[str], number: int | None) -> str:
        """The tree of the part of that number, merge-base for None."""
        return self._trees.top if number is None else made[number - 1]

    def _all(self, applied: Mapping[bytes, Sequence[Hunk]], *, write: bool) -> Entries:
        """What stands in the tree for these files with these hunks applied."""
        gone: Entries = {}
        present: Entries = {}
        for path, hunks in applied.items():
            for name, entry in self._entries(self._files[path], hunks, write=write).items():
                (gone if entry is None else present)[name] = entry
        return {**gone, **present}

    def _entries(self, texts: FileTexts, hunks: Sequence[Hunk], *, write: bool) -> Entries:
        """What stands in the tree for one file of the change. None: nothing under that name."""
        file = texts.file
        complete = sum(map(_lines, hunks)) == sum(map(_lines, texts.hunks))
        entries: Entries = {}
        if file.old_path not in (None, file.path):
            entries[file.old_path or b""] = None
        if complete and not file.exists_in_head:
            entries[file.path] = None
        else:
            mode = file.new_mode if file.new_mode != MODE_ABSENT else file.old_mode
            entries[file.path] = TreeEntry(b"%o" % mode, self._content(texts, hunks, write=write))
        return entries

    def _content(self, texts: FileTexts, hunks: Sequence[Hunk], *, write: bool) -> str:
        if not texts.hunks:
            return texts.file.new_id
        if texts.file.status is FileStatus.TYPE_CHANGED:
            raise SourceError(f"{shown_path(texts.file.path)} changed its kind and cannot be divided")
        data = object_data(b"blob", text_with(texts, hunks))
        id_ = object_id(data, self.head)
        if write and id_ not in (texts.file.old_id, texts.file.new_id):
            self._trees.store.write(id_, data)
        return id_


def _lines(hunk: Hunk) -> int:
    return hunk.old_lines + hunk.new_lines
