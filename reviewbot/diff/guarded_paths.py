"""Which instance of a policy guards a path: for rules about what leads to a path without naming it.

A guard is an instance whose `match` says what must be left alone. It guards what `match` names and `ignore` does not.
"""

from __future__ import annotations

from reviewbot.diff.path_patterns import covers, guards
from reviewbot.model.policy import Instance


def guard_at(instances: tuple[Instance, ...], path: bytes) -> Instance | None:
    """The first instance that guards this path, None when none does."""
    return next((instance for instance in instances if _guards(instance, path)), None)


def guard_below(instances: tuple[Instance, ...], folder: bytes) -> Instance | None:
    """The first instance that is known to guard something below this folder, b"" for the root; None when none is.

    Known is what the pattern itself says: everything guarded is below the root, and `/deploy/prod/` is below `deploy`.
    A pattern for any depth (`config/`, `**/secrets`) says nothing of a folder below the root.
    """
    return next((instance for instance in instances if _guards_below(instance.match, folder)), None)


def _guards(instance: Instance, path: bytes) -> bool:
    return guards(instance.match, path) and not covers(instance.ignore, path)


def _guards_below(patterns: tuple[str, ...], folder: bytes) -> bool:
    depth = folder.count(b"/") + 1 if folder else 0
    return any(_is_below(pattern, folder, depth) for pattern in patterns if not pattern.startswith("!"))


def _is_below(pattern: str, folder: bytes, depth: int) -> bool:
    parts = pattern.strip("/").split("/")
    at_any_depth = len(parts) == 1 and not pattern.startswith("/")
    if not folder or at_any_depth:
        return not folder
    above = parts[:depth]
    return len(parts) > depth and "**" not in above and guards(("/" + "/".join(above),), folder)
