"""What is said to somebody who commented: each thing once."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.publish.identity import mark, marked
from reviewbot.publish.limits import Section, fitting

MOST_AT_ONCE = 10  # comments of ours in one look


class Answer(NamedTuple):
    """key: under which it is said, of lower case letters, digits and "-". body: Markdown in which nothing from outside
    is live.
    """

    key: str
    body: str


def send_answers(client: Client, pull: PullRequest, login: str, answers: tuple[Answer, ...]) -> None:
    """Comment what was not said yet. login: our own; only what we wrote ourselves tells what was said."""
    if not answers:
        return
    ours = (each for each in client.comments(pull.repository.id, pull.number) if each.author.lower() == login.lower())
    said = {key for comment in ours for key in marked(comment.body) or ()}
    for answer in [each for each in answers if each.key not in said][:MOST_AT_ONCE]:
        body = fitting([Section("the answer", answer.body)])
        client.create_comment(pull.repository.id, pull.number, f"{body}\n\n{mark([answer.key])}")
