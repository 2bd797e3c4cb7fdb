"""What an installation of the App changes at GitHub: check runs, reviews, comments, statuses."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from reviewbot.github import reading
from reviewbot.github.errors import Gone
from reviewbot.github.reader import Reader
from reviewbot.github.values import Action, Annotation, CheckRun, InlineComment, Output

ANNOTATIONS_AT_ONCE = 50  # https://docs.github.com/en/rest/checks/runs#update-a-check-run


class Client(Reader):
    """What is asked for, and what is changed."""

    def create_check_run(self, repository: int, head_sha: str, name: str, external_id: str, output: Output) -> CheckRun:
        """A check run that is in progress."""
        path = self._path(repository, "/check-runs")
        body = {
            "name": name,
            "head_sha": head_sha,
            "external_id": external_id,
            "status": "in_progress",
            "started_at": self._api.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "output": _output(output, ()),
        }
        return self._api.read(path, reading.check_run, self._api.send("POST", path, body))

    def update_check_run(
        self,
        repository: int,
        check_run: int,
        output: Output,
        *,
        annotations: Sequence[Annotation] = (),
        conclusion: str | None = None,
        actions: Sequence[Action] = (),
        details_url: str | None = None,
    ) -> CheckRun:
        """Say something else. annotations: come to those that are there, at most 50. conclusion: completes it."""
        path = self._path(repository, f"/check-runs/{check_run}")
        body: dict[str, Any] = {"output": _output(output, annotations)}
        body |= {"status": "in_progress"} if conclusion is None else {"status": "completed", "conclusion": conclusion}
        body |= {"details_url": details_url} if details_url else {}
        body["actions"] = [action._asdict() for action in actions]
        return self._api.read(path, reading.check_run, self._api.send("PATCH", path, body))

    def create_review(
        self, repository: int, number: int, commit_sha: str, body: str, comments: Sequence[InlineComment] = ()
    ) -> int:
        """A review that neither approves nor objects, of this head; returns its id. Raises Refused for a line that
        the change does not show.
        """
        path = self._path(repository, f"/pulls/{number}/reviews")
        lines = [{"path": each.path, "line": each.line, "side": "RIGHT", "body": each.body} for each in comments]
        sent = {"commit_id": commit_sha, "body": body, "event": "COMMENT", "comments": lines}
        return self._id(path, "POST", sent)

    def update_review(self, repository: int, number: int, review: int, body: str) -> None:
        self._api.send("PUT", self._path(repository, f"/pulls/{number}/reviews/{review}"), {"body": body})

    def update_review_comment(self, repository: int, comment: int, body: str) -> None:
        self._api.send("PATCH", self._path(repository, f"/pulls/comments/{comment}"), {"body": body})

    def delete_review_comment(self, repository: int, comment: int) -> None:
        self._api.send("DELETE", self._path(repository, f"/pulls/comments/{comment}"))

    def create_pull_request(self, repository: int, title: str, head_ref: str, base_ref: str, body: str) -> int:
        """A draft of the branch head_ref; returns its number."""
        path = self._path(repository, "/pulls")
        sent = {"title": title, "head": head_ref, "base": base_ref, "body": body, "draft": True}
        return self._api.read(path, lambda each: each.number("number"), self._api.send("POST", path, sent))

    def create_comment(self, repository: int, number: int, body: str) -> int:
        """A comment in the conversation; returns its id."""
        return self._id(self._path(repository, f"/issues/{number}/comments"), "POST", {"body": body})

    def update_comment(self, repository: int, comment: int, body: str) -> None:
        self._api.send("PATCH", self._path(repository, f"/issues/comments/{comment}"), {"body": body})

    def delete_comment(self, repository: int, comment: int) -> None:
        self._api.send("DELETE", self._path(repository, f"/issues/comments/{comment}"))

    def add_label(self, repository: int, number: int, label: str) -> None:
        """Put a label at a pull request; GitHub makes it where the repository has none of that name."""
        self._api.send("POST", self._path(repository, f"/issues/{number}/labels"), {"labels": [label]})

    def remove_label(self, repository: int, number: int, label: str) -> None:
        """Take it away; one that is not there is no error."""
        with suppress(Gone):
            self._api.send("DELETE", self._path(repository, f"/issues/{number}/labels/{quote(label, safe='')}"))

    def create_status(self, repository: int, sha: str, context: str, state: str, description: str) -> None:
        """A commit status, which anybody who may push can set too. state: "success", "failure", "pending", "error"."""
        path = self._path(repository, f"/statuses/{sha}")
        self._api.send("POST", path, {"state": state, "context": context, "description": description[:140]})

    def _id(self, path: str, verb: Any, body: dict[str, Any]) -> int:
        return self._api.read(path, lambda each: each.number("id"), self._api.send(verb, path, body))


def _output(output: Output, annotations: Sequence[Annotation]) -> dict[str, Any]:
    found = [
        {
            "path": each.path,
            "start_line": each.line,
            "end_line": each.line,
            "annotation_level": each.level,
            "title": each.title,
            "message": each.message,
        }
        for each in annotations
    ]
    return {"title": output.title, "summary": output.summary, **({"annotations": found} if found else {})}
