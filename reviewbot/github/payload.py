"""JSON that GitHub sends, field by field: every access says what it expects, since GitHub's shapes drift."""

from __future__ import annotations

import re
from typing import Any, NoReturn

MALFORMED, INCOMPLETE = 400, 422
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)


class PayloadError(Exception):
    """The body is no JSON object (status 400), or lacks a field that is needed (422). what: safe to show."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status
        self.what = what


class Fields:
    """An object of the payload. name: how it is reached, for messages."""

    def __init__(self, values: dict[str, Any], name: str = "") -> None:
        self._values = values
        self._name = name

    def text(self, key: str) -> str:
        value = self._values.get(key)
        return value if isinstance(value, str) else self._missing(key)

    def text_or(self, key: str, default: str) -> str:
        """The text, the default where there is none."""
        return self.text(key) if self.has(key) else default

    def number(self, key: str) -> int:
        """A whole number from 1, as ids and numbers of pull requests are."""
        value = self._values.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
            return value
        return self._missing(key)

    def sha(self, key: str) -> str:
        value = self.text(key)
        return value if _SHA.fullmatch(value) else self._missing(key)

    def child(self, key: str) -> Fields:
        value = self._values.get(key)
        return Fields(value, self._path(key)) if isinstance(value, dict) else self._missing(key)

    def children(self, key: str) -> list[Fields]:
        """The objects of a list; [] where there is none, as GitHub leaves such lists out."""
        return self.objects(key) if self.has(key) else []

    def objects(self, key: str) -> list[Fields]:
        """The objects of a list that must be there."""
        value = self._values.get(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._missing(key)
        return [Fields(each, self._path(key)) for each in value]

    def words(self, key: str) -> tuple[str, ...]:
        """The texts of a list that must be there."""
        value = self._values.get(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._missing(key)
        return tuple(value)

    def has(self, key: str) -> bool:
        return self._values.get(key) is not None

    def texts(self) -> dict[str, str]:
        """All fields that are texts."""
        return {key: value for key, value in self._values.items() if isinstance(value, str)}

    def is_true(self, key: str) -> bool:
        return self._values.get(key) is True

    def equals(self, key: str, value: str | int) -> bool:
        return bool(self._values.get(key) == value)

    def count(self, key: str) -> int:
        """A number that may be 0, and is where there is none."""
        return self.number(key) if self._values.get(key) not in (None, 0) else 0

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _missing(self, key: str) -> NoReturn:
        raise PayloadError(INCOMPLETE, f"the payload lacks {self._path(key)}, or it is of another kind")
