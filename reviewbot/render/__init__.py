"""Formats of a report. One file each; the list of files is the list of formats.

A file `some_format.py` here is the format `some-format` and has `render(report, style)`, a pure function to the text
that is shown or written: no clock, no environment, no I/O. The text never holds a lone surrogate, so it can always be
encoded as UTF-8. What several formats share is in `reviewbot.render.text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from os import listdir
from typing import NamedTuple

from reviewbot.model.report import Report


class Style(NamedTuple):
    """What the place where the text is shown can do. Only formats for people look at it.

    width: columns. colour: whether it understands ANSI colours. unicode: whether it shows more than ASCII. options: of
    the command line, which formats that are commands say again.
    """

    width: int = 80
    colour: bool = False
    unicode: bool = True
    options: tuple[str, ...] = ()


Renderer = Callable[[Report, Style], str]


def format_names() -> tuple[str, ...]:
    """The names of all formats of a report, sorted."""
    return names_in(__path__)


def names_in(folders: Iterable[str]) -> tuple[str, ...]:
    """The formats whose files lie in these folders, sorted."""
    stems = {entry[:-3] for folder in folders for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_")))


def load_renderer(name: str) -> Renderer:
    """The renderer of that format; only this one's file is imported. Raises KeyError when there is none."""
    if name not in format_names():
        raise KeyError(name)
    render: Renderer = import_module(f"{__name__}.{name.replace('-', '_')}").render
    return render
