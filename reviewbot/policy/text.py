"""The text of a policy: where it came from, and its way from bytes to TOML tables within fixed limits."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from reviewbot.errors import PolicyError
from reviewbot.policy.statements import deep_bracket_line, deep_key_line, long_number_line
from reviewbot.policy.wording import escaped

MAX_TEXT_BYTES = 64 * 1024
MAX_DEPTH = 8  # of keys and lists; a policy needs 5. tomllib takes 11 s for one 40 kB key of 20,000 parts

_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z"


class PolicyText(NamedTuple):
    """One text of a policy, as it was read.

    source: where it came from, for people: "base:.reviewbot.toml", "floor:policy.toml", "working tree:.reviewbot.toml",
    "built-in default". text: its bytes; a reader may stop at `MAX_TEXT_BYTES + 1`, for more is refused anyway.
    """

    source: str
    text: bytes

    def where(self, line: int | None = None, column: int | None = None) -> str:
        """The place for an error: `source:line:column`, as far as it is known."""
        numbers = [str(number) for number in (line, column) if number]
        return ":".join([escaped(self.source), *numbers])


def default_policy_text() -> PolicyText:
    """The policy that holds where nobody wrote one."""
    with open(f"{__file__.rpartition('text.py')[0]}default.toml", "rb") as file:
        return PolicyText("built-in default", file.read())


def read_tables(text: PolicyText) -> dict[str, Any]:
    """The TOML tables of a text. Raises PolicyError when it is too large, no UTF-8, no TOML, or nested too deep."""
    from tomllib import loads

    content = _decoded(text)
    line = deep_key_line(content, MAX_DEPTH)
    if line:
        raise _nested_too_deep(text, line)
    try:
        return loads(content)
    except RecursionError:
        raise _nested_too_deep(text, deep_bracket_line(content, MAX_DEPTH)) from None
    except ValueError as error:
        raise _not_toml(text, content, str(error)) from None


def _decoded(text: PolicyText) -> str:
    if len(text.text) > MAX_TEXT_BYTES:
        raise PolicyError(
            "the policy is larger than 64 KiB",
            where=text.where(),
            help="leave out what is generated or repeated; patterns can be shortened with * and **",
        )
    if text.text.startswith(b"\xef\xbb\xbf"):
        raise PolicyError(
            "the policy starts with a byte order mark", where=text.where(1), help="save the file as UTF-8 without it"
        )
    end = text.text.find(b"\0")
    try:
        content = text.text.decode()
    except UnicodeDecodeError as error:
        end = min(error.start, end) if end >= 0 else error.start
    if end >= 0:
        raise PolicyError(
            f"the policy is not UTF-8 text: the byte at offset {end} is 0x{text.text[end]:02x}",
            where=text.where(text.text.count(b"\n", 0, end) + 1),
            help="save the file as UTF-8",
        )
    return content


def _nested_too_deep(text: PolicyText, line: int | None) -> PolicyError:
    return PolicyError(
        f"the policy is nested more than {MAX_DEPTH} deep",
        where=text.where(line),
        help="a policy has tables [rules.NAME] and in them plain values and lists of strings",
    )


def _not_toml(text: PolicyText, content: str, message: str) -> PolicyError:
    """The error for what tomllib refused; it says where at the end of its message."""
    place = re.search(_PLACE, message)
    line = column = None
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    elif place:
        line = len(content.rstrip().split("\n"))
    said = message[: place.start()] if place else message
    if not place:  # Python refuses to read very long numbers, and tomllib passes that on without a place
        said, line = "a number has too many digits", long_number_line(content)
    return PolicyError(
        f"the policy is not valid TOML: {escaped(said[:1].lower() + said[1:], 200)}",
        where=text.where(line, column),
        help='lists are written ["a", "b"], texts in quotes, tables as [rules.NAME]; the format is at https://toml.io',
    )
