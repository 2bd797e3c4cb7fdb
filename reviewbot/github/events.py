"""A webhook's event to hints: which pull requests may have changed. Nothing else is taken from a payload.

What is read of an event is written down as a class; msgspec passes over all else, which is most of a payload's 25 KB.
https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from reviewbot.github.payload import INCOMPLETE, MALFORMED, PayloadError
from reviewbot.github.values import Hint

__all__ = ["ALWAYS_SENT", "EVENTS", "PayloadError", "hints"]

_Hints = tuple[Hint, ...]
_Number = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]  # as ids and numbers of pull requests are
_Sha = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")]
_BRANCH = "refs/heads/"
_QUEUE = "refs/heads/gh-readonly-queue/"  # a merge queue's own branches, which merge_group tells of
_BUTTON = re.compile(r"[a-z][a-z0-9-]{0,19}", re.ASCII)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.ASCII)
_LONGEST_REF = 1024


def hints(event: str, raw_body: bytes) -> _Hints:
    """What may have changed; () for an event or an action that changes nothing here, or that is not known.

    event: the X-GitHub-Event header. raw_body: signed by GitHub, see `reviewbot.github.signature`. Raises PayloadError
    for what is no JSON object (status 400), and where a known event lacks a needed field (422).
    """
    reader, actions = _EVENTS.get(event, (_ANY, None))
    try:
        raw_body.decode("utf-8")  # also of what msgspec passes over
        payload = reader.decode(raw_body)
    except (ValueError, RecursionError) as error:
        if not _read_action(raw_body).is_one_of(actions):  # of which nothing else is needed
            return ()
        raise PayloadError(INCOMPLETE, f"the payload lacks a field, or it is of another kind: {error}") from None
    return tuple(dict.fromkeys(payload.hints())) if payload.is_one_of(actions) else ()


def _read_action(raw_body: bytes) -> _Event:
    """What every event has. Raises PayloadError for no JSON, bad UTF-8, too deep a nesting."""
    try:
        raw_body.decode("utf-8")
        return _ANY.decode(raw_body)
    except (ValueError, RecursionError):
        raise PayloadError(MALFORMED, "the body is not a JSON object in UTF-8") from None


class _Identified(msgspec.Struct):
    id: _Number


class _Numbered(msgspec.Struct):
    number: _Number


class _Event(msgspec.Struct, kw_only=True):
    """action: what happened; events of one kind only have none. `hints` says what it means: nothing, of most events."""

    action: Any = None

    def is_one_of(self, actions: frozenset[str] | None) -> bool:
        return actions is None or (isinstance(self.action, str) and self.action in actions)

    def hints(self) -> _Hints:
        return ()


class _Installed(_Event, kw_only=True):
    installation: _Identified

    def hints(self) -> _Hints:
        return (Hint("installation", self.installation.id),)


class _OfRepository(_Installed, kw_only=True):
    repository: _Identified

    def hints(self) -> _Hints:
        return (self.whole(),)

    def pull(self, number: int, pressed: str | None = None) -> Hint:
        return Hint("pull", self.installation.id, self.repository.id, number, pressed=pressed)

    def whole(self, detail: str | None = None, pressed: str | None = None) -> Hint:
        return Hint("repository", self.installation.id, self.repository.id, detail=detail, pressed=pressed)


class _PullRequest(_OfRepository, kw_only=True):
    pull_request: _Numbered

    def hints(self) -> _Hints:
        return (self.pull(self.pull_request.number),)


class _Issue(_Numbered, kw_only=True):
    pull_request: Any = None


class _IssueComment(_OfRepository, kw_only=True):
    issue: _Issue

    def hints(self) -> _Hints:
        return (self.pull(self.issue.number),) if self.issue.pull_request is not None else ()


class _Base(msgspec.Struct):
    repo: _Identified


class _PullOfCheck(_Numbered):
    base: _Base


class _Check(msgspec.Struct):
    """The pull requests of a check. Of a fork's head GitHub names none, and then any with this head may be meant.

    https://docs.github.com/en/rest/checks/runs (pull_requests is empty for forks). It may also name pull requests of
    other repositories that have the same head.
    """

    head_sha: _Sha | None = None
    pull_requests: list[_PullOfCheck] | None = None

    def hints(self, event: _OfRepository, pressed: str | None = None) -> _Hints:
        pulls = [pull for pull in self.pull_requests or () if pull.base.repo.id == event.repository.id]
        return tuple(event.pull(pull.number, pressed) for pull in pulls) or (event.whole(self.head_sha, pressed),)


class _Button(msgspec.Struct):
    identifier: str


class _Sender(msgspec.Struct):
    login: str


class _CheckRun(_OfRepository, kw_only=True):
    check_run: _Check
    requested_action: _Button | None = None
    sender: _Sender | None = None

    def hints(self) -> _Hints:
        return self.check_run.hints(self, self._pressed())

    def _pressed(self) -> str | None:
        """The button and who pressed it; the button alone where that is no person's login."""
        if self.requested_action is None or not _BUTTON.fullmatch(self.requested_action.identifier):
            return None
        login = self.sender.login if self.sender and _LOGIN.fullmatch(self.sender.login) else ""
        return f"{self.requested_action.identifier} {login}".rstrip()


