"""A pull request to a verdict: its policies, its change, what is known of the people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.errors import LimitError, PolicyError, ReviewbotError, SourceError
from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.judgement import judge_pull_request, texts_for_pull_request
from reviewbot.model.facts import Facts
from reviewbot.model.policy import POLICY_PATH, Policy
from reviewbot.model.report import PolicySource, Report
from reviewbot.policy import PolicyText, load_policy
from reviewbot.proposal import with_plan
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.sources.local import LocalChange

ORGANISATION_POLICY = ".github"
_PATH = POLICY_PATH.decode()


class Judged(NamedTuple):
    """What is to be said of one pull request. report: None where reviewbot could not decide, and `error` says why.

    base: the tip that it is meant for. policies: by which it was judged, for the check run's id.
    """

    base: str
    policies: tuple[PolicySource, ...]
    report: Report | None
    error: ReviewbotError | None = None


class Begun(NamedTuple):
    """A judgement of which everything is known but the verdict. policy: None where it is not valid, as `error` says."""

    found: LocalChange
    texts: tuple[PolicyText, ...]
    policy: Policy | None
    error: PolicyError | None = None

    @property
    def base(self) -> str:
        return self.found.ends.base or ""

    @property
    def policies(self) -> tuple[PolicySource, ...]:
        """Also of what is no policy, so that mending it is another check run."""
        from reviewbot.policy.digest import sha256_hex

        return tuple(PolicySource(text.source, sha256_hex(text.text)) for text in self.texts)


def begin(surroundings: Surroundings, client: Client, pull: PullRequest, found: LocalChange) -> Begun | None:
    """What a pull request is judged by; None where there is no policy, and so nothing to be said."""
    stack = None
    is_stacked = pull.final_base_ref != pull.base_ref
    if is_stacked:
        text = client.file_text(pull.repository.full_name, _PATH, pull.final_base_ref)
        stack = None if text is None else PolicyText(f"base:{_PATH}", text)
    above = _above(surroundings, client, pull)
    try:
        texts = texts_for_pull_request(
            found, above, stack, is_stacked=is_stacked, or_default=surroundings.options.or_default
        )
    except PolicyError as error:  # no file, but a link, say
        return Begun(found, tuple(above), None, error)
    if not texts:
        return None
    try:
        return Begun(found, texts, load_policy(texts))
    except PolicyError as error:
        return Begun(found, texts, None, error)


def judge(begun: Begun, facts: Facts) -> Judged:
    """The verdict, with a plan where the change is too large. What cannot be decided is an error, and no pass."""
    if begun.policy is None:
        return Judged(begun.base, begun.policies, None, begun.error)
    try:
        report = judge_pull_request(begun.found, begun.texts, begun.policy, facts)
    except (PolicyError, LimitError, SourceError) as error:
        return Judged(begun.base, begun.policies, None, error)
    return Judged(begun.base, begun.policies, with_plan(begun.found, report, begun.policy, facts))


def _above(surroundings: Surroundings, client: Client, pull: PullRequest) -> Sequence[PolicyText]:
    """The server's floor, and the organisation's policy, from the default branch of its `.github` repository."""
    floor = surroundings.options.floor
    owner = pull.repository.full_name.partition("/")[0]
    found = client.file_text(f"{owner}/{ORGANISATION_POLICY}", _PATH)
    organisation = PolicyText(f"organisation:{owner}/{ORGANISATION_POLICY}/{_PATH}", found) if found is not None else None
    return [each for each in (floor, organisation) if each is not None]


