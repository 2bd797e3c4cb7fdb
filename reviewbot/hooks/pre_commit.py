"""pre-commit: what a commit would hold. githooks(5)."""

from __future__ import annotations

from importlib import import_module

from reviewbot.hooks import Call
from reviewbot.hooks.clone import clone_of, show
from reviewbot.model.report import Report
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change_of


def run(call: Call) -> int:
    """Exit status 0 lets the commit through. A merge is judged by what differs from the one that git makes alone."""
    with open_change_of(clone_of(call), Selection(snapshot="merge")) as found:
        # git measures from here on; what is needed to judge is loaded meanwhile.
        judgement = import_module("reviewbot.judgement")
        report: Report = judgement.judge_local(found, floor=call.floor, author=call.author)
    return show([("this commit", report)], call)
