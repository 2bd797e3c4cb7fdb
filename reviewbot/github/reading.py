"""GitHub's answers to values, one function for each kind."""

from __future__ import annotations

import re

from reviewbot.github.payload import Fields
from reviewbot.github.values import (
    CheckRun,
    Comment,
    Commit,
    MergeGroup,
    PullRequest,
    Push,
    Repository,
    Review,
    ReviewComment,
)

_QUEUE_REF = re.compile(r"refs/heads/(gh-readonly-queue/(.+)/pr-\d+-([0-9a-f]{40}|[0-9a-f]{64}))", re.ASCII)


def repository(fields: Fields) -> Repository:
    return Repository(
        fields.number("id"), fields.text("full_name"), fields.text("clone_url"), fields.text("default_branch")
    )


def pull_request(fields: Fields) -> PullRequest:
    head, base = fields.child("head"), fields.child("base")
    base_ref = base.text("ref")
    # Of a stacked pull request what counts is where the stack ends up.
    # https://github.github.io/gh-stack/reference/webhooks
    stacked = fields.has("stack") and fields.child("stack").has("base")
    return PullRequest(
        repository=repository(base.child("repo")),
        number=fields.number("number"),
        state=fields.text("state"),
        is_draft=fields.is_true("draft"),
        author=login(fields, "user") or "",
        title=fields.text("title"),
        body=fields.text_or("body", ""),
        head_sha=head.sha("sha"),
        head_ref=head.text("ref"),
        base_sha=base.sha("sha"),
        base_ref=base_ref,
        final_base_ref=fields.child("stack").child("base").text("ref") if stacked else base_ref,
        labels=tuple(label.text("name") for label in fields.children("labels")),
        updated_at=fields.text_or("updated_at", ""),
        head_repository=head.child("repo").text("full_name") if head.has("repo") else "",
    )


def push(fields: Fields) -> Push:
    return Push(
        login(fields, "actor"),
        fields.sha("before"),
        fields.sha("after"),
        fields.text("activity_type"),
        fields.text("timestamp"),
    )


def review(fields: Fields) -> Review:
    return Review(
        fields.number("id"),
        login(fields, "user") or "",
        fields.text("state"),
        fields.text_or("commit_id", ""),
        fields.text_or("body", ""),
    )


def comment(fields: Fields) -> Comment:
    created, updated = fields.text("created_at"), fields.text("updated_at")
    return Comment(
        fields.number("id"), login(fields, "user") or "", fields.text_or("body", ""), created != updated, created
    )


def review_comment(fields: Fields) -> ReviewComment:
    return ReviewComment(
        fields.number("id"),
        login(fields, "user") or "",
        fields.text_or("body", ""),
        fields.text("path").encode("utf-8", "surrogatepass"),
        fields.number("line") if fields.has("line") else None,
        fields.number("in_reply_to_id") if fields.has("in_reply_to_id") else None,
    )


def commit(fields: Fields) -> Commit:
    return Commit(fields.sha("sha"), login(fields, "author"), login(fields, "committer"))


def check_run(fields: Fields) -> CheckRun:
    output = fields.child("output") if fields.has("output") else None
    return CheckRun(
        fields.number("id"),
        fields.text_or("external_id", ""),
        fields.sha("head_sha"),
        fields.text("name"),
        fields.text("status"),
        fields.text_or("conclusion", "") or None,
        output.count("annotations_count") if output else 0,
        fields.text_or("started_at", ""),
    )


def merge_group(where: Repository, fields: Fields) -> MergeGroup | None:
    """The group of one of the merge queue's branches, None for a branch that is not named like one.

    Its name ends in the commit that the group was put upon.
    """
    found = _QUEUE_REF.fullmatch(fields.text("ref"))
    if not found:
        return None
    return MergeGroup(where, found[1], fields.child("object").sha("sha"), found[2], found[3])


def login(fields: Fields, key: str) -> str | None:
    """The login of somebody; None for an account that is deleted, or an address that belongs to none."""
    account = fields.child(key) if fields.has(key) else None
    return account.text("login") if account and account.has("login") else None
