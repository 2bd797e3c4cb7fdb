"""JSON as all formats write it."""

from __future__ import annotations

from collections.abc import Iterable
from json import JSONEncoder

from reviewbot.render.text.escape import LOG_COMMAND

encode = JSONEncoder(ensure_ascii=True).encode  # its `indent` would leave the C encoder, for every file of the change


def json_text(document: object) -> str:
    """The document in ASCII, indented by two, with a final newline; keys in the order given.

    What holds no further objects or lists stays on one line. A build log that shows the text does not take a part of
    it for a command: in a string of JSON, `[` may be written as an escape and is still the same character.
    """
    return LOG_COMMAND.sub(r"##\1\\u005b", indented(document, "")) + "\n"


def indented(value: object, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, list) and has_children(value):
        return "[\n" + ",\n".join([inner + indented(child, inner) for child in value]) + f"\n{indent}]"
    if isinstance(value, dict) and has_children(value.values()):
        lines = [f"{inner}{encode(key)}: {indented(child, inner)}" for key, child in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return encode(value)


def has_children(values: Iterable[object]) -> bool:
    """Whether an object or a list that is not empty is among them."""
    for child in values:  # noqa: SIM110  (called for every file of the change, and `any` takes twice as long)
        if child and isinstance(child, (dict, list)):
            return True
    return False
