"""Formats of a split plan. One file each; the list of files is the list of formats.

As those of a report, see `reviewbot.render`: `render(plan, style)`, pure.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reviewbot.model.split_plan import SplitPlan
from reviewbot.render import Style, names_in

SplitRenderer = Callable[[SplitPlan, Style], str]


def split_format_names() -> tuple[str, ...]:
    """The names of all formats of a split plan, sorted."""
    return names_in(__path__)


def load_split_renderer(name: str) -> SplitRenderer:
    """The renderer of that format; only this one's file is imported. Raises KeyError when there is none."""
    if name not in split_format_names():
        raise KeyError(name)
    render: SplitRenderer = import_module(f"{__name__}.{name.replace('-', '_')}").render
    return render
