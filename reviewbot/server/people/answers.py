"""What is said to somebody who commented: each thing once.

What was said is known by the marks of our own comments, see `reviewbot.publish.identity`; nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewbot.github.client import Client
from reviewbot.github.values import Comment, PullRequest
from reviewbot.publish.identity import mark, marked
from reviewbot.publish.limits import LONGEST_TEXT_BYTES, Section, fitting
from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import shorten
from reviewbot.render.text.markup import prose

MOST_AT_ONCE = 10  # comments of ours in one look
MOST_IN_ALL = 100  # at one pull request; who goes on asking is no longer answered
LONGEST_SENTENCE = 1500  # characters


class Answer(NamedTuple):
    """key: under which it is said, of lower case letters, digits and "-". body: Markdown in which nothing from outside
    is live. comment: the id of the one that it answers, 0 for none.
    """

    key: str
    body: str
    comment: int = 0


def sentence(text: str) -> str:
    """Any text as one line of prose in which nothing is live; longer than those of a report, since it stands alone."""
    return prose(shorten(shown(text), LONGEST_SENTENCE))


def send_answers(client: Client, pull: PullRequest, login: str, answers: Sequence[Answer]) -> None:
    """Say what was not said yet, in one comment for each that is answered.

    login: our own, "slug[bot]"; what others write says nothing about what was said.
    """
    if not answers:
        return
    ours = _ours(client.comments(pull.repository.id, pull.number), login)
    said = frozenset[str]().union(*(keys for keys in ours if keys))
    room = max(MOST_IN_ALL - sum(keys is not None for keys in ours), 0)
    for body in bodies(each for each in answers if each.key not in said)[: min(room, MOST_AT_ONCE)]:
        client.create_comment(pull.repository.id, pull.number, body)


def told(comments: Iterable[Comment], login: str) -> frozenset[str]:
    """The keys of what was said in these comments. login: our own."""
    return frozenset[str]().union(*(keys for keys in _ours(comments, login) if keys))


def _ours(comments: Iterable[Comment], login: str) -> list[frozenset[str] | None]:
    """For each comment of ours the keys of what it says, None where it has none."""
    return [marked(each.body) for each in comments if each.author.lower() == login.lower()]


def bodies(answers: Iterable[Answer]) -> list[str]:
    """The comments that hold these answers: those to one comment together."""
    together: dict[object, list[Answer]] = {}
    for answer in answers:
        together.setdefault(answer.comment or answer.key, []).append(answer)
    return [_body(each) for each in together.values()]


def _body(answers: list[Answer]) -> str:
    marks = mark(list(dict.fromkeys(answer.key for answer in answers)))
    texts = dict.fromkeys(answer.body for answer in answers)  # who asks the same twice is told once
    sections = [Section("an answer", text) for text in texts]
    return f"{fitting(sections, LONGEST_TEXT_BYTES - len(marks) - 2)}\n{marks}\n"
