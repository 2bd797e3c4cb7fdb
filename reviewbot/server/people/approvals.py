"""Who approved this very head."""

from __future__ import annotations

from reviewbot.github.reader import Reader
from reviewbot.github.values import PullRequest, Review
from reviewbot.model.facts import Person
from reviewbot.model.policy import Policy
from reviewbot.rules.protected_path import Options
from reviewbot.server.people.persons import People, is_bot

_WITHDRAWS = ("CHANGES_REQUESTED", "DISMISSED")  # a comment takes no approval back


def approvals(client: Reader, pull: PullRequest, policy: Policy, people: People) -> tuple[Person, ...] | None:
    """Who approved the head and did not take it back since, without whoever made some of the change.

    None where it is not known who made it, so that nobody's approval may count. GitHub is asked no more than the
    policy needs: nothing where it protects no path.
    """
    wanted = frozenset(
        name
        for instance in policy.instances
        if isinstance(instance.options, Options)
        for name in instance.options.reviewers
    )
    if not wanted:
        return ()
    approving = standing(client.reviews(pull.repository.id, pull.number), pull.head_sha)
    if approving and people.makers.unknown:
        return None
    return tuple(people.person(login, wanted) for login in approving if not people.makers.may_include(login))


def standing(reviews: tuple[Review, ...], head_sha: str) -> tuple[str, ...]:
    """The logins of those whose approval of this head stands. reviews: in the order in which they were given.

    An approval of another head says nothing about this one, neither for nor against it.
    """
    found: dict[str, str] = {}
    for review in reviews:
        if review.state in _WITHDRAWS:
            found.pop(review.author.lower(), None)
        elif review.state == "APPROVED" and review.commit_sha == head_sha and not is_bot(review.author):
            found[review.author.lower()] = review.author
    return tuple(found.values())
