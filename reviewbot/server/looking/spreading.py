"""Looks at what holds many pull requests: each of them may have changed."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.github.values import Hint, PullRequest
from reviewbot.server.lane import Lane, lane_of
from reviewbot.server.looking.judging import digest_of, policies_above, policy_at
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.outcome import DONE, Outcome
from reviewbot.server.store import Look, Seen

ORGANISATION_REPOSITORY = ".github"
_BRANCH = "refs/heads/"


def look_at_installation(surroundings: Surroundings, look: Look) -> Outcome:
    """Every repository of the installation."""
    installation = look.lane.installation
    surroundings.forget_client(installation)
    found = surroundings.client(installation).repositories()
    surroundings.lanes.want(lane_of(Hint("repository", installation, each.id)) for each in found)
    return DONE


def look_at_repository(surroundings: Surroundings, look: Look) -> Outcome:
    """Every open pull request of the repository, or those of one head, or with the base that moved."""
    lane = look.lane
    assert lane.repository is not None  # noqa: S101 - only the lane of an installation has none
    if lane.detail is None:  # it may have another name by now
        surroundings.forget_client(lane.installation)
    client = surroundings.client(lane.installation)
    repository = client.repository(lane.repository)
    moved = lane.detail.removeprefix(_BRANCH) if lane.detail else None
    is_policy = repository.full_name.endswith(f"/{ORGANISATION_REPOSITORY}") and moved == repository.default_branch
    if is_policy:  # the organisation's policy may be another one
        surroundings.lanes.want([lane_of(Hint("installation", lane.installation))])
    pulls = client.open_pull_requests(lane.repository)
    concerned = [
        pull for pull in pulls if moved is None or moved in (pull.base_ref, pull.final_base_ref, pull.head_sha)
    ]
    surroundings.lanes.want(_lanes(lane.installation, concerned, lane.pressed))
    return DONE


def sweep(surroundings: Surroundings, look: Look) -> Outcome:
    """Every open pull request that is not as the last look at it saw it, whatever event got lost."""
    lane = look.lane
    assert lane.repository is not None  # noqa: S101 - it was made for one
    client = surroundings.client(lane.installation)
    repository = client.repository(lane.repository)
    above = policies_above(surroundings, client, repository)
    ends: dict[str | None, str] = {None: digest_of(above)}  # by where a stack ends up; None for no stack
    known = surroundings.sights.of_repository(lane.repository)
    tips: dict[str, str | None] = {}
    changed = []
    for pull in client.open_pull_requests(lane.repository):
        if pull.base_ref not in tips:
            tips[pull.base_ref] = client.branch_tip(lane.repository, pull.base_ref)
        end = pull.final_base_ref if pull.final_base_ref != pull.base_ref else None
        if end is not None and end not in ends:
            ends[end] = digest_of(above, policy_at(client, repository, end))
        present = Seen(pull.head_sha, tips[pull.base_ref] or "", pull.base_ref, ends[end], pull.updated_at)
        if known.get(pull.number) != present:
            changed.append(pull)
    surroundings.lanes.want(_lanes(lane.installation, changed))
    return DONE._replace(why=f"{len(changed)} changed unseen" if changed else None)


def _lanes(installation: int, pulls: Iterable[PullRequest], pressed: str | None = None) -> Iterable[Lane]:
    return (lane_of(Hint("pull", installation, pull.repository.id, pull.number, pressed=pressed)) for pull in pulls)
