"""A look at a merge queue's group: what it would merge is judged as its pull request is, and never taken on trust.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
"""

from __future__ import annotations

import re

from reviewbot.errors import LimitError, SourceError
from reviewbot.github.client import Client
from reviewbot.github.values import MergeGroup, PullRequest
from reviewbot.publish.check_run import check_run, failed_check_run
from reviewbot.publish.identity import external_id
from reviewbot.publish.sending import Place, send_check_run, start_check_run
from reviewbot.server.looking.judging import Judged, begin, judge
from reviewbot.server.looking.people import known
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.outcome import DONE, Outcome
from reviewbot.server.store import Look
from reviewbot.sources.pull_request import Malformed, Moved, Wanted

# GitHub names the branch for the pull request, and for the commit that it is put upon: each group is one pull request
# on what stands before it in the queue.
_NUMBER = re.compile(r"/pr-(\d{1,12})-[0-9a-f]+\Z", re.ASCII)
TRIES_TO_READ = 3


def look_at_group(surroundings: Surroundings, look: Look) -> Outcome:
    """Judge the group; nothing for one that the queue has dropped."""
    lane = look.lane
    assert lane.repository is not None and lane.detail is not None  # noqa: S101, PT018 - a group has both
    client = surroundings.client(lane.installation)
    group = client.merge_group(lane.repository, lane.detail)
    number = _NUMBER.search(group.head_ref) if group else None
    if group is None or number is None:
        return DONE
    pull = client.pull_request(lane.repository, int(number[1]))
    place = surroundings.place(lane.repository, group.head_sha, "")
    with surroundings.publishing(lane.repository, group.head_sha):
        try:
            return _judge_and_publish(surroundings, client, group, pull, place)
        except Moved:
            raise
        except SourceError as error:
            is_for_good = isinstance(error, LimitError | Malformed)
            if is_for_good or look.attempts >= TRIES_TO_READ:
                key = external_id(lane.repository, group.base_sha, group.head_sha, ())
                send_check_run(client, place._replace(external_id=key), failed_check_run(error))
            if not is_for_good:
                raise
            return DONE._replace(why=error.what)


def _judge_and_publish(
    surroundings: Surroundings, client: Client, group: MergeGroup, pull: PullRequest, place: Place
) -> Outcome:
    wanted = Wanted(
        repository_id=group.repository.id,
        clone_url=group.repository.clone_url,
        token=client.token,
        number=None,
        head_sha=group.head_sha,
        head_ref=group.head_ref,
        base_ref=group.base_ref,
        base_sha=group.base_sha,
    )
    on_base = pull._replace(base_ref=group.base_ref, final_base_ref=group.base_ref)
    with surroundings.caches.open_pull_request(wanted) as found:
        begun = begin(surroundings, client, on_base, found)
        if begun.is_silent:
            return DONE
        key = external_id(group.repository.id, group.base_sha, group.head_sha, begun.policies)
        place = place._replace(external_id=key)
        start_check_run(client, place)
        if begun.policy is None:
            judged = Judged(begun.base, begun.policies, None, begun.error)
        else:
            # What holds for the pull request's head holds for the commit that GitHub made of it.
            people = known(surroundings, client, on_base, begun.policy, "")
            rebound = tuple(waiver._replace(head=group.head_sha) for waiver in people.facts.waivers)
            judged = judge(begun, people.facts._replace(waivers=rebound), people.notes)
    if judged.report is not None:
        send_check_run(client, place, check_run(judged.report))
    elif judged.error is not None:
        send_check_run(client, place, failed_check_run(judged.error))
    return DONE
