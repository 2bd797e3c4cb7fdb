"""pre-push: what a push would ask of each ref, measured from the remote's default branch. githooks(5)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from reviewbot.hooks import Call
from reviewbot.hooks.clone import clone_of, show
from reviewbot.hooks.judged import short_name
from reviewbot.hooks.ref_updates import PushedRef, parse_pushed, read_told
from reviewbot.model.report import Report
from reviewbot.sources.outgoing import open_outgoing
from reviewbot.sources.pushed import RefUpdate
from reviewbot.sources.repository import Repository


def run(call: Call) -> int:
    """Exit status 0 lets the push through. A ref that is deleted brings nothing in."""
    # git always names the remote; only where nobody does is it the framework that runs us.
    pushed = parse_pushed(read_told()) if call.arguments else _pushed(call.environ)
    remote = call.arguments[0] if call.arguments else call.environ.get("PRE_COMMIT_REMOTE_NAME") or "origin"
    clone = clone_of(call)._replace(index_file=None)
    reports = [(_heading(each), _judge(clone, each, remote, call)) for each in pushed if each.update.new is not None]
    return show(reports, call)


def _pushed(environ: Mapping[str, str]) -> tuple[PushedRef, ...]:
    """From standard input; the pre-commit framework reads that itself, and puts one ref into the environment.

    It leaves out the id of what is pushed when all of the history is new: https://pre-commit.com/#pre-push
    """
    ref, local = environ.get("PRE_COMMIT_REMOTE_BRANCH"), environ.get("PRE_COMMIT_LOCAL_BRANCH")
    new = environ.get("PRE_COMMIT_TO_REF") or local
    if ref and new:
        return (PushedRef(local or ref, RefUpdate(ref, None, new)),)
    return parse_pushed(read_told())


def _judge(clone: Repository, pushed: PushedRef, remote: str, call: Call) -> Report:
    with open_outgoing(clone, pushed.update, remote) as found:
        # git measures from here on; what is needed to judge is loaded meanwhile.
        judgement = import_module("reviewbot.judgement")
        report: Report = judgement.judge_local(found, floor=call.floor, author=call.author)
        return report


def _heading(pushed: PushedRef) -> str:
    from reviewbot.render.text.escape import shown

    return f"the push of {shown(short_name(pushed.local))} to {shown(short_name(pushed.update.ref))}"
