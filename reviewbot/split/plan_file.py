"""A plan that was saved as JSON, and perhaps edited, back to a SplitPlan."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from reviewbot.errors import UsageError
from reviewbot.model.shown import shown, shown_path
from reviewbot.model.split_plan import SCHEMA, Hunk, Part, PartFile, SplitPlan

LARGEST = 1 << 40  # a line number
_HELP = "save one with: reviewbot split ... --format json --output FILE"


def parse_plan(text: str) -> SplitPlan:
    """What the JSON says, its parts in order of their numbers and numbered anew from 1; nothing of it is checked yet.

    What can be worked out anew (needs, counted lines) is left open. Raises UsageError naming the place for anything
    that is not such a document.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the plan is not JSON: {error!s:.100}", help=_HELP) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise UsageError(f'the plan does not say "schema": "{SCHEMA}"', help=_HELP)
    parts = [_part(each, f"part {place}") for place, each in enumerate(_value(document, "parts", list, "the plan"), 1)]
    parts.sort(key=lambda part: part.number)
    for number, count in Counter(part.number for part in parts).items():
        if count > 1:
            raise UsageError(
                f"{count} parts have the number {number}", where="the plan", help='give each its own "part"'
            )
    return SplitPlan(
        _id(document, "base"),
        _id(document, "head"),
        _number(document, "budget", "the plan", least=1),
        tuple(part._replace(number=number) for number, part in enumerate(parts, 1)),
    )


def _part(value: Any, where: str) -> Part:
    number = _number(value, "part", where, least=1)
    files = _value(value, "files", list, where)
    named = f"part {number}"
    return Part(
        number,
        _value(value, "title", str, named),
        _value(value, "why", str, named),
        0,
        files=tuple(_file(each, f"{named}, file {place}") for place, each in enumerate(files, 1)),
    )


def _file(value: Any, where: str) -> PartFile:
    path = _path(_value(value, "path", str, where), where)
    old_path = None if value.get("old_path") is None else _path(_value(value, "old_path", str, where), where)
    hunks = [_hunk(each, f"{where}, hunk {place}") for place, each in enumerate(_value(value, "hunks", list, where), 1)]
    whole: bool = _value(value, "whole", bool, where)
    if whole == bool(hunks):
        said = "is whole and lists hunks" if whole else "is not whole and lists no hunks"
        raise UsageError(f"{shown_path(path)} {said}", where=where, help='"whole" files list none, others list theirs')
    return PartFile(path, old_path, whole, tuple(hunks))


def _hunk(value: Any, where: str) -> Hunk:
    return Hunk(*(_number(value, name, where) for name in Hunk._fields))


def _path(text: str, where: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair, which stands for no byte
        raise UsageError(f"{shown(text)} is no path", where=where, help=_HELP) from None


def _id(document: dict[str, Any], name: str) -> str | None:
    return None if document.get(name) is None else str(_value(document, name, str, "the plan"))


def _number(value: Any, name: str, where: str, least: int = 0) -> int:
    found: int = _value(value, name, int, where)
    if isinstance(found, bool) or not least <= found < LARGEST:
        raise UsageError(f'"{name}" must be a number from {least}', where=where)
    return found


def _value(value: Any, name: str, kind: type, where: str) -> Any:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind):
        named = {list: "a list", str: "a text", bool: "true or false", int: "a number"}[kind]
        raise UsageError(f'"{name}" must be {named}', where=where, help=_HELP)
    return found
