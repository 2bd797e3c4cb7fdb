"""The trees that the parts of a split plan make: merge-base with some of the hunks applied, line by line.

No patch is applied, so nothing is fuzzy: a file is put together from its lines at merge-base and at head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, FileStatus, Needs
from reviewbot.model.split_plan import FileTexts, Hunk, Part
from reviewbot.model.stacks import stacked_on
from reviewbot.sources.diff_tree import start_measuring_pairs
from reviewbot.sources.each_commit import Step, apart
from reviewbot.sources.measure import read_files
from reviewbot.sources.sandbox import Sandbox
from reviewbot.sources.tree_edit import TreeEntry, tree_with, write_object
from reviewbot.split.texts import text_with

Entries = dict[bytes, TreeEntry | None]


class PartTrees:
    """Trees of parts on merge-base. files: all of the change between `old` and `new` (full ids of commits or trees)."""

    def __init__(self, sandbox: Sandbox, old: str, new: str, files: Sequence[FileTexts]) -> None:
        sandbox.writing_apart()
        self._sandbox, self._old, self._new = sandbox, old, new
        self._files: Mapping[bytes, FileTexts] = {each.file.path: each for each in files}

    def tree_of(self, parts: Iterable[Part]) -> str:
        """The id of the tree with just these parts applied. Parts that a person edited were checked before."""
        applied: dict[bytes, list[Hunk]] = defaultdict(list)
        for part in parts:
            for file in part.files:
                applied[file.path] += self._files[file.path].hunks if file.whole else file.hunks
        return tree_with(self._sandbox, self._old, self._all(applied))

    def stacked(self, parts: Sequence[Part], on: Sequence[int | None]) -> list[str]:
        """The tree of each part on what it stands on, see `stacked_on`."""
        start = self.tree_id(self._old)
        applied: list[dict[bytes, list[Hunk]]] = []  # of each part: what it and those below do to the files it knows of
        trees: list[str] = []
        for part, below in zip(parts, on, strict=True):
            states = dict(applied[below - 1]) if below is not None else {}
            touched = {}
            for file in part.files:
                more = self._files[file.path].hunks if file.whole else file.hunks
                states[file.path] = touched[file.path] = [*states.get(file.path, ()), *more]
            applied.append(states)
            trees.append(tree_with(self._sandbox, trees[below - 1] if below is not None else start, self._all(touched)))
        return trees

    def measure(self, parts: Sequence[Part]) -> list[int]:
        """Counted lines of each part on what it stands on, as a budget counts a change."""
        on = stacked_on(parts)
        trees = self.stacked(parts, on)
        start = self.tree_id(self._old)
        return self.counted_lines(
            [(trees[below - 1] if below is not None else start, tree) for below, tree in zip(on, trees, strict=True)]
        )

    def counted_lines(self, pairs: Iterable[tuple[str, str]]) -> list[int]:
        """Counted lines between the two trees of each pair."""
        steps = [Step("", old, new) for old, new in pairs]
        ignored = {
            name
            for each in self._files.values()
            for name in (each.file.path, each.file.old_path)
            if name is not None and not each.is_counted
        }
        with start_measuring_pairs(self._sandbox, b"".join(step.header for step in steps)) as answer:
            return [
                sum(
                    file.counts.counted_lines
                    for file in read_files(self._sandbox, blocks, step.old, step.new, Needs())
                    if file.path not in ignored
                )
                for step, blocks in zip(steps, apart(answer, steps), strict=True)
            ]

    def head_tree(self) -> str:
        """The id of head's tree."""
        return self.tree_id(self._new)

    def tree_id(self, of: str) -> str:
        """The id of the tree of a commit or tree (full id)."""
        answer = self._sandbox.git.run("rev-parse", "--verify", "--end-of-options", f"{of}^{{tree}}")
        return answer.decode("ascii").strip()

    def _all(self, applied: Mapping[bytes, Sequence[Hunk]]) -> Entries:
        """What stands in the tree for these files with these hunks applied."""
        gone: Entries = {}
        present: Entries = {}
        for path, hunks in applied.items():
            for name, entry in self._entries(self._files[path], hunks).items():
                (gone if entry is None else present)[name] = entry
        return {**gone, **present}

    def _entries(self, texts: FileTexts, hunks: Sequence[Hunk]) -> Entries:
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
            entries[file.path] = TreeEntry(b"%o" % mode, self._content(texts, hunks))
        return entries

    def _content(self, texts: FileTexts, hunks: Sequence[Hunk]) -> str:
        if not texts.hunks:
            return texts.file.new_id
        if texts.file.status is FileStatus.TYPE_CHANGED:
            raise SourceError(f"{texts.file.path!r} changed its kind and cannot be divided")
        return write_object(self._sandbox, b"blob", text_with(texts, hunks), self._old)


def _lines(hunk: Hunk) -> int:
    return hunk.old_lines + hunk.new_lines
