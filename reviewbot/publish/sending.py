"""What was built is sent to GitHub, so that sending it once more changes nothing."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.github.client import ANNOTATIONS_AT_ONCE, Client
from reviewbot.github.errors import Gone, Refused
from reviewbot.github.values import CheckRun, Output, PullRequest
from reviewbot.model.report import Report
from reviewbot.publish.check_run import CheckRunText
from reviewbot.publish.review import Said, review

_STATES = {"success": "success", "neutral": "success"}  # of a conclusion; a status has no more of them
# What passes needs no label.
LABELS = {each: f"reviewbot: {each}" for each in ("warn", "review", "block", "error")}
IN_PROGRESS = Output("reading the change", "reviewbot reads the change and judges it by the policy of its base.")


class Place(NamedTuple):
    """Where a check run stands. external_id: see `reviewbot.publish.identity`. details_url: of our own page, if any.

    has_status: whether a commit status of the same name says the same.
    """

    repository: int
    head_sha: str
    name: str
    external_id: str
    details_url: str | None = None
    has_status: bool = False


class Started(NamedTuple):
    """A check run, and since when there is one of ours at this head, by GitHub's clock ("" where it does not say)."""

    run: CheckRun
    head_seen_at: str


def start_check_run(client: Client, place: Place) -> Started:
    """The check run of this place where it is the newest of its name, whatever it says; else a new one in progress.

    GitHub goes by the newest: an older one, of a base that is the base again, would say what it says behind the other.
    """
    found = list(client.check_runs(place.repository, place.head_sha, place.name))
    # Two may have been made, had an answer been lost on its way: always the same one of them is used.
    newest = max(found, key=lambda each: each.id, default=None)
    if newest is None or newest.external_id != place.external_id:
        newest = _create(client, place)
        found.append(newest)
    times = [each.started_at for each in found if each.started_at]
    return Started(newest, min(times, default=""))


def send_check_run(client: Client, place: Place, text: CheckRunText) -> CheckRun:
    """Bring the check run of this place to say the text, and complete it with the last request.

    GitHub only ever adds annotations, so those that are there are not sent again, and a conclusion comes after all of
    them: who is stopped half-way goes on from there. Where there are more than are to be said, a new one takes over.
    """
    run = start_check_run(client, place).run
    if run.annotations > len(text.annotations):
        run = _create(client, place)
    left = list(text.annotations[run.annotations :])
    output = Output(text.title, text.summary)
    if run.status != "completed" or run.conclusion != text.conclusion:  # of each name GitHub takes 1,000 at a commit
        _set_status(client, place, _STATES.get(text.conclusion, "failure"), text.title)
    while len(left) > ANNOTATIONS_AT_ONCE:
        client.update_check_run(place.repository, run.id, output, annotations=left[:ANNOTATIONS_AT_ONCE])
        del left[:ANNOTATIONS_AT_ONCE]
    return client.update_check_run(
        place.repository,
        run.id,
        output,
        annotations=left,
        conclusion=text.conclusion,
        actions=text.actions,
        details_url=place.details_url,
    )


def _create(client: Client, place: Place) -> CheckRun:
    _set_status(client, place, "pending", IN_PROGRESS.title)
    return client.create_check_run(place.repository, place.head_sha, place.name, place.external_id, IN_PROGRESS)


def _set_status(client: Client, place: Place, state: str, title: str) -> None:
    if place.has_status:
        client.create_status(place.repository, place.head_sha, place.name, state, title)


def send_label(client: Client, pull: PullRequest, verdict: str) -> None:
    """Let the pull request have the label of this verdict and of no other one. verdict: or "error"."""
    wanted = LABELS.get(verdict)
    present = {label.lower(): label for label in pull.labels}
    for label in LABELS.values():
        if label != wanted and label in present:
            client.remove_label(pull.repository.id, pull.number, present[label])
    if wanted is not None and wanted not in present:
        client.add_label(pull.repository.id, pull.number, wanted)


def send_review(client: Client, pull: PullRequest, report: Report, login: str) -> None:
    """Say at the pull request what is not said there yet, and take back what is solved. login: our own, "slug[bot]"."""
    repository, number = pull.repository.id, pull.number
    reviews, comments = client.reviews(repository, number), client.review_comments(repository, number)
    changes = review(report, Said(login, reviews, comments))
    if changes.body is not None:
        try:
            client.create_review(repository, number, pull.head_sha, changes.body, changes.comments)
        except Refused:
            # GitHub takes no comment at a line that it does not show, such as one of a very large change, and then
            # takes none at all: the whole is said in the summary.
            if not changes.comments:
                raise
            whole = review(report, Said(login, reviews, comments), most_comments=0)
            client.create_review(repository, number, pull.head_sha, whole.body or changes.body)
    if changes.edit is not None:
        client.update_review(repository, number, *changes.edit)
    for comment, body in changes.answered:
        client.update_review_comment(repository, comment, body)
    for comment in changes.solved:
        try:
            client.delete_review_comment(repository, comment)
        except Gone:
            continue  # somebody was faster
