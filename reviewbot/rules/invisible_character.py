"""An added line holds characters that nobody sees.

What it does
    Finds every added line with a character that controls the direction of text (U+061C, U+200E, U+200F, U+202A to
    U+202E, U+2066 to U+2069), that has no width or no shape (U+200B, U+2060 to U+2064, U+FEFF except at the very start
    of a file, the Hangul fillers U+3164 and U+FFA0), with a tag (U+E0000 to U+E007F), or with two variation selectors
    in a row. The message names the characters by their numbers.
    The joiners U+200C and U+200D belong to Persian, to Indic scripts and to emoji: they are found only beside ASCII,
    at the end of a line, or two in a row. The soft hyphen U+00AD is not found. Text is read as UTF-8; in a file that
    holds NUL bytes only lines that are UTF-8 count.

Why
    Such characters make code look like other code to its reader: https://trojansource.codes (CVE-2021-42574). Fillers
    hide names (https://certitude.consulting/blog/en/invisible-backdoor/); tags and selectors can hide whole programs
    and instructions to coding agents. Where the joiners are in order is our choice.

Example
    An added line ``if admin:`` with U+202E behind the colon is found.

Instead
    Delete the characters, or write them as escapes such as ``\\u202e``. Leave texts that need them, for example
    translations into languages written from right to left, out with ``ignore``.

Options
    None.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.model.change import AddedLine, ChangedFile, Needs
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_JOINER = r"\xe2\x80[\x8c\x8d]"
_SELECTOR = r"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0(?:\x84[\x80-\xbf]|[\x85\x86][\x80-\xbf]|\x87[\x80-\xaf]))"
# As bytes of UTF-8, in what RE2 and Python's re both understand.
EXPRESSIONS = (
    r"\xd8\x9c",  # U+061C
    r"\xe2\x80[\x8b\x8e\x8f\xaa-\xae]",  # U+200B, U+200E, U+200F, U+202A to U+202E
    r"\xe2\x81[\xa0-\xa4\xa6-\xa9]",  # U+2060 to U+2064, U+2066 to U+2069
    r"\xe3\x85\xa4|\xef\xbe\xa0",  # U+3164, U+FFA0
    r"\xef\xbb\xbf",  # U+FEFF
    r"\xf3\xa0[\x80\x81][\x80-\xbf]",  # U+E0000 to U+E007F
    rf"(?:^|[\x00-\x7f]){_JOINER}|{_JOINER}(?:[\x00-\x7f]|$|{_JOINER})",
    rf"{_SELECTOR}{_SELECTOR}",  # U+FE00 to U+FE0F, U+E0100 to U+E01EF
)
_ANY = "|".join(EXPRESSIONS).encode()
_SHOWN = 5


class Options(NamedTuple):
    """None."""


def needs(_options: Options) -> Needs:
    return Needs(patterns=EXPRESSIONS)


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        for line in file.added:
            characters = invisible_in(line) if is_text(line, file) else ()
            if characters:
                names = ", ".join(f"U+{ord(character):04X}" for character in characters[:_SHOWN])
                more = " and more" if len(characters) > _SHOWN else ""
                yield Found(
                    path=file.path,
                    line=line.number,
                    message=f"holds characters that do not show: {names}{more}",
                    help="delete them, or write them as escapes",
                    text=b"\n".join((line.before, line.text, line.after)),
                )


def is_text(line: AddedLine, file: ChangedFile) -> bool:
    """Whether the bytes of a line can mean characters: bytes of an image may look like any of them."""
    if not file.binary:
        return True
    try:
        line.text.decode()
    except UnicodeDecodeError:
        return False
    return True


def invisible_in(line: AddedLine) -> tuple[str, ...]:
    """The characters for which a line is found, each once, by their numbers."""
    text = line.text.removeprefix(BYTE_ORDER_MARK) if line.number == 1 else line.text
    found = b"".join(match[0] for match in re.finditer(_ANY, text)).decode("utf-8", "ignore")
    return tuple(sorted({character for character in found if not character.isascii()}))


def told(_instance: Instance, _options: Options) -> str:
    return "Add no character that nobody sees: zero width, bidirectional controls."


RULE = Rule(name="invisible-character", options=Options, check=check, needs=needs, measures=True, told=told)
