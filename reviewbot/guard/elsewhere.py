"""Edits that land in another repository than the one that the agent works in: the policy there is asked too.

An agent that works in a repository within another, or beside it, is not out of reach of the other one's policy.
"""

from __future__ import annotations

import os

from reviewbot.guard.asked import Asked, Edit
from reviewbot.sources.repository import Repository, find_repository


def elsewhere(asked: Asked, here: Repository) -> list[tuple[Repository, Asked]]:
    """For each other repository in whose working tree an edit lands: it, and what is asked there.

    A repository within the agent's own is left out: its files are judged as what they are here, and asked about.
    """
    by_top: dict[str, list[Edit]] = {}
    for edit in asked.edits:
        top = _top_of(os.path.realpath(os.path.join(asked.folder, edit.path)))
        if top is not None and not f"{top}/".startswith(f"{here.work_tree}/"):
            by_top.setdefault(top, []).append(edit)
    return [(find_repository(top), Asked(asked.folder, asked.tool, tuple(edits))) for top, edits in by_top.items()]


def _top_of(path: str) -> str | None:
    """The innermost folder above a real path that git takes for the top of a working tree."""
    folder = os.path.dirname(path)
    while not os.path.lexists(f"{folder}/.git"):
        if folder == os.path.dirname(folder):
            return None
        folder = os.path.dirname(folder)
    return folder
