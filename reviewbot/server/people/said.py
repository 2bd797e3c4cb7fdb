"""The commands of a conversation, each with the comment that it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reviewbot.github.values import Comment
from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import shorten
from reviewbot.render.text.markup import code
from reviewbot.server.people.answers import Answer, sentence
from reviewbot.server.people.commands import Command, parse_commands
from reviewbot.server.people.persons import is_bot

LONGEST_LINE = 100  # characters of a command that is repeated


class Said(NamedTuple):
    """A command and the comment that it stands in."""

    comment: Comment
    command: Command

    @property
    def place(self) -> tuple[int, int]:
        """The comment's id, and which of its commands. Sorts as they were said: GitHub's ids grow."""
        return self.comment.id, self.command.position

    def answer(self, body: str, key: str = "") -> Answer:
        """What is said to it, with whom and what it answers. body: Markdown. key: where it has several answers."""
        line = code(shorten(shown(self.command.line), LONGEST_LINE)) if self.command.line else "the comment"
        whole = f"{sentence(self.comment.author)}, to {line}:\n\n{body}"
        return Answer(f"answer-{self.comment.id}-{self.command.position}{key}", whole, self.comment.id)


def said_at(comments: Iterable[Comment]) -> list[Said]:
    """The commands of a conversation, in order. Apps are not listened to, and so not answered either."""
    return [
        Said(comment, command)
        for comment in comments
        if not is_bot(comment.author)
        for command in parse_commands(comment.body)
    ]
