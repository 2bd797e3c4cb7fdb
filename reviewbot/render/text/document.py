"""JSON as all formats write it."""

from __future__ import annotations

import json

from reviewbot.render.text.escape import LOG_COMMAND


def json_text(document: object) -> str:
    """The document in ASCII, indented by two, with a final newline; keys in the order given.

    A build log that shows the text does not take a part of it for a command: in JSON, `[` inside a string may be
    written as an escape and stays the same character.
    """
    text = json.dumps(document, indent=2, ensure_ascii=True)
    return LOG_COMMAND.sub(r"##\1\\u005b", text) + "\n"
