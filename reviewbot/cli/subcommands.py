"""The subcommands: the files of this package that say they are one."""

from __future__ import annotations

from importlib import import_module
from os import listdir
from types import ModuleType

from reviewbot import cli

_NO_SUBCOMMANDS = (
    "__init__",
    "main",
    "output",
    "parser",
    "policies",
    "progress",
    "selectors",
    "streams",
    "subcommands",
)


def subcommand_names() -> tuple[str, ...]:
    """The names of all subcommands, sorted: "lint-diff" for `lint_diff.py`."""
    stems = {entry[:-3] for folder in cli.__path__ for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem.replace("_", "-") for stem in stems.difference(_NO_SUBCOMMANDS)))


def load_subcommand(name: str) -> ModuleType:
    """The module of a subcommand."""
    return import_module(f"reviewbot.cli.{name.replace('-', '_')}")
