"""Changed files written by hand, with the hunks that differ: what a plan is made of, without a repository."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from reviewbot.model.change import FileStatus
from reviewbot.model.split_plan import FileTexts, Hunk
from reviewbot.split.atoms import Atom, Lines, atoms_of, read_lines
from reviewbot.split.likeness import common_in
from reviewbot.split.signals import Pieces
from reviewbot.split.texts import lines_of
from tests.builders import a_file, line_counts


def a_text(path: str, old: str | bytes | None, new: str | bytes | None, **others: Any) -> FileTexts:
    """A file with these contents at merge-base and at head, None where it is not there."""
    before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))
    status = FileStatus.ADDED if before is None else FileStatus.DELETED if after is None else None
    hunks = hunks_between(before, after)
    counts = line_counts(sum(hunk.new_lines for hunk in hunks), sum(hunk.old_lines for hunk in hunks))
    return FileTexts(a_file(path, status=status, counts=counts, **others), before, after, hunks)


def hunks_between(old: bytes | None, new: bytes | None) -> tuple[Hunk, ...]:
    """What differs, as git's `@@` lines say it."""
    before, after = lines_of(old), lines_of(new)
    found = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            old_lines, new_lines = end - start, new_end - new_start
            found.append(Hunk(start + (old_lines > 0), old_lines, new_start + (new_lines > 0), new_lines))
    return tuple(found)


def pieces(*files: FileTexts) -> tuple[list[Atom], list[Lines]]:
    """The pieces of these files, in order of their paths, and the files."""
    lines = read_lines(sorted(files, key=lambda each: each.file.path))
    return [atom for file in lines for atom in atoms_of(file)], lines


def cut_up(hunk: Hunk, at: int) -> list[Hunk]:
    """A hunk that only adds or only removes, in two pieces; any other as it is."""
    if (hunk.old_lines and hunk.new_lines) or not 0 < at < hunk.old_lines + hunk.new_lines:
        return [hunk]
    if hunk.new_lines:
        return [
            hunk._replace(new_lines=at),
            hunk._replace(new_start=hunk.new_start + at, new_lines=hunk.new_lines - at),
        ]
    return [hunk._replace(old_lines=at), hunk._replace(old_start=hunk.old_start + at, old_lines=hunk.old_lines - at)]


def all_pieces(*files: FileTexts, together: dict[tuple[bytes, bytes], float] | None = None) -> Pieces:
    """The pieces as a signal sees them: every word is as rare as the others, and history says what `together` does."""
    atoms, lines = pieces(*files)
    rarity = dict.fromkeys((word for atom in atoms for word in atom.words), 1000)
    return Pieces(atoms, lines, rarity, common_in(lines), together or {})


LOADER = "class UserLoader:\n    def load_user(self):\n        pass\n"
# Of these every signal says something.
TALKING = (
    a_text("README.md", "x\n", "x\n" * 40 + "load_user of UserLoader reads one, since 2.1.3\n"),
    a_text("a/tests/test_user_loader.py", None, "from a.user_loader import UserLoader\nUserLoader().load_user()\n"),
    a_text("a/user_loader.py", "\n" * 20, "import os\n" + "\n" * 20 + LOADER),
    a_text("b/load.py", "old_name = 1\nprint(old_name)\n", "new_name = 1\nprint(new_name)\n"),
    a_text("b/main.go", "var old_name = 1\n", "var new_name = 1\n"),
    a_text("b/setup.cfg", "version = 2.1.2\n", "version = 2.1.3\n"),
)
HISTORY = ((b"a/user_loader.py", b"b/load.py"),) * 3
