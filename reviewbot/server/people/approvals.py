"""Who approved this very head."""

from __future__ import annotations

from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.model.facts import Person
from reviewbot.model.policy import Policy
from reviewbot.rules.protected_path import Options
from reviewbot.server.people.persons import People, is_bot

_DECIDES = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")  # a comment takes no approval back


def approvals(client: Client, pull: PullRequest, policy: Policy, people: People) -> tuple[Person, ...]:
    """Those whose last word on this head is an approval, without whoever made some of the change.

    Nobody is asked for where no rule of the policy asks.
    """
    wanted = {
        name
        for instance in policy.instances
        if isinstance(instance.options, Options)
        for name in instance.options.reviewers
    }
    if not wanted:
        return ()
    last: dict[str, tuple[str, bool]] = {}
    for review in client.reviews(pull.repository.id, pull.number):
        if review.state in _DECIDES and not is_bot(review.author):
            last[review.author.lower()] = (review.author, _approves(review.state, review.commit_sha, pull))
    approving = (author for author, approves in last.values() if approves)
    return tuple(people.person(author, wanted) for author in approving if not people.made_it(author))


def _approves(state: str, commit_sha: str, pull: PullRequest) -> bool:
    return state == "APPROVED" and commit_sha == pull.head_sha
