"""A change holds more bytes than one review should.

What it does
    Adds up the bytes of all added and removed lines that the instance sees, line ends included, and finds when they
    pass `limit`. A binary file counts like any other. A renamed file counts what differs between its two names.

Why
    Our choice: bytes catch what few but huge lines bring in (data, minified code, encoded archives).

Example
    With ``limit = 50000``, a change that adds a minified script of 80,000 bytes is found.

Instead
    Fetch or build generated and bundled files instead of committing them, or split the change.

Options
    ``limit``: bytes, required.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.change import Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Spent, Statement


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Bytes of added and removed lines that a change may hold.")]


def needs(_options: Options) -> Needs:
    return Needs(byte_counts=True)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    used = sum(file.counts.added_bytes + file.counts.removed_bytes for file in scope.files)
    yield Spent(limit=options.limit, used=used, unit="bytes")
    if used > options.limit:
        yield Found(
            message=f"{used} of {options.limit} bytes",
            help="leave out what can be fetched or built, or split the change",
        )


def told(_instance: Instance, options: Options) -> str:
    return f"Add and remove at most {options.limit:,} bytes."


RULE = Rule(name="max-diff-bytes", options=Options, check=check, needs=needs, measures=True, budget=True, told=told)
