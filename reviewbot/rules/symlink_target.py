"""A symlink leads out of the repository or to a path that another rule guards.

What it does
    Follows every symlink that the change adds, retargets or moves, through all other links of head. Finds it when it
    leaves the repository (an absolute path, a drive letter, more ``..`` than there are folders), leads into git's own
    folder, or leads to a path that ``forbidden-path`` or ``protected-path`` guards. A backslash is read both as a
    letter and as a separator.
    A link to the root is found when anything is guarded, and a link to a folder when a pattern names something below
    it from the root (``/deploy/prod/`` and a link to ``deploy``). A pattern for any depth (``config/``) does not tell
    what lies below a folder, so a link to ``src`` passes where only ``src/config/`` would be guarded.
    A link that leads in a circle leads nowhere and passes; one that leads through more than 40 links, or whose target
    is not known, is found.

Why
    Whoever reads or writes through a link reaches a path that no path rule sees:
    https://cwe.mitre.org/data/definitions/59.html.

Example
    With ``config/`` forbidden, a link ``docs/example.yml`` to ``../config/production.yml`` is found.

Instead
    Copy what is needed, or point the link at a file inside the repository that nothing guards.

Options
    None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.guarded_paths import guard_at, guard_below
from reviewbot.diff.links import MAX_LINKS, End, LinkTree, Trail
from reviewbot.diff.path_patterns import guards
from reviewbot.model.change import MODE_SYMLINK, Change, Needs
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Statement

GIT_FOLDER = (".git",)


class Options(NamedTuple):
    """None."""


def needs(_options: Options) -> Needs:
    return Needs(link_targets=True)


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    changed = [file for file in scope.files if file.new_mode == MODE_SYMLINK]
    if not changed:
        return
    tree = LinkTree(links_of(scope.change).items())
    passed = False
    for file in changed:
        if file.link_target is None:
            wrong: str | None = "where this link points is not known"
        else:
            trails = tree.follow(file.path, file.link_target)
            wrong = next(filter(None, (what_is_wrong(trail, scope.guards) for trail in trails)), None)
        if wrong is None:
            passed = True
            continue
        yield Found(
            path=file.path,
            message=wrong,
            help="point the link at a file inside the repository that nothing guards, or leave it out",
        )
    if passed and scope.change.links is None:
        yield NotJudged("the other links of head, through which a link may lead on, are not known")


def links_of(change: Change) -> dict[bytes, bytes]:
    """Every known link of head with its target."""
    return dict(change.links or ()) | {
        file.path: file.link_target
        for file in change.files
        if file.new_mode == MODE_SYMLINK and file.link_target is not None
    }


def what_is_wrong(trail: Trail, guarding: tuple[Instance, ...]) -> str | None:
    """What is wrong with where a link leads, in words, None when nothing is."""
    for place in trail.places:
        if guards(GIT_FOLDER, place):
            return "leads into git's own folder"
        guard = guard_at(guarding, place)
        if guard is not None:
            return f"leads to a path that {guard.rule} guards"
    if trail.end is End.LEAVES:
        return "leads out of the repository"
    if trail.end is End.TOO_LONG:
        return f"leads through more than {MAX_LINKS} links, or too many folders"
    guard = guard_below(guarding, trail.places[-1]) if trail.end is End.ARRIVES else None
    return f"leads to a folder above what {guard.rule} guards" if guard is not None else None


def told(_instance: Instance, _options: Options) -> str:
    return "Make no symlink that leaves the repository or leads to a path that is guarded."


RULE = Rule(name="symlink-target", options=Options, check=check, needs=needs, told=told)
