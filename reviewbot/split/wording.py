"""Titles and reasons: what a part is, and what holds it together, in words that a person believes.

Names and paths come from the author of the change, as they are; a renderer makes them safe to show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from posixpath import basename, commonpath, dirname

from reviewbot.model.change import FileStatus
from reviewbot.model.split_plan import Part
from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.kinds import Kind, is_written_by_a_program, kind_of
from reviewbot.split.mechanical import Mechanical
from reviewbot.split.needs import Needs
from reviewbot.split.repair import Parts
from reviewbot.split.telling import is_compound, is_telling
from reviewbot.split.words import LEAST_NAME

MOST_NAMES = 3
LONGEST_NAME = 60  # characters of a path or a name in a title; of a longer one the end is shown
OVER = "over budget: "
JOINED = "; "  # between reasons


def no_split_reason(parts: Sequence[Part], budget: int) -> str:
    """Why there is no good split, "" when there is one."""
    if not parts or not all(part.over_budget for part in parts):
        return ""
    if len(parts) == 1:
        reason = parts[0].why.rpartition(OVER)[2]
    else:
        smallest = min(part.counted_lines for part in parts)
        reason = f"none of {len(parts):,} parts is as small; the smallest has {smallest:,}"
    return f"no good split within {_counted_lines(budget)}: {reason}"


def recounted(part: Part, counted: int, budget: int) -> Part:
    """The part with what git counts of it, and a reason that says nothing else; it may be a little more or less."""
    reasons, is_said, over = part.why.rpartition(OVER)
    why = part.why
    if is_said and counted <= budget:
        why = reasons.removesuffix(JOINED)
    elif is_said:
        why = reasons + OVER + over.replace(_counted_lines(part.counted_lines), _counted_lines(counted), 1)
    elif counted > budget >= part.counted_lines:
        why = JOINED.join([*filter(None, [why]), f"{OVER}git finds more lines between what is before and after it"])
    return part._replace(counted_lines=counted, over_budget=counted > budget, why=why)


class Wording:
    """What is said of the parts of one plan; positions count from 0, numbers in a text from 1."""

    def __init__(
        self,
        groups: Parts,
        atoms: Sequence[Atom],
        files: Sequence[Lines],
        needs: Needs,
        edits: Sequence[Mechanical],
        budget: int,
    ) -> None:
        self._members = [[atoms[piece] for piece in group] for group in groups]
        self._files, self._budget = files, budget
        self._users: dict[int, list[int]] = defaultdict(list)
        for user, needed in enumerate(needs):
            for position in needed:
                self._users[position].append(user)
        edit_of = {piece: edit for edit in edits for piece in edit.pieces}
        self._edits = [_only(edit_of.get(piece) for piece in group) for group in groups]
        self._before = frozenset().union(*(atom.took_away for atom in atoms))
        self._after = frozenset().union(*(atom.defines for atom in atoms))
        self._pieces_of = Counter(atom.file for members in self._members for atom in members)
        self._in_files = Counter(word for file in _words_by_file(atoms).values() for word in file)
        self._titles = _numbered([self._title(position) for position in range(len(groups))])

    def counted(self, position: int) -> int:
        return sum(atom.counted for atom in self._members[position])

    def title(self, position: int) -> str:
        return self._titles[position]

    def _title(self, position: int) -> str:
        edit = self._edits[position]
        if edit is not None:
            return edit.title
        touched = self._touched(position)
        names, gone = self._new_names(position), self._gone_names(position)
        where = _where([self._files[number] for number in touched])
        statuses = {self._files[number].texts.file.status for number in touched}
        if statuses == {FileStatus.DELETED} and not (gone and self._is_partial(position)):
            return f"Remove {where}"
        if names and self._kinds(position) != {Kind.TEST}:
            return f"Add {_listed(names)} in {where}"
        if statuses == {FileStatus.ADDED}:
            return f"Add {where}"
        if self._kinds(position) == {Kind.TEST} and self._new_tests(position):
            return f"Add {self._new_tests(position)} in {where}"
        return f"Remove {_listed(gone)} from {where}" if gone and not names else f"Change {where}"

    def _is_partial(self, position: int) -> bool:
        """Whether any file of the part goes on in another."""
        own = Counter(atom.file for atom in self._members[position])
        return any(own[file] < self._pieces_of[file] for file in own)

    def why(self, position: int) -> str:
        edit = self._edits[position]
        reasons = [edit.why] if edit is not None else [*self._used_later(position), *self._held_together(position)]
        if self.counted(position) > self._budget:
            reasons.append(OVER + self._why_over(position))
        return JOINED.join(reasons)

    def _used_later(self, position: int) -> list[str]:
        """The definitions that parts after this one use."""
        names = self._new_names(position)
        found = []
        for user in self._users[position]:
            used = frozenset().union(*(atom.uses for atom in self._members[user]))
            shared = [name for name in names if name.encode() in used]
            if shared:
                found.append(f"definitions used by part {user + 1}: {_listed(shared)}")
        return found[:MOST_NAMES]

    def _held_together(self, position: int) -> list[str]:
        touched = self._touched(position)
        if len(touched) == 1:
            return [] if self._users[position] and self._used_later(position) else ["in one file"]
        kinds = self._kinds(position)
        found = []
        if Kind.TEST in kinds and Kind.CODE in kinds:
            found.append("tests with what they test")
        if Kind.DOCUMENTATION in kinds and Kind.CODE in kinds:
            found.append("documentation with what it describes")
        words = self._shared_words(position)
        if words:
            found.append(f"they share the word{'s' * (len(words) > 1)} {_listed(words)}")
        return found or [self._near(touched)]

    def _near(self, touched: Sequence[int]) -> str:
        """Of files that no word holds together."""
        folder = commonpath([b"/" + dirname(self._files[number].path) for number in touched])[1:]
        if folder:
            return f"all in {_shortened(folder.decode('utf-8', 'surrogateescape'))}/"
        if all(self._files[number].texts.file.status is FileStatus.ADDED for number in touched):
            return "new files, within the budget together"
        return "changed together before, or near each other"

    def _why_over(self, position: int) -> str:
        members = self._members[position]
        edit = self._edits[position]
        if edit is not None and edit.is_one:
            return "one was written by a program from the other, and neither is right without it"
        if len(members) > 1:
            return "its pieces need each other, with some of them alone a file would not parse or would lack a name"
        (atom,) = members
        path = _shortened(self._files[atom.file].path.decode("utf-8", "surrogateescape"))
        if is_written_by_a_program(self._files[atom.file].texts.file):
            return f"{path} is written by a program, half of it would be what no program writes"
        if not atom.hunks:
            return f"{path} can only change as one"
        are = "is" if atom.counted == 1 else "are"
        return f"{_counted_lines(atom.counted)} in {path} {are} one block, and no function is cut"

    def _touched(self, position: int) -> list[int]:
        """The files that the part changes, the one with most lines first, tests after code."""
        lines: Counter[int] = Counter()
        for atom in self._members[position]:
            lines[atom.file] += atom.counted
        return sorted(lines, key=lambda number: (_order(kind_of(self._files[number].path)), -lines[number], number))

    def _kinds(self, position: int) -> set[Kind]:
        return {kind_of(self._files[atom.file].path) for atom in self._members[position]}

    def _new_names(self, position: int) -> list[str]:
        """What code of the part defines: names that tell something first, and what later parts use."""
        code = [atom for atom in self._members[position] if kind_of(self._files[atom.file].path) is not Kind.TEST]
        names = {name for atom in code for name in atom.defines if _is_telling(name) and name not in self._before}
        later = Counter(
            name for user in self._users[position] for atom in self._members[user] for name in atom.uses & names
        )
        order = sorted(names, key=lambda name: (not is_telling(name), -later[name], -self._in_files[name], name))
        return [name.decode() for name in order]

    def _new_tests(self, position: int) -> str:
        """One of the tests that the part adds, and how many more; "" where it adds none."""
        names = {name for atom in self._members[position] for name in atom.defines if name.lower().startswith(b"test")}
        first, *others = sorted(names - self._before) or [b""]
        return _shortened(first.decode()) + (f" and {len(others)} more" if others else "")

    def _gone_names(self, position: int) -> list[str]:
        members = [atom for atom in self._members[position] if kind_of(self._files[atom.file].path) is not Kind.TEST]
        names = {name for atom in members for name in atom.took_away if _is_telling(name)}
        return [name.decode() for name in sorted(names - self._after)]

    def _shared_words(self, position: int) -> list[str]:
        """The words that most of the part's files share and few others have."""
        by_file = _words_by_file(self._members[position])
        counts = Counter(word for words in by_file.values() for word in words if is_telling(word))
        shared = [word for word, count in counts.items() if count > 1 and count * 2 >= len(by_file)]
        shared.sort(
            key=lambda word: (
                not is_compound(word),
                self._in_files[word] - counts[word],
                -counts[word],
                -len(word),
                word,
            )
        )
        return [word.decode() for word in shared[:2]]


