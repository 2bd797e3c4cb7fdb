"""What is known of the people around a pull request, as facts for the engine."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Policy
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.people.approvals import approvals
from reviewbot.server.people.replies import Answer
from reviewbot.server.people.waivers import read_waivers


class Known(NamedTuple):
    """facts: for the engine. answers: what is to be said to those who commented."""

    facts: Facts
    answers: tuple[Answer, ...] = ()


def known(surroundings: Surroundings, client: Client, pull: PullRequest, policy: Policy, head_seen_at: str) -> Known:
    """Who made it, who approved this very head, who waived what. head_seen_at: see `read_waivers`."""
    waivers = read_waivers(client, pull, policy, surroundings.waivers, head_seen_at or None)
    facts = Facts(
        author=pull.author or None,
        branch=pull.final_base_ref,
        repository=pull.repository.full_name,
        approvals=approvals(client, pull, policy),
        waivers=waivers.accepted,
    )
    return Known(facts, waivers.answers)
