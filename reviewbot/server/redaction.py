"""Taking secrets out of what is about to be logged: those that are configured, and whatever has the shape of one.

Nothing here knows what a field means; so every text is looked at, wherever it stands, and too much is taken rather
than too little.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

REDACTED = "[redacted]"
LEAST_SECRET = 8  # characters; a shorter one would take parts of every word
MOST_ITEMS, MOST_DEPTH, MOST_CHARACTERS = 200, 8, 32_768
_KEY = re.compile(r"(?i)authori[sz]ation|cookie|token|secret|passw|private.?key|api.?key|credential")

# Shapes that no JSON string needs, so that they can be taken out of a line that is finished too.
# https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
_SHAPES = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}-----(?:.*?-----END [A-Z0-9 ]{0,40}-----|.*)"
    r"|gh[a-z]_[A-Za-z0-9_][A-Za-z0-9_.-]{9,}"
    r"|github_pat_[A-Za-z0-9_]{10,}"
    r"|eyJ[A-Za-z0-9_-]{8,200}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?",  # a JSON web token, as the App signs
    re.DOTALL,
)
# Bounded everywhere, so that no text takes long.
_HEADER = re.compile(
    r"""(?i)(authori[sz]ation[\w-]{0,40}["'\\]{0,20}\s{0,8}[:=]\s{0,8}|authori[sz]ation["'\\]{1,20}\s{0,8},\s{0,8})[^\r\n]*"""
    r"""|((?<![a-z])(?:(?:bearer|basic)\s{1,8}(?=\S{8})|token\s{1,8}(?=\S{20})))[^\s"',;]+"""
)
_USER = re.compile(r"(://)[^\s/@]*@|(x-access-token:)[^\s@]*@?")


class Redaction:
    """secrets: values that are configured; of keys in PEM each line counts, of addresses the password too."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for part in _parts(secret) for form in _forms(part)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._configured = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def line(self, text: str) -> str:
        """The text without what is configured and what has the shape of a secret; JSON stays JSON."""
        text = _SHAPES.sub(REDACTED, text)
        return self._configured.sub(REDACTED, text) if self._configured else text

    def text(self, text: str) -> str:
        """The text without any secret: also without headers that hold one, and users of addresses."""
        text = _USER.sub(rf"\1\2{REDACTED}@", self.line(text))
        text = _HEADER.sub(rf"\1\2{REDACTED}", text)
        if len(text) > MOST_CHARACTERS:
            text = f"{text[:MOST_CHARACTERS]}... ({len(text) - MOST_CHARACTERS:,} more characters)"
        return text

    def fields(self, event: Mapping[str, object]) -> dict[str, Any]:
        """The fields of an event, see `value`."""
        return dict(self._pair(key, each, 0) for key, each in event.items())

    def value(self, value: object, depth: int = 0) -> Any:
        """The same made of texts, numbers, lists and dicts only, and without any secret."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return value if abs(value) < 2**63 else self.text(_repr(value))  # also no NaN, which JSON has not
        if isinstance(value, str):
            return self.text(str(value))
        if isinstance(value, bytes | bytearray | memoryview):
            return self.text(bytes(value).decode("utf-8", "backslashreplace"))
        if depth >= MOST_DEPTH:
            return self.text(_repr(value))
        if isinstance(value, Mapping):
            return dict(self._pair(key, each, depth) for key, each in _first(value.items()))
        if isinstance(value, list | tuple | set | frozenset):
            return self._items(value, depth)
        return self.text(_repr(value))

    def _items(self, value: Iterable[object], depth: int) -> list[Any]:
        items = list(_first(value))
        if len(items) == 2 and isinstance(items[0], str | bytes):  # a header, as many libraries hold them
            return list(self._pair(items[0], items[1], depth))
        return [self.value(each, depth + 1) for each in items]

    def _pair(self, key: object, value: object, depth: int) -> tuple[str, Any]:
        name = self.text(key.decode("utf-8", "replace") if isinstance(key, bytes) else str(key))
        is_plain = value is None or isinstance(value, bool | int | float)
        return name, REDACTED if _KEY.search(name) and not is_plain else self.value(value, depth + 1)


def _parts(secret: str) -> Iterable[str]:
    """What alone would give the secret away, or much of it."""
    lines = secret.splitlines()
    parts = [secret.strip(), *(line.strip() for line in lines if "-----" not in line)]
    if "://" in secret:
        password = urlsplit(secret).password or ""
        parts += [password, unquote(password)]
    return [part for part in parts if len(part) >= LEAST_SECRET]


def _forms(secret: str) -> Iterable[str]:
    """The secret as it looks in a text, in JSON, in Python and in an address."""
    escaped = [json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]]
    encoded = secret.encode("utf-8", "surrogatepass")
    return {secret, *escaped, repr(encoded)[2:-1], quote(encoded, safe="")}


def _first(items: Iterable[Any]) -> Iterable[Any]:
    return [item for item, _ in zip(items, range(MOST_ITEMS), strict=False)]


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # whatever it is, the line is written
        return f"<{type(value).__name__}>"