def _counted_lines(count: int) -> str:
    return f"{count} line{'s' * (count != 1)}"


def _is_telling(name: bytes) -> bool:
    return len(name) >= LEAST_NAME and not name.startswith(b"__")


def _numbered(titles: Sequence[str]) -> list[str]:
    """What only its number tells apart gets one."""
    counts, seen = Counter(titles), Counter[str]()
    numbered = []
    for title in titles:
        seen[title] += 1
        numbered.append(f"{title} ({seen[title]} of {counts[title]})" if counts[title] > 1 else title)
    return numbered


def _words_by_file(atoms: Iterable[Atom]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = defaultdict(set)
    for atom in atoms:
        found[atom.file] |= atom.words
    return found


def _only(edits: Iterable[Mechanical | None]) -> Mechanical | None:
    """The edit, if all are the same one."""
    first, *others = edits
    return first if all(other is first for other in others) else None


def _order(kind: Kind) -> int:
    return {Kind.CODE: 0, Kind.OTHER: 1, Kind.TEST: 2}.get(kind, 3)


def _where(files: Sequence[Lines]) -> str:
    first, *others = files
    path = first.path.decode("utf-8", "surrogateescape")
    return _shortened(path if not others else basename(path)) + (f" and {len(others)} more" if others else "")


def _listed(names: Sequence[str]) -> str:
    said = [_shortened(name) for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        return ", ".join(said) + ", …"
    *rest, last = said
    return f"{', '.join(rest)} and {last}" if rest else last


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else "…" + text[1 - LONGEST_NAME :]
