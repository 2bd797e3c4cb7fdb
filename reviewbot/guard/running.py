"""One question of an agent, from its JSON to its answer. Nothing that goes wrong gets past here as an approval."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reviewbot.errors import LimitError, ReviewbotError
from reviewbot.guard.agents import Agent, Reply, load_agent
from reviewbot.guard.asked import Answer, Asked, Decision, NotUnderstoodError, heavier
from reviewbot.guard.elsewhere import elsewhere
from reviewbot.guard.log import record
from reviewbot.render.text.escape import shown
from reviewbot.sources.git import Limits
from reviewbot.sources.interruption import deadline
from reviewbot.sources.repository import Repository, find_repository

MAX_INPUT_BYTES = 64 << 20
# Agents let through what is not answered in time (their default is some 10 to 60 seconds, ours in their settings 60).
DEADLINE_SECONDS = 20.0
GRACE_SECONDS = 2.0
MEMORY_BYTES = 2 << 30


def answer(
    read: Callable[[int], bytes], agent_name: str, *, floor: str | None = None, author: str | None = None
) -> Reply:
    """The reply to one question. read: gives at most so many bytes of it; the deadline holds for that too.

    Raises UsageError for an agent that is not known, and nothing else.
    """
    agent = load_agent(agent_name)
    asked: Asked | None = None

    def decide() -> Decision:
        nonlocal asked
        asked = agent.read(_parsed(read(MAX_INPUT_BYTES + 1)))
        if not asked.edits and not asked.commands:
            return Decision()
        here = find_repository(asked.folder)
        decision = _in(here, asked, agent.name, floor, author)
        for other, there in elsewhere(asked, here):
            decision = heavier(decision, _in(other, there, agent.name, floor, author))
        return decision

    started = time.monotonic()
    decision = _never_failing(decide)
    record(agent.name, asked, decision, time.monotonic() - started)
    return agent.reply(decision)


def _in(repository: Repository, asked: Asked, agent_name: str, floor: str | None, author: str | None) -> Decision:
    from reviewbot.sources.working import open_working  # only what writes or runs something waits for it

    with open_working(repository, Limits(DEADLINE_SECONDS, MEMORY_BYTES)) as working:
        from reviewbot.guard.judging import judge  # while git reads the policy

        return judge(asked, agent_name, working, floor=floor, author=author)


def _never_failing(decide: Callable[[], Decision]) -> Decision:
    late = LimitError(f"there was no decision within {DEADLINE_SECONDS:g} seconds", help="make a smaller edit")
    try:
        with deadline(DEADLINE_SECONDS, late, GRACE_SECONDS):
            return decide()
    except ReviewbotError as error:
        where = f" ({shown(error.where)})" if error.where else ""
        instead = f"\n  instead: {shown(error.help)}" if error.help else ""
        said = f"{shown(error.what)}{where}{instead}"
    except Exception as error:  # MemoryError too: a fault of ours must not look like an approval
        said = f"a fault of reviewbot itself: {type(error).__name__}: {str(error)!a:.200}"
    return Decision(Answer.DENY, f"reviewbot: denied, for it could not be decided.\n- {said}")


def _parsed(text: bytes) -> dict[str, Any]:
    from json import loads

    if len(text) > MAX_INPUT_BYTES:
        raise NotUnderstoodError("the question is too large to be judged")
    try:
        given = loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError(f"the question is no JSON: {str(error)[:100]}") from None
    if not isinstance(given, dict):
        raise NotUnderstoodError("the question is no object of JSON")
    return given


def denied_for_a_signal(agent_name: str) -> Reply:
    """What to answer when we are told to end."""
    reply = Reply(status=2)
    with suppress(Exception):
        agent: Agent = load_agent(agent_name)
        reply = agent.reply(Decision(Answer.DENY, "reviewbot: denied, for it was told to end before it had decided."))
    return reply
