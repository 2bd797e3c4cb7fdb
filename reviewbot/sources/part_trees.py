"""The trees that the parts of a split plan make: merge-base with some of the hunks applied, line by line.

No patch is applied, so nothing is fuzzy: a file is put together from its lines at merge-base and at head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, FileStatus
from reviewbot.model.split_plan import FileTexts, Hunk, Part
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
        gone: Entries = {}
        present: Entries = {}
        for path, hunks in applied.items():
            for name, entry in self._entries(self._files[path], hunks).items():
                (gone if entry is None else present)[name] = entry
        return tree_with(self._sandbox, self._old, {**gone, **present})

    def head_tree(self) -> str:
        """The id of head's tree."""
        answer = self._sandbox.git.run("rev-parse", "--verify", "--end-of-options", f"{self._new}^{{tree}}")
        return answer.decode("ascii").strip()

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
