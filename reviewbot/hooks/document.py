"""What a hook says to another program: one JSON document, `reviewbot-push/1`, with the report of each ref."""

from __future__ import annotations

from typing import Any

from reviewbot.hooks.judged import Judged
from reviewbot.model.report import Report, Verdict
from reviewbot.render.json import document
from reviewbot.render.text.document import json_text

SCHEMA = "reviewbot-push/1"


def push_document(judged: tuple[Judged, ...]) -> str:
    """Of a push on a server. A ref has a refusal, a report, or neither when nothing comes in."""
    refs = [
        {
            "ref": each.update.ref,
            "old": each.update.old,
            "new": each.update.new,
            "accepted": each.accepted,
            "refusal": each.refusal or None,
            "report": document(each.report) if each.report else None,
        }
        for each in judged
    ]
    return _text(refs, all(each.accepted for each in judged))


def reports_document(reports: list[tuple[str, Report]]) -> str:
    """Of a hook in a clone: the same, without what only a server knows."""
    refs = [{"accepted": report.verdict is not Verdict.BLOCK, "report": document(report)} for _, report in reports]
    return _text(refs, all(ref["accepted"] for ref in refs))


def _text(refs: list[dict[str, Any]], accepted: bool) -> str:
    return json_text({"schema": SCHEMA, "accepted": accepted, "refs": refs})
