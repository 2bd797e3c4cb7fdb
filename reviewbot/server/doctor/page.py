"""What was looked at, for people and for programs. Names of branches and repositories are somebody else's words."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.errors import EXIT_BLOCKED, EXIT_ERROR, EXIT_OK
from reviewbot.render import Style
from reviewbot.render.text.document import json_text
from reviewbot.render.text.escape import shown
from reviewbot.render.text.page import GREEN, RED, YELLOW, Page
from reviewbot.server.doctor.check import Check

SCHEMA = "reviewbot-doctor/1"
_WORDS = {True: ("ok", GREEN), False: ("wrong", RED), None: ("unknown", YELLOW)}


def exit_status(checks: Sequence[Check]) -> int:
    """0: all is right. 1: something is wrong. 2: nothing is known to be wrong, and something is not known."""
    if any(check.ok is False for check in checks):
        return EXIT_BLOCKED
    return EXIT_ERROR if any(check.ok is None for check in checks) else EXIT_OK


def terminal(checks: Sequence[Check], style: Style) -> str:
    page = Page(style)
    for check in checks:
        word, colour = _WORDS[check.ok]
        page.headed(word, shown(f"{check.name}: {check.what}"), colour)
        if check.help and check.ok is not True:
            page.labelled("help", shown(check.help))
    return page.whole()


def document(checks: Sequence[Check]) -> str:
    """JSON; ok is null where something could not be found out."""
    words = {EXIT_OK: True, EXIT_BLOCKED: False, EXIT_ERROR: None}
    found = [{"name": each.name, "ok": each.ok, "what": each.what, "help": each.help or None} for each in checks]
    return json_text({"schema": SCHEMA, "ok": words[exit_status(checks)], "checks": found})
