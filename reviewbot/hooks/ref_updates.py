"""What git tells a hook of the refs of a push: lines on standard input, or three arguments."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.git import printable
from reviewbot.sources.pushed import RefUpdate

MAX_INPUT_BYTES = 16 << 20  # some 100,000 refs
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HELP = "git calls this hook; by hand: echo OLD NEW refs/heads/NAME | reviewbot hook run pre-receive"


class PushedRef(NamedTuple):
    """What a push on its way out of a clone asks: the local ref's name, and the update of the remote's."""

    local: str
    update: RefUpdate


def read_told() -> bytes:
    """What git tells the hook on standard input. Raises SourceError where a person would have to type it."""
    if sys.stdin.isatty():
        raise SourceError("the hook is told of refs on standard input, and that is a terminal", help=_HELP)
    return sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)


def parse_received(text: bytes) -> tuple[RefUpdate, ...]:
    """The lines `OLD NEW REF` of pre-receive, githooks(5). Raises SourceError when there are none or one is garbled."""
    updates = tuple(ref_update(ref, old, new) for old, new, ref in _fields(text, 3))
    if not updates:
        raise SourceError("the hook was told of no ref on standard input", help=_HELP)
    if len({update.ref for update in updates}) < len(updates):
        raise SourceError("the hook was told of a ref twice", help=_HELP)
    return updates


def parse_pushed(text: bytes) -> tuple[PushedRef, ...]:
    """The lines `LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID` of pre-push, githooks(5); () when nothing is pushed."""
    return tuple(PushedRef(local, ref_update(remote, old, new)) for local, new, remote, old in _fields(text, 4))


def ref_update(ref: str, old: str, new: str) -> RefUpdate:
    """The update, an id of zeros being none. Raises SourceError for what git would never say."""
    if not ref.startswith("refs/") or any(character.isspace() for character in ref):
        raise SourceError(f"the hook was told of {ref!a:.100}, which is no full name of a ref", help=_HELP)
    if old == new and not old.strip("0"):
        raise SourceError(f"the hook was told to put nothing in the place of nothing at {printable(ref)}", help=_HELP)
    return RefUpdate(ref, _id(old), _id(new))


def _fields(text: bytes, number: int) -> Iterator[Sequence[str]]:
    if len(text) > MAX_INPUT_BYTES:
        raise SourceError("the push names more refs than can be judged", help="push fewer at once")
    if text and not text.endswith(b"\n"):
        raise SourceError("what the hook was told on standard input breaks off", help=_HELP)
    for index, line in enumerate(text.split(b"\n")[:-1], 1):
        fields = os.fsdecode(line).split(" ")
        if len(fields) != number or not all(fields):
            raise SourceError(
                f"line {index} on standard input is not understood: {line[:100]!a}", where=f"{number} words expected",
                help=_HELP,
            )  # fmt: skip
        yield fields


def _id(text: str) -> str | None:
    if _ID.fullmatch(text) is None:
        raise SourceError(f"the hook was told {text!a:.100} where an id belongs", help=_HELP)
    return text if text.strip("0") else None
