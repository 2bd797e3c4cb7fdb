"""What GitHub tells, as plain values: they hold what is used and nothing else. Ids are GitHub's own, for good."""

from __future__ import annotations

from typing import Literal, NamedTuple

HintKind = Literal["pull", "group", "repository", "installation"]


class Hint(NamedTuple):
    """Something may have changed, so look: what is true is read again, never taken from here.

    kind: "pull" (pull request `number`), "group" (a merge queue's group, detail is the sha of its head), "repository"
    (every open pull request; detail is the ref that moved, "refs/heads/main", or the sha of the head that it is about,
    None when something else changed) or "installation" (everything). repository: None only for an installation.
    pressed: the button that somebody pressed and by whom, "split octocat".
    """

    kind: HintKind
    installation: int
    repository: int | None = None
    number: int | None = None
    detail: str | None = None
    pressed: str | None = None


class Repository(NamedTuple):
    """A repository. full_name: "owner/name" as it is now; it changes, the id does not."""

    id: int
    full_name: str
    clone_url: str
    default_branch: str


class PullRequest(NamedTuple):
    """A pull request as it is now.

    repository: the one that it is meant for. author: login, "" for a deleted account. Shas are full hex, refs without
    "refs/heads/". final_base_ref: where it ends up, which for a stacked pull request is not base_ref. updated_at: ISO
    8601; comments and reviews change it too. head_repository: "owner/name" of where head_ref is, "" where that is gone.
    """

    repository: Repository
    number: int
    state: str
    is_draft: bool
    author: str
    title: str
    body: str
    head_sha: str
    head_ref: str
    base_sha: str
    base_ref: str
    final_base_ref: str
    labels: tuple[str, ...] = ()
    updated_at: str = ""
    head_repository: str = ""


class Push(NamedTuple):
    """A branch was moved: by whom, from where to where, and when (ISO 8601, UTC).

    actor: login, None where it is not known. kind: "push", "force_push", "branch_creation", "branch_deletion",
    "pr_merge" or "merge_queue_merge". Of a branch that comes or goes before or after is all zeros.
    """

    actor: str | None
    before: str
    after: str
    kind: str
    at: str


class Review(NamedTuple):
    """A review of one head, commit_sha.

    state: "APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED" or "PENDING".
    """

    id: int
    author: str
    state: str
    commit_sha: str
    body: str


class Comment(NamedTuple):
    """A comment in the conversation. created_at: ISO 8601, UTC. is_edited: whether it says what it said at first."""

    id: int
    author: str
    body: str
    is_edited: bool
    created_at: str


class ReviewComment(NamedTuple):
    """A comment at a line of the change. line: in head, None where the line is gone. path: bytes as in the tree."""

    id: int
    author: str
    body: str
    path: bytes
    line: int | None
    in_reply_to: int | None = None


class Commit(NamedTuple):
    """Who made a commit, as logins; None where the address belongs to no account."""

    sha: str
    author: str | None
    committer: str | None


class CheckRun(NamedTuple):
    """A check run. status: "queued", "in_progress" or "completed".

    conclusion: None until it is completed. annotations: how many it has. started_at: ISO 8601, by GitHub's clock, ""
    where it does not say.
    """

    id: int
    external_id: str
    head_sha: str
    name: str
    status: str
    conclusion: str | None = None
    annotations: int = 0
    started_at: str = ""


class Delivery(NamedTuple):
    """A webhook that GitHub tried to deliver. id: for redelivery. guid: X-GitHub-Delivery, the same at each try."""

    id: int
    guid: str
    event: str
    delivered_at: str
    status_code: int


class MergeGroup(NamedTuple):
    """A merge queue's group as it is now. base_ref without "refs/heads/", head_ref with "gh-readonly-queue/"."""

    repository: Repository
    head_ref: str
    head_sha: str
    base_ref: str
    base_sha: str


class Annotation(NamedTuple):
    """A statement of a check run at a line of head, from 1. level: "failure", "warning" or "notice"."""

    path: str
    line: int
    level: str
    title: str
    message: str


class Action(NamedTuple):
    """A button of a check run. label: at most 20 characters, description 40, identifier 20."""

    label: str
    description: str
    identifier: str


class Output(NamedTuple):
    """What a check run says. title: at most 255 characters, summary 65,535 bytes of Markdown."""

    title: str
    summary: str


class InlineComment(NamedTuple):
    """A comment that a review makes at a line of head, from 1."""

    path: str
    line: int
    body: str


class About(NamedTuple):
    """The App as GitHub has it. page: where people see it. permissions: name to "read" or "write"."""

    id: int
    slug: str
    page: str
    permissions: dict[str, str]
    events: tuple[str, ...]


class Installation(NamedTuple):
    """Where the App is installed. account: login of the organisation or person. page: of its settings there.

    permissions: what was granted, which may be less than what the App asks for.
    """

    id: int
    account: str
    page: str
    permissions: dict[str, str]
    is_suspended: bool


class WebhookConfiguration(NamedTuple):
    """How GitHub calls the App. content_type: "json" or "form"."""

    url: str
    content_type: str
    verifies_tls: bool
    has_secret: bool


class RequiredCheck(NamedTuple):
    """A check that a branch asks for. app_id: whose it must be, None for anybody's. source: what asks for it."""

    name: str
    app_id: int | None
    source: str


class Requirements(NamedTuple):
    """What a branch asks for before anything is merged. checks: None where GitHub does not tell all of it."""

    branch: str
    checks: tuple[RequiredCheck, ...] | None