class _CheckSuite(_OfRepository, kw_only=True):
    check_suite: _Check

    def hints(self) -> _Hints:
        return self.check_suite.hints(self)


class _Head(msgspec.Struct):
    head_sha: _Sha


class _MergeGroup(_OfRepository, kw_only=True):
    merge_group: _Head

    def hints(self) -> _Hints:
        return (Hint("group", self.installation.id, self.repository.id, detail=self.merge_group.head_sha),)


class _Repositories(_Installed, kw_only=True):
    repositories_added: list[_Identified] | None = None
    repositories_removed: list[_Identified] | None = None

    def hints(self) -> _Hints:
        touched = (*(self.repositories_added or ()), *(self.repositories_removed or ()))
        return tuple(Hint("repository", self.installation.id, each.id) for each in touched)


class _Push(_OfRepository, kw_only=True):
    ref: str

    def hints(self) -> _Hints:
        if not self.ref.startswith(_BRANCH) or self.ref.startswith(_QUEUE):
            return ()
        # A name that cannot be stored names no base of ours: every pull request is looked at.
        plain = self.ref.isprintable() and len(self.ref) <= _LONGEST_REF
        return (self.whole(self.ref if plain else None),)


_PULL_REQUEST_ACTIONS = (
    "opened reopened synchronize edited ready_for_review converted_to_draft labeled unlabeled closed stacked enqueued "
    "dequeued"
)

# For each event what is read of it, and the actions that may change what a check says; None for an event without any.
# `closed`, `destroyed`, `deleted` and the like end what is running.
_KINDS: dict[str, tuple[type[_Event], str | None]] = {
    "pull_request": (_PullRequest, _PULL_REQUEST_ACTIONS),
    "pull_request_review": (_PullRequest, "submitted edited dismissed"),
    "issue_comment": (_IssueComment, "created edited deleted"),
    "check_run": (_CheckRun, "rerequested requested_action"),
    "check_suite": (_CheckSuite, "rerequested"),
    "merge_group": (_MergeGroup, "checks_requested destroyed"),
    "installation": (_Installed, "created deleted suspend unsuspend new_permissions_accepted"),
    "installation_repositories": (_Repositories, "added removed"),
    "push": (_Push, None),
    "repository": (_OfRepository, "renamed transferred edited unarchived archived deleted"),
}
_ANY = msgspec.json.Decoder(_Event)
_EVENTS = {
    event: (msgspec.json.Decoder(kind), None if actions is None else frozenset(actions.split()))
    for event, (kind, actions) in _KINDS.items()
}

EVENTS = frozenset(_EVENTS)
# What every App is sent, and what an App that may write checks is sent; nobody has to subscribe to these.
ALWAYS_SENT = frozenset(("installation", "installation_repositories", "check_run", "check_suite"))
