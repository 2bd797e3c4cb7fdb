"""How an error shows what the writer of a policy wrote: escaped, cut, and with the nearest right word."""

from __future__ import annotations

from datetime import date, time

TYPE_CHECKING = False  # what follows is for annotations only
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SHOWN = 60


def escaped(text: str, longest: int | None = None) -> str:
    """The text with every character that a terminal would not just print as an escape, cut after `longest`."""
    if longest is not None and len(text) > longest:
        text = text[:longest] + "..."
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def quoted(text: str) -> str:
    """A key or rule name as an error shows it."""
    return f"`{escaped(text, MAX_SHOWN)}`"


def described(value: object) -> str:
    """A value of a policy as an error shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else "a number of more than 20 digits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return f'"{escaped(value, MAX_SHOWN)}"'
    if isinstance(value, date | time):
        return "a date or time"
    return "a list" if isinstance(value, list) else "a table"


def toml_string(text: str) -> str:
    """The text as TOML writes it: in double quotes, or in single ones where that saves escapes."""
    if text.isprintable() and "'" not in text and ("\\" in text or '"' in text):
        return f"'{text}'"
    return '"' + "".join(_toml_character(character) for character in text) + '"'


def _toml_character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A help line with the known word nearest to this one, or `otherwise` and all known words."""
    from difflib import get_close_matches  # only an error needs it

    known = list(known)
    near = get_close_matches(word[:MAX_SHOWN].lower().replace("_", "-"), known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"{otherwise} {', '.join(known)}"
