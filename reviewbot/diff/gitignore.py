"""One gitignore pattern as an RE2 expression over bytes, read as git itself reads it.

The manual is gitignore(5); where it says less, git's code holds: https://github.com/git/git/blob/v2.39.5/wildmatch.c
and dir.c (match_pathname). git matches byte by byte, so `?` and a class are one byte.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reviewbot.diff.canonical_path import fold, short_name

_SLASH = ord("/")
_CLASSES = {
    "alnum": rb"[0-9A-Za-z]",
    "alpha": rb"[A-Za-z]",
    "blank": rb"[ \t]",
    "cntrl": rb"[\x00-\x1f\x7f]",
    "digit": rb"[0-9]",
    "graph": rb"[!-~]",
    "lower": rb"[a-z]",
    "print": rb"[ -~]",
    "punct": rb"[!-/:-@\[-`{-~]",
    "space": rb"[\t-\r ]",
    "upper": rb"[A-Z]",
    "xdigit": rb"[0-9A-Fa-f]",
}
_POSIX = re.compile(r"\[:([^\]]*):\]")
_WITH_STARS = re.compile(r"([^*?\[\\]*)\*\*+")
_WILDCARD = re.compile(r"\\.|(\*+|\?|\[)")
_STAR = "[^/]*"
_BYTES = frozenset(range(256)) - {_SLASH}
_FOLDERS = "(?:.*/)?"


@lru_cache(maxsize=16384)
def wildcard_count(text: str) -> int:
    """How many wildcards a pattern holds: each is one more place to go on from, at every byte of a path."""
    return sum(1 for wildcard in _WILDCARD.findall(text) if wildcard)


class Pattern:
    """What a pattern says: `negated`, `folders_only`, and the paths that it matches, as an RE2 expression in Latin-1.

    folded: to be matched against canonical paths. Raises ValueError, saying what is wrong, for a pattern that is not
    understood or can match nothing, so that no policy guards less than it seems to.
    """

    def __init__(self, text: str, *, folded: bool = False, short_names: bool = False) -> None:
        if text.startswith("#"):
            raise ValueError("a pattern that starts with # is a comment; write \\# for the character")
        self.negated = text.startswith("!")
        body = _without_trailing_spaces(text.removeprefix("!"))
        self.folders_only = body.endswith("/")
        stripped = body.removesuffix("/")
        if not stripped.strip("/"):
            raise ValueError("the pattern is empty")
        self._folded = folded
        self._short_names = short_names and not self.negated
        parts = stripped.removeprefix("/").split("/")
        if any(part in ("", ".", "..") for part in parts):
            raise ValueError("a part between slashes is empty, or dots, which no path has")
        anchored = "/" in stripped
        self.expression = f"(?:{self._path(parts) if anchored else _FOLDERS + self._part(parts[0])})"

    def _path(self, parts: list[str]) -> str:
        """The parts of an anchored pattern.

        git compares plain text at the beginning apart, and takes a `**` right behind it for one between slashes.
        """
        last = len(parts) - 1
        plain = True
        expression = ""
        for index, part in enumerate(parts):
            own = self._part(part) + ("" if index == last else "/")
            stars = _WITH_STARS.fullmatch(part)
            if stars and (plain or not stars[1]):
                any_depth = _quoted(self._fold(stars[1])) + (".*" if index == last else _FOLDERS)
                expression += f"(?:{any_depth}|{own})" if stars[1] else any_depth
            else:
                expression += own
            plain = plain and not re.search(r"[*?\[\\]", part)
        return expression

    def _part(self, part: str) -> str:
        """One part between slashes. Plain text, sets of bytes and stars take turns."""
        tokens = _tokens(part)
        expression = "".join(self._token(token) for token in tokens)
        if not self._short_names:
            return expression
        texts = [self._fold(token) if isinstance(token, str) else None for token in tokens]
        short = short_name(texts)
        return f"(?:{expression}|{short})" if short else expression

    def _token(self, token: str | frozenset[int] | None) -> str:
        if token is None:
            return _STAR
        if isinstance(token, str):
            return _quoted(self._fold(token))
        return _class_of(frozenset(bytes(token).lower()) if self._folded else token)

    def _fold(self, text: str) -> str:
        return fold(text) if self._folded else text


def _without_trailing_spaces(text: str) -> str:
    """gitignore drops trailing spaces unless they are quoted with a backslash."""
    stripped = text.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if len(stripped) < len(text) and backslashes % 2 else stripped


def _tokens(part: str) -> list[str | frozenset[int] | None]:
    """Plain text as str, `?` and classes as the bytes that they match, `*` as None."""
    tokens: list[str | frozenset[int] | None] = []
    text = ""
    index = 0
    while index < len(part):
        character = part[index]
        index += 1
        if character not in "*?[":
            if character == "\\":
                character = _quoted_character(part, index)
                index += 1
            text += character
            continue
        if text:
            tokens.append(text)
            text = ""
        if character == "[":
            members, index = _bracket(part, index)
            tokens.append(members)
        else:
            tokens.append(None if character == "*" else _BYTES)
    return [*tokens, text] if text else tokens


def _quoted_character(part: str, index: int) -> str:
    if index >= len(part):
        raise ValueError("the pattern ends in a backslash that quotes nothing")
    return part[index]


def _bracket(part: str, index: int) -> tuple[frozenset[int], int]:
    """The bytes that a class matches, and the index behind it; `index` is behind its `[`."""
    negated = part[index : index + 1] in ("!", "^")
    index += negated
    members: set[int] = set()
    before: int | None = None  # where a range may begin
    first = index
    while index == first or part[index : index + 1] != "]":
        posix = _POSIX.match(part, index)
        if posix:
            members.update(_posix_members(posix[1]))
            before, index = None, posix.end()
            continue
        is_range = (
            before is not None and part[index : index + 1] == "-" and part[index + 1 : index + 2] not in ("", "]")
        )
        each, index = _class_character(part, index + is_range)
        if is_range and before is not None:
            if before > each[0]:
                raise ValueError("a range in [ ] ends before it begins")
            members.update(range(before, each[0] + 1))
        members.update(each)
        before = None if is_range and len(each) == 1 else each[-1]
    found = _BYTES - members if negated else _BYTES & members
    if not found:
        raise ValueError("the class in [ ] can match nothing")
    return found, index + 1


def _class_character(part: str, index: int) -> tuple[bytes, int]:
    """The bytes of the character at `index`, which a backslash may quote, and the index behind it."""
    if part[index : index + 1] == "\\":
        index += 1
    if index >= len(part):
        raise ValueError("the [ is never closed; write \\[ for the character")
    return part[index].encode("utf-8", "surrogateescape"), index + 1


def _posix_members(name: str) -> frozenset[int]:
    if name not in _CLASSES:
        raise ValueError(f"[:{name}:] is no character class")
    return frozenset(byte for byte in range(256) if re.match(_CLASSES[name], bytes((byte,))))


@lru_cache(maxsize=256)
def _class_of(members: frozenset[int]) -> str:
    """An RE2 class, in ranges."""
    ends = sorted(byte for byte in members if byte + 1 not in members)
    starts = sorted(byte for byte in members if byte - 1 not in members)
    return "[" + "".join(f"\\x{start:02x}-\\x{end:02x}" for start, end in zip(starts, ends, strict=True)) + "]"


def _quoted(text: str) -> str:
    """An expression that matches the bytes of this text and nothing else."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode("utf-8", "surrogateescape"))
