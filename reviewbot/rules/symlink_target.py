"""A symlink leads out of the repository or to a path that another rule guards.

What it does
    Follows every symlink that the change adds, retargets or moves, through all other links of head, and finds it when
    it leaves the repository (an absolute path, a drive letter, more ``..`` than there are folders), leads into git's
    own folder, or leads at or into a path that ``forbidden-path`` or ``protected-path`` guards. Both readings of a
    backslash count. A link to the root is found when anything is guarded, and a link to a folder when a pattern with a
    slash names something below it (``/deploy/prod/`` and a link to ``deploy``). What a pattern for any depth
    (``config/``) guards below the target is not looked for. A link that leads in a circle leads nowhere; one that leads
    through more than 40 links, or has a target that is not known, is found.

Why
    Whoever reads or writes through a link reaches a path that no path rule sees
    (https://cwe.mitre.org/data/definitions/59.html). 40 links are what Linux follows:
    https://man7.org/linux/man-pages/man7/path_resolution.7.html.

Example
    With ``config/`` forbidden, a link ``docs/example.yml`` to ``../config/production.yml`` is found.

Instead
    Copy what is needed, or point the link at a file inside the repository that nothing guards.

Options
    None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewbot.diff.canonical_path import canonical
from reviewbot.diff.guarded_paths import guard_at, guard_below
from reviewbot.diff.path_patterns import guards
from reviewbot.model.change import MODE_SYMLINK, Change, Needs
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Statement

MAX_LINKS = 40
SEPARATORS = (rb"/", rb"[/\\]")  # of a path on most systems, and on Windows
_DRIVE = re.compile(rb"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Options:
    """None."""


def needs(_options: Options) -> Needs:
    return Needs(link_targets=True)


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    changed = [file for file in scope.files if file.new_mode == MODE_SYMLINK]
    links = links_of(scope.change) if changed else {}
    all_known = True
    for file in changed:
        if file.link_target is None:
            wrong: str | None = "where this link points is not known"
        else:
            wrong = what_is_wrong(file.path, file.link_target, links, scope.guards)
            all_known = all_known and (wrong is not None or scope.change.links is not None)
        if wrong is not None:
            yield Found(
                path=file.path,
                message=wrong,
                help="point the link at a file inside the repository that nothing guards, or leave it out",
            )
    if not all_known:
        yield NotJudged("the other links of head, through which a link may lead, are not known")


def links_of(change: Change) -> dict[bytes, bytes]:
    """Every known link of head with its target, by its path and by that path's canonical form."""
    known = dict(change.links or ())
    for file in change.files:
        if file.new_mode == MODE_SYMLINK and file.link_target is not None:
            known[file.path] = file.link_target
    return {canonical(path): target for path, target in known.items()} | known


def what_is_wrong(
    link: bytes, target: bytes, links: Mapping[bytes, bytes], guarding: tuple[Instance, ...]
) -> str | None:
    """What is wrong with a link, in words; None when it leads nowhere that matters. An empty target leads nowhere."""
    for separators in SEPARATORS:
        wrong = _follow(link, target, links, guarding, separators) if target else None
        if wrong is not None:
            return wrong
    return None


def _follow(
    link: bytes, target: bytes, links: Mapping[bytes, bytes], guarding: tuple[Instance, ...], separators: bytes
) -> str | None:
    position = link.split(b"/")[:-1]
    pending: list[bytes] = []
    seen: set[tuple[bytes, ...]] = set()
    next_target: bytes | None = target
    while next_target is not None:
        pending = re.split(separators, next_target) + pending
        place = _walk(position, pending, links)
        if place is None or pending[:1] == [b""] or _DRIVE.match(next_target):
            return "leads out of the repository"
        if guards((".git",), place):
            return "leads into git's own folder"
        guard = guard_at(guarding, place)
        if guard is not None:
            return f"leads to a path that {guard.rule} guards"
        next_target = links.get(place, links.get(canonical(place)))
        state = (place, *pending)
        if next_target is not None and state in seen:
            return None  # a circle: no system ever arrives anywhere
        seen.add(state)
        if len(seen) > MAX_LINKS:
            return f"leads through more than {MAX_LINKS} links"
    return None
