"""A look at a pull request: one check run for its head, one review, an answer to whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import NamedTuple

from reviewbot.errors import LimitError, SourceError
from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.model.policy import Policy
from reviewbot.model.report import Verdict
from reviewbot.publish.check_run import CheckRunText, check_run, failed_check_run
from reviewbot.publish.identity import combined_id, external_id
from reviewbot.publish.sending import Place, send_check_run, send_label, send_review, start_check_run
from reviewbot.render import Style, load_renderer
from reviewbot.server.lane import Press
from reviewbot.server.looking.judging import Begun, Judged, begin, judge, proposal_of
from reviewbot.server.looking.people import Known, known
from reviewbot.server.looking.splitting import asked_for, make_branches
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.outcome import DONE, Outcome, superseded
from reviewbot.server.people.answers import Answer, send_answers
from reviewbot.server.people.explaining import answers_to, answers_to_button
from reviewbot.server.store import Look, Seen
from reviewbot.sources.local import LocalChange
from reviewbot.sources.pull_request import Malformed, Moved, Wanted

TRIES_TO_READ = 3  # of a change that cannot be read; then its check says so, which is no pass, and it is tried again
_WORST_FIRST = (None, Verdict.BLOCK, Verdict.REVIEW, Verdict.WARN, Verdict.PASS)  # None: could not decide


def look_at_pull(surroundings: Surroundings, look: Look) -> Outcome:
    """Judge the newest head and say so; nothing for one that is closed, or where no policy is."""
    lane = look.lane
    assert lane.repository is not None and lane.number is not None  # noqa: S101, PT018 - a pull request has both
    client = surroundings.client(lane.installation)
    pull = client.pull_request(lane.repository, lane.number)
    if pull.state != "open":
        return DONE
    with surroundings.publishing(lane.repository, pull.head_sha):
        try:
            return _judge_and_publish(surroundings, client, pull, lane.press())
        except Moved:
            raise
        except (LimitError, Malformed) as error:
            _say_failed(surroundings, client, pull, error)
            return DONE._replace(why=error.what)
        except SourceError as error:
            if look.attempts >= TRIES_TO_READ:
                _say_failed(surroundings, client, pull, error)
            raise  # a network that is down is up again some time


def _judge_and_publish(surroundings: Surroundings, client: Client, pull: PullRequest, press: Press) -> Outcome:
    repository = pull.repository.id
    with ExitStack() as stack:
        # A check run belongs to a commit, and another pull request may ask to merge the same one elsewhere.
        same = client.others_of(pull)
        opened = [(each, _open(surroundings, client, each, stack)) for each in (pull, *same)]
        own = opened[0][1]
        seen = Seen(pull.head_sha, own.base, pull.base_ref, own.above, pull.updated_at)
        begun = [(each, how) for each, how in opened if not how.is_silent]
        if not begun:
            surroundings.sights.keep(repository, pull.number, seen)
            return DONE
        ids = [external_id(repository, each.base, pull.head_sha, each.policies) for _, each in begun]
        place = surroundings.place(repository, pull.head_sha, combined_id(ids))
        started = start_check_run(client, place)
        found = [
            _judge(surroundings, client, each, how, started.head_seen_at, press if each.number == pull.number else None)
            for each, how in begun
        ]
    outcome = _publish(surroundings, client, pull, place, found, press)
    if outcome is DONE:
        surroundings.sights.keep(repository, pull.number, seen)
    return outcome


def _open(surroundings: Surroundings, client: Client, pull: PullRequest, stack: ExitStack) -> Begun:
    found: LocalChange = stack.enter_context(
        surroundings.caches.open_pull_request(
            Wanted(
                repository_id=pull.repository.id,
                clone_url=pull.repository.clone_url,
                token=client.token,
                number=pull.number,
                head_sha=pull.head_sha,
                base_ref=pull.base_ref,
            )
        )
    )
    return begin(surroundings, client, pull, found)


class _Found(NamedTuple):
    pull: PullRequest
    judged: Judged
    policy: Policy | None = None
    known: Known | None = None
    branches: Answer | None = None


def _judge(
    surroundings: Surroundings, client: Client, pull: PullRequest, begun: Begun, head_seen_at: str, press: Press | None
) -> _Found:
    """press: None for another pull request, where nobody is answered."""
    if begun.policy is None:
        return _Found(pull, Judged(begun.base, begun.policies, None, begun.error))
    people = known(surroundings, client, pull, begun.policy, head_seen_at)
    judged = judge(begun, people.facts, people.notes)
    found = _Found(pull, judged, begun.policy, people)
    asked = asked_for(people.said, press, pull.head_sha, people.told) if press is not None else None
    if asked is None or judged.report is None:
        return found
    proposal = proposal_of(begun, judged.report, people.facts)
    made = make_branches(surroundings, client, pull, begun.found, proposal, asked) if proposal else None
    return found._replace(branches=made)


def _publish(
    surroundings: Surroundings,
    client: Client,
    pull: PullRequest,
    place: Place,
    found: Sequence[_Found],
    press: Press,
) -> Outcome:
    present = client.pull_request(pull.repository.id, pull.number)
    if present.state != pull.state:
        return DONE._replace(why="the pull request was closed while it was judged")
    if _where(present) != _where(pull):
        return superseded("the pull request moved while it was judged")
    worst = min(found, key=lambda each: (_rank(each.judged), each.pull.number))
    text = _text(worst.judged)
    if worst.pull.number != pull.number:
        text = text._replace(title=f"#{worst.pull.number}: {text.title}"[:255])
    send_check_run(client, place, text)
    own = next((each for each in found if each.pull.number == pull.number), None)
    if own is not None:
        _say_at_pull(surroundings, client, own, place, press)
    return DONE


def _where(pull: PullRequest) -> tuple[str, str, str]:
    return pull.head_sha, pull.base_ref, pull.final_base_ref


def _say_at_pull(surroundings: Surroundings, client: Client, own: _Found, place: Place, press: Press) -> None:
    pull, report = own.pull, own.judged.report
    if surroundings.options.labels:
        send_label(client, pull, report.verdict.value if report else "error")
    if report is not None:
        text = load_renderer("json")(report, Style())
        surroundings.reports.keep(pull.repository.id, pull.number, pull.head_sha, place.external_id, text)
        send_review(client, pull, report, surroundings.login())
    if own.known is not None and own.policy is not None:
        others = answers_to(own.known.said, own.policy, report)
        buttons = answers_to_button(press.button, pull.head_sha, own.policy, report)
        branches = (own.branches,) if own.branches else ()
        send_answers(client, pull, surroundings.login(), (*own.known.answers, *others, *buttons, *branches))


def _say_failed(surroundings: Surroundings, client: Client, pull: PullRequest, error: SourceError) -> None:
    """Where not even the policy could be read; whether there is one is not known, so this is no pass either."""
    key = external_id(pull.repository.id, pull.base_sha, pull.head_sha, ())
    send_check_run(client, surroundings.place(pull.repository.id, pull.head_sha, key), failed_check_run(error))


def _text(judged: Judged) -> CheckRunText:
    if judged.report is not None:
        return check_run(judged.report)
    assert judged.error is not None  # noqa: S101 - one of both is there
    return failed_check_run(judged.error)


def _rank(judged: Judged) -> int:
    return _WORST_FIRST.index(judged.report.verdict if judged.report else None)
