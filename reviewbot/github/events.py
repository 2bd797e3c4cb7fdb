"""A webhook's event to hints: which pull requests may have changed. Nothing else is taken from a payload.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reviewbot.github.payload import Fields, PayloadError, read_payload
from reviewbot.github.values import Hint

__all__ = ["ALWAYS_SENT", "EVENTS", "PayloadError", "hints"]

Hints = tuple[Hint, ...]
_BRANCH = "refs/heads/"
_QUEUE = "refs/heads/gh-readonly-queue/"  # a merge queue's own branches, which merge_group tells of
_BUTTON = re.compile(r"[a-z][a-z0-9-]{0,19}", re.ASCII)
_LONGEST_REF = 1024


def hints(event: str, raw_body: bytes) -> Hints:
    """What may have changed; () for an event or an action that changes nothing here, or that is not known.

    event: the X-GitHub-Event header. raw_body: signed by GitHub, see `reviewbot.github.signature`. Raises PayloadError
    for what is no JSON object (status 400), and where a known event lacks a needed field (422).
    """
    payload = read_payload(raw_body)
    read, actions = _EVENTS.get(event, (None, frozenset()))
    if read is None or (actions and payload.action() not in actions):
        return ()
    return tuple(dict.fromkeys(read(payload)))


def _installation(payload: Fields) -> int:
    return payload.child("installation").number("id")


def _repository(payload: Fields) -> int:
    return payload.child("repository").number("id")


def _pull(payload: Fields, number: int, detail: str | None = None) -> Hint:
    return Hint("pull", _installation(payload), _repository(payload), number, detail)


def _whole_repository(payload: Fields, ref: str | None = None) -> Hint:
    return Hint("repository", _installation(payload), _repository(payload), detail=ref)


def _pull_request(payload: Fields) -> Hints:
    return (_pull(payload, payload.child("pull_request").number("number")),)


def _comment(payload: Fields) -> Hints:
    issue = payload.child("issue")
    return (_pull(payload, issue.number("number")),) if issue.has("pull_request") else ()


def _check_run(payload: Fields) -> Hints:
    button = payload.child("requested_action").text("identifier") if payload.has("requested_action") else None
    known = button if button is not None and _BUTTON.fullmatch(button) else None
    return _pulls_of(payload, payload.child("check_run"), known)


def _check_suite(payload: Fields) -> Hints:
    return _pulls_of(payload, payload.child("check_suite"))


def _pulls_of(payload: Fields, check: Fields, button: str | None = None) -> Hints:
    """The pull requests of a check. Of a fork's head GitHub names none, and then any of the repository may be meant.

    https://docs.github.com/en/rest/checks/runs (pull_requests is empty for forks). It may also name pull requests of
    other repositories that have the same head.
    """
    repository = _repository(payload)
    numbers = [
        pull.number("number")
        for pull in check.children("pull_requests")
        if pull.child("base").child("repo").number("id") == repository
    ]
    return tuple(_pull(payload, number, button) for number in numbers) or (_whole_repository(payload),)


def _merge_group(payload: Fields) -> Hints:
    head = payload.child("merge_group").sha("head_sha")
    return (Hint("group", _installation(payload), _repository(payload), detail=head),)


def _whole_installation(payload: Fields) -> Hints:
    return (Hint("installation", _installation(payload)),)


def _installation_repositories(payload: Fields) -> Hints:
    installation = _installation(payload)
    touched = payload.children("repositories_added") + payload.children("repositories_removed")
    return tuple(Hint("repository", installation, each.number("id")) for each in touched)


def _push(payload: Fields) -> Hints:
    ref = payload.text("ref")
    if not ref.startswith(_BRANCH) or ref.startswith(_QUEUE):
        return ()
    # A name that cannot be stored names no base of ours: every pull request is looked at.
    plain = ref.isprintable() and len(ref) <= _LONGEST_REF
    return (_whole_repository(payload, ref if plain else None),)


def _repository_itself(payload: Fields) -> Hints:
    return (_whole_repository(payload),)


_PULL_REQUEST_ACTIONS = (
    "opened reopened synchronize edited ready_for_review converted_to_draft labeled unlabeled closed stacked enqueued "
    "dequeued"
)

# For each event how it is read, and the actions that may change what a check says; none for an event without actions.
# `closed`, `destroyed`, `deleted` and the like end what is running.
_EVENTS: dict[str, tuple[Callable[[Fields], Hints], frozenset[str]]] = {
    event: (read, frozenset(actions.split()))
    for event, read, actions in (
        ("pull_request", _pull_request, _PULL_REQUEST_ACTIONS),
        ("pull_request_review", _pull_request, "submitted edited dismissed"),
        ("issue_comment", _comment, "created edited deleted"),
        ("check_run", _check_run, "rerequested requested_action"),
        ("check_suite", _check_suite, "rerequested"),
        ("merge_group", _merge_group, "checks_requested destroyed"),
        ("installation", _whole_installation, "created deleted suspend unsuspend new_permissions_accepted"),
        ("installation_repositories", _installation_repositories, "added removed"),
        ("push", _push, ""),
        ("repository", _repository_itself, "renamed transferred edited unarchived archived deleted"),
    )
}

EVENTS = frozenset(_EVENTS)
# What every App is sent, and what an App that may write checks is sent; nobody has to subscribe to these.
ALWAYS_SENT = frozenset(("installation", "installation_repositories", "check_run", "check_suite"))
