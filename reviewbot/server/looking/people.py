"""What is known of the people around a pull request, as facts for the engine."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Policy
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.people.answers import Answer, told
from reviewbot.server.people.approvals import approvals
from reviewbot.server.people.persons import People
from reviewbot.server.people.waivers import Said, read_waivers, said_at


class Known(NamedTuple):
    """facts: for the engine. said: the commands of the conversation. answers: to those that were about
    waivers. told: the keys of what was answered before. notes: for the report.
    """

    facts: Facts
    said: tuple[Said, ...] = ()
    answers: tuple[Answer, ...] = ()
    told: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def known(surroundings: Surroundings, client: Client, pull: PullRequest, policy: Policy, head_seen_at: str) -> Known:
    """Who made it, who approved this very head, who waived what. head_seen_at: see `read_waivers`."""
    people = People(client, pull)
    comments = client.comments(pull.repository.id, pull.number)
    said = said_at(comments)
    waivers = read_waivers(pull, policy, said, people, surroundings.waivers, head_seen_at)
    facts = Facts(
        author=pull.author or None,
        branch=pull.final_base_ref,
        repository=pull.repository.full_name,
        approvals=approvals(client, pull, policy, people),
        waivers=waivers.accepted,
    )
    notes = (f"no approval and no waiver counts: {people.note}",) if people.note else ()
    return Known(facts, tuple(said), waivers.answers, told(comments, surroundings.login()), notes)
