"""The subcommands: the files of this package that say they are one."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from os import listdir
from types import ModuleType

from reviewbot import cli

_MARK = b"\nSUMMARY = "


def subcommand_names() -> tuple[str, ...]:
    """The names of all subcommands, sorted: "lint-diff" for `lint_diff.py`. Reads the files and imports none."""
    return tuple(sorted(stem.replace("_", "-") for stem in _stems() if _has_mark(stem)))


def is_subcommand(name: str) -> bool:
    """Whether there is a subcommand of that name; reads one file only."""
    stem = name.replace("-", "_")
    return "_" not in name and stem in _stems() and _has_mark(stem)


def load_subcommand(name: str) -> ModuleType:
    """The module of a subcommand."""
    return import_module(f"reviewbot.cli.{name.replace('-', '_')}")


def _stems() -> set[str]:
    return {entry[:-3] for folder in cli.__path__ for entry in listdir(folder) if entry.endswith(".py")}


def _has_mark(stem: str) -> bool:
    for folder in cli.__path__:
        with suppress(FileNotFoundError), open(f"{folder}/{stem}.py", "rb") as file:
            return _MARK in file.read()
    return False
