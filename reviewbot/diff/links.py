"""Following symlinks inside a tree, by their text alone: no file system is asked.

A system takes a path part by part, and puts a link's target in the place of the link: path_resolution(7),
https://man7.org/linux/man-pages/man7/path_resolution.7.html. On Windows a backslash separates parts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from reviewbot.diff.canonical_path import canonical

MAX_LINKS = 40  # as Linux: https://man7.org/linux/man-pages/man7/path_resolution.7.html
MAX_PARTS = 1_000_000  # that one `LinkTree` walks through in all; a second's work
_ABSOLUTE = rb"[/\\]|[A-Za-z]:"
_SLASH = re.compile(rb"/")
_SLASH_OR_BACKSLASH = re.compile(rb"[/\\]")


class End(Enum):
    """How following a link ends."""

    ARRIVES = "arrives"
    LEAVES = "leaves"  # the repository: an absolute target, or `..` above the root
    CIRCLES = "circles"
    TOO_LONG = "too long"


class Trail(NamedTuple):
    """Where following a link leads.

    places: the links passed on the way and, where it arrives, the last place; b"" is the root.
    """

    places: tuple[bytes, ...]
    end: End


class _Node:
    """One folder or link of the tree. links: the paths that share this canonical form, each with its target."""

    __slots__ = ("children", "links")

    def __init__(self) -> None:
        self.children: dict[bytes, _Node] = {}
        self.links: dict[bytes, bytes] = {}


class LinkTree:
    """All known links of a tree, to be followed. Aliases of a link's path lead through it too."""

    def __init__(self, links: Iterable[tuple[bytes, bytes]]) -> None:
        self._root = _Node()
        self._backslashes = False
        self._parts_left = MAX_PARTS
        for path, target in links:
            node = self._root
            for part in path.split(b"/"):
                node = node.children.setdefault(canonical(part), _Node())
            node.links[path] = target
            self._backslashes = self._backslashes or b"\\" in target

    def follow(self, link: bytes, target: bytes) -> Iterator[Trail]:
        """Where a link at this path with this target leads: once for each way to read the separators in it."""
        yield self._follow(link, target, _SLASH)
        if self._backslashes or b"\\" in target:
            yield self._follow(link, target, _SLASH_OR_BACKSLASH)

    def _follow(self, link: bytes, target: bytes, separators: re.Pattern[bytes]) -> Trail:
        walk = _Walk(self._root, link.split(b"/")[:-1])
        places: list[bytes] = []
        followed_to_the_end: set[bytes] = set()
        next_target: bytes | None = target
        while next_target is not None:
            if re.match(_ABSOLUTE, next_target):
                return Trail(tuple(places), End.LEAVES)
            pending = walk.pending
            pending += [part for part in reversed(separators.split(next_target)) if part not in (b"", b".")]
            before = len(pending)
            place = walk.advance()
            self._parts_left -= before - len(pending) + 1
            if place is None:
                return Trail(tuple(places), End.LEAVES)
            places.append(place)
            next_target = walk.take_link(place)
            if next_target is not None and not pending:
                if place in followed_to_the_end:
                    return Trail(tuple(places), End.CIRCLES)
                followed_to_the_end.add(place)
            if len(places) > MAX_LINKS or self._parts_left < 0:
                return Trail(tuple(places), End.TOO_LONG)
        return Trail(tuple(places), End.ARRIVES)


class _Walk:
    """A position in the tree, and the parts still to be taken, the next one last."""

    def __init__(self, root: _Node, folder: list[bytes]) -> None:
        self._root = root
        self._position: list[bytes] = []
        self._nodes: list[_Node | None] = [root]
        self.pending: list[bytes] = []
        for part in folder:
            self._enter(part)

    def advance(self) -> bytes | None:
        """Take parts until one of them is a link or none is left; the place then, None when that leaves the root."""
        while self.pending:
            part = self.pending.pop()
            if part != b"..":
                node = self._enter(part)
                if node is not None and node.links:
                    break
            elif self._position:
                self._leave()
            else:
                return None
        return b"/".join(self._position)

    def take_link(self, place: bytes) -> bytes | None:
        """The target of the link at this place, after stepping back into its folder; None when no link is here."""
        node = self._nodes[-1]
        if node is None or not node.links:
            return None
        self._leave()
        return node.links.get(place, next(iter(node.links.values())))

    def _enter(self, part: bytes) -> _Node | None:
        above = self._nodes[-1]
        node = above.children.get(canonical(part)) if above is not None else None
        self._position.append(part)
        self._nodes.append(node)
        return node

    def _leave(self) -> None:
        del self._position[-1], self._nodes[-1]
