"""A policy as text for a coding agent, told in advance and generated, so that it cannot drift from what judges.

One file for each format; the list of files is the list of formats. A file `some_format.py` here is the format
`some-format` and declares `FORMAT`. What several formats share is in `reviewbot.contract.text`. All of it is pure.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from os import listdir
from typing import NamedTuple

from reviewbot.model.policy import Policy


class Format(NamedTuple):
    """Where a contract stands, and how it gets there.

    path: the file, from the top of the repository. render: the contract alone. merged: called with (policy, what the
    file holds, "" when there is none), the whole file with the contract of this policy in it and all else as it was.
    holds: whether a file holds a contract already, of whatever policy. Both raise ContractError.
    """

    path: str
    render: Callable[[Policy], str]
    merged: Callable[[Policy, str], str]
    holds: Callable[[str], bool]


class ContractError(ValueError):
    """The file is not such that a contract could be put into it; says what is wrong with it."""


def format_names() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    stems = {entry[:-3] for folder in __path__ for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_")))


def load_format(name: str) -> Format:
    """The format of that name; only this one's file is imported. Raises KeyError when there is none."""
    if name not in format_names():
        raise KeyError(name)
    found: Format = import_module(f"{__name__}.{name.replace('-', '_')}").FORMAT
    return found
