"""What index and working tree change in a commit, found by looking at them once, with several gits side by side.

It answers for what is plain: files and links that were edited, added or deleted. For anything else it has no answer,
and the working tree is read as `git add --all` would (see `reviewbot.sources.snapshot`), which takes longer.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack

from reviewbot.diff.raw import RawEntry, parse_raw
from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import MODE_ABSENT, MODE_EXECUTABLE, MODE_REGULAR, MODE_SYMLINK
from reviewbot.sources.git import Answer, Git
from reviewbot.sources.sandbox import WRITTEN, Sandbox
from reviewbot.sources.tree_edit import TreeEntry, folders_of

MOST_PATHS = 2_000  # beyond, git's own way is no slower
_PLAIN = {MODE_REGULAR, MODE_EXECUTABLE, MODE_SYMLINK}
_HIDDEN = re.compile(rb"(?:\A|\0)[^H]")  # in `ls-files -v -z`: a letter that is not H
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")

Entries = dict[bytes, TreeEntry | None]


class WorktreeScan:
    """Four gits that look at a copy of the index and at the working tree; `entries` waits for what they say.

    options: git's own, with which the working tree is read. index: the setting that names the copy, and where to write.
    """

    def __init__(
        self, sandbox: Sandbox, work_tree: str, options: tuple[str, ...], index: dict[str, str], head: str
    ) -> None:
        self._sandbox = sandbox
        self._work_tree = work_tree
        self._index = index
        self._git: Git = sandbox.git_in(work_tree)
        self._options = options
        self._index_of_changes = f"{sandbox.path}/index-of-changes"
        self._tags = self._start("ls-files", "-v", "-z")
        self._unstaged = self._start("diff-files", *_RAW)
        self._untracked = self._start("ls-files", "--others", "--exclude-standard", "-z")
        self._staged = self._start("diff-index", "--cached", *_RAW, head, "--")

    def _start(self, *arguments: str) -> Answer:
        """To look only, so the objects of the repository may be seen."""
        index = {"GIT_INDEX_FILE": self._index["GIT_INDEX_FILE"]}
        return self._git.start(*arguments, options=self._options, extra=index)

    def entries(self) -> Entries | None:
        """What stands where the commit has something else, None for nothing; None altogether when it is not plain.

        Raises LimitError where git takes too long: the longer way would take longer.
        """
        with ExitStack() as stack:
            tags, *changes = (stack.enter_context(each) for each in self._answers())
            try:
                if _HIDDEN.search(b"".join(tags)):
                    return None  # something is hidden from git's eyes, or unmerged
                unstaged, untracked, staged = (b"".join(each) for each in changes)
                return self._put_together(parse_raw(staged), parse_raw(unstaged), untracked.split(b"\0")[:-1])
            except LimitError:
                raise
            except SourceError:
                return None  # the longer way says what is wrong

    def _answers(self) -> tuple[Answer, ...]:
        return self._tags, self._unstaged, self._untracked, self._staged

    def _put_together(
        self, staged: tuple[RawEntry, ...], unstaged: tuple[RawEntry, ...], untracked: list[bytes]
    ) -> Entries | None:
        present = [entry for entry in unstaged if entry.new_mode != MODE_ABSENT]
        modes = {entry.old_mode for entry in unstaged} | {entry.new_mode for entry in present}
        if not modes <= _PLAIN:
            return None  # a submodule, or what is only intended to be added
        if any(path.endswith(b"/") for path in untracked) or any(_is_attributes(each.path) for each in unstaged):
            return None  # a repository inside; or attributes that git still reads from the index
        if len(staged) + len(unstaged) + len(untracked) > MOST_PATHS:
            return None
        entries: Entries = {entry.path: _staged_entry(entry) for entry in staged}
        entries |= {entry.path: None for entry in unstaged}
        return entries | self._stored(present, untracked)

    def _stored(self, present: list[RawEntry], untracked: list[bytes]) -> Entries:
        """The files as git would store them, written into the sandbox."""
        paths = [*(entry.path for entry in present), *untracked]
        if not paths:
            return {}
        if present and ("-c" in self._options or self._have_attributes(paths)):
            self._index_as_it_is(present)
        self._update(b"".join(path + b"\0" for path in paths), "--add", "--remove", "--stdin")
        listing = self._git.run("ls-files", "--stage", "-z", extra=self._apart())
        found: Entries = dict.fromkeys(paths)
        for line in listing.split(b"\0")[:-1]:
            meta, _, path = line.partition(b"\t")
            mode, id_, _stage = meta.split(b" ")
            found[path] = TreeEntry(mode, id_.decode("ascii"))
        return found

    def _have_attributes(self, paths: list[bytes]) -> bool:
        """Whether a .gitattributes is in one of the folders where git looks for those of these paths."""
        folders = {b"", *(folder + b"/" for path in paths for folder in folders_of(path))}
        top = os.fsencode(self._work_tree)
        return any(os.path.lexists(b"%s/%s.gitattributes" % (top, folder)) for folder in folders)

    def _index_as_it_is(self, entries: list[RawEntry]) -> None:
        """Let git see what the index holds of these files: their modes, and for `text=auto` whether there are CRs."""
        bring_blobs(self._sandbox, {entry.old_id for entry in entries if entry.old_mode != MODE_SYMLINK})
        known = (b"%06o %s\t%s\0" % (entry.old_mode, entry.old_id.encode(), entry.path) for entry in entries)
        self._update(b"".join(known), "--index-info")

    def _update(self, stdin: bytes, *arguments: str) -> None:
        self._git.run("update-index", "-z", *arguments, input=stdin, options=self._options, extra=self._apart())

    def _apart(self) -> dict[str, str]:
        return {**self._index, "GIT_INDEX_FILE": self._index_of_changes}


def bring_blobs(sandbox: Sandbox, ids: set[str]) -> None:
    """Put these blobs of the repository where git writes when it does not see the repository's objects."""
    if ids:
        asked = "".join(f"{id_}\n" for id_ in sorted(ids)).encode()
        sandbox.git.run("pack-objects", "-q", f"{sandbox.path}/{WRITTEN}/pack/indexed", input=asked)


def _staged_entry(entry: RawEntry) -> TreeEntry | None:
    return None if entry.new_mode == MODE_ABSENT else TreeEntry(b"%o" % entry.new_mode, entry.new_id)


def _is_attributes(path: bytes) -> bool:
    return os.path.basename(path) == b".gitattributes"
