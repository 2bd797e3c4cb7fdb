"""A pull request to a verdict: its policies, its change, what is known of the people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.errors import LimitError, PolicyError, ReviewbotError, SourceError
from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest, Repository
from reviewbot.judgement import judge_pull_request, texts_for_pull_request
from reviewbot.model.facts import Facts
from reviewbot.model.policy import POLICY_PATH, Policy
from reviewbot.model.report import PolicySource, Report
from reviewbot.policy import PolicyText, load_policy
from reviewbot.policy.digest import sha256_hex
from reviewbot.proposal import Proposal, propose_for, with_plan
from reviewbot.publish.identity import policy_hash
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


def proposal_of(begun: Begun, report: Report, facts: Facts) -> Proposal | None:
    """What the plan of a report was made of; None where it has none."""
    if report.split_plan is None or begun.policy is None:
        return None
    return propose_for(begun.found, report.files, begun.policy, facts)


class Begun(NamedTuple):
    """A judgement of which everything is known but the verdict.

    above: the digest of the policies from above, and of where a stack ends up. texts: all policies, () where none holds
    and there is nothing to say. policy: None where there is none, or none that is valid, as `error` says.
    """

    found: LocalChange
    above: str
    texts: tuple[PolicyText, ...]
    policy: Policy | None
    error: PolicyError | None = None

    @property
    def is_silent(self) -> bool:
        """Whether no policy holds, so that nothing is said."""
        return not self.texts and self.error is None

    @property
    def base(self) -> str:
        return self.found.ends.base or ""

    @property
    def policies(self) -> tuple[PolicySource, ...]:
        """Also of what is no policy, so that mending it is another check run."""
        return tuple(PolicySource(text.source, sha256_hex(text.text)) for text in self.texts)


def begin(surroundings: Surroundings, client: Client, pull: PullRequest, found: LocalChange) -> Begun:
    """What a pull request is judged by."""
    is_stacked = pull.final_base_ref != pull.base_ref
    stack = policy_at(client, pull.repository, pull.final_base_ref) if is_stacked else None
    above = policies_above(surroundings, client, pull.repository)
    digest = digest_of(above, stack)
    try:
        texts = texts_for_pull_request(
            found, above, stack, is_stacked=is_stacked, or_default=surroundings.options.or_default
        )
    except PolicyError as error:  # no file, but a link, say
        return Begun(found, digest, tuple(above), None, error)
    if not texts:
        return Begun(found, digest, (), None)
    try:
        return Begun(found, digest, texts, load_policy(texts))
    except PolicyError as error:
        return Begun(found, digest, texts, None, error)


def judge(begun: Begun, facts: Facts, notes: tuple[str, ...] = ()) -> Judged:
    """The verdict, with a plan where the change is too large. What cannot be decided is an error, and no pass.

    notes: what is to be said besides.
    """
    if begun.policy is None:
        return Judged(begun.base, begun.policies, None, begun.error)
    try:
        report = judge_pull_request(begun.found, begun.texts, begun.policy, facts)
    except (PolicyError, LimitError, SourceError) as error:
        return Judged(begun.base, begun.policies, None, error)
    report = report._replace(notes=report.notes + notes)
    return Judged(begun.base, begun.policies, with_plan(begun.found, report, begun.policy, facts))


def policies_above(surroundings: Surroundings, client: Client, repository: Repository) -> Sequence[PolicyText]:
    """The server's floor, and the organisation's policy, from the default branch of its `.github` repository."""
    floor = surroundings.options.floor
    owner = repository.full_name.partition("/")[0]
    found = client.file_text(f"{owner}/{ORGANISATION_POLICY}", _PATH)
    organisation = (
        PolicyText(f"organisation:{owner}/{ORGANISATION_POLICY}/{_PATH}", found) if found is not None else None
    )
    return [each for each in (floor, organisation) if each is not None]


def policy_at(client: Client, repository: Repository, ref: str) -> PolicyText | None:
    """The policy at a branch, which a stack of pull requests ends up on."""
    text = client.file_text(repository.full_name, _PATH, ref)
    return None if text is None else PolicyText(f"base:{_PATH}", text)


def digest_of(above: Sequence[PolicyText], stack: PolicyText | None = None) -> str:
    """One id, hex, for the policies from above and the one where a stack ends up."""
    texts = [*above, stack] if stack else above
    return policy_hash(PolicySource(text.source, sha256_hex(text.text)) for text in texts)
