"""The split plan as JSON, version 1: for other programs, and to be edited and given back with `--plan`.

A path that is not UTF-8 is written with surrogate escapes (`\\udcXX`), as in the JSON report.
"""

from __future__ import annotations

from typing import Any

from reviewbot.model.split_plan import SCHEMA, Part, PartFile, SplitPlan
from reviewbot.model.stacks import stacked_on
from reviewbot.render import Style
from reviewbot.render.text.document import json_text


def render(plan: SplitPlan, _style: Style) -> str:
    return json_text(split_document(plan))


def split_document(plan: SplitPlan) -> dict[str, Any]:
    """The plan as values of JSON. Every field is there; what does not apply is None."""
    return {
        "schema": SCHEMA,
        "base": plan.base,
        "head": plan.head,
        "budget": plan.budget,
        "identical": plan.identical,
        "no_split": plan.no_split or None,
        "parts": [part_object(part, on) for part, on in zip(plan.parts, stacked_on(plan.parts), strict=True)],
        "problems": list(plan.problems),
        "branches": [branch._asdict() for branch in plan.branches] or None,
        "carried": plan.carried and plan.carried._asdict(),
    }


def part_object(part: Part, on: int | None) -> dict[str, Any]:
    return {
        "part": part.number,
        "title": part.title,
        "why": part.why,
        "counted_lines": part.counted_lines,
        "over_budget": part.over_budget,
        "needs": list(part.needs),
        "stacked_on": on,
        "files": [file_object(file) for file in part.files],
    }


def file_object(file: PartFile) -> dict[str, Any]:
    return {
        "path": file.path.decode("utf-8", "surrogateescape"),
        "old_path": None if file.old_path is None else file.old_path.decode("utf-8", "surrogateescape"),
        "whole": file.whole,
        "hunks": [hunk._asdict() for hunk in file.hunks],
    }
