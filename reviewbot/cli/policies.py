"""Which policy governs: a floor beside the one of the base tip; where there is neither, the next best, and said so."""

from __future__ import annotations

import os

from reviewbot.errors import PolicyError
from reviewbot.model.policy import POLICY_PATH
from reviewbot.policy import MAX_TEXT_BYTES, PolicyText, default_policy_text
from reviewbot.sources.git import printable
from reviewbot.sources.local import LocalChange

_NAME = POLICY_PATH.decode()


def read_policy_file(name: str, source: str) -> PolicyText:
    """A policy file, at most one byte more than a policy may have. Raises PolicyError when it cannot be read."""
    try:
        with open(name, "rb") as file:
            return PolicyText(source, file.read(MAX_TEXT_BYTES + 1))
    except OSError as error:
        raise PolicyError(f"the policy cannot be read: {error.strerror}", where=printable(name)) from None


def governing_texts(
    change: LocalChange | None, floor: str | None, folder: str
) -> tuple[tuple[PolicyText, ...], tuple[str, ...]]:
    """(texts, notes): the floor and the policy at base; else the working tree's; else the built-in default.

    change: None for a patch, which has no base. floor: the file of --policy. folder: where to look for the working
    tree's policy when there is no change.
    """
    texts = [read_policy_file(floor, f"floor:{printable(floor)}")] if floor else []
    at_base = change.read_at_base(POLICY_PATH, MAX_TEXT_BYTES) if change else None
    if at_base is not None:
        texts.append(PolicyText(f"base:{_NAME}", at_base))
    if texts:
        return tuple(texts), ()
    work_tree = change.repository.work_tree if change else _work_tree_of(folder)
    if work_tree and os.path.lexists(f"{work_tree}/{_NAME}"):
        text = read_policy_file(f"{work_tree}/{_NAME}", f"working tree:{_NAME}")
        return (text,), (f"base has no policy: judged by {_NAME} of the working tree",)
    return (default_policy_text(),), ("no policy found: judged by the built-in default (reviewbot policy show)",)


def _work_tree_of(folder: str) -> str | None:
    from reviewbot.errors import SourceError
    from reviewbot.sources.repository import find_repository

    try:
        return find_repository(folder).work_tree
    except SourceError:
        return os.path.abspath(folder)
