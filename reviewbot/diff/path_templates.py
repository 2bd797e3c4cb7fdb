"""Patterns that take a path apart and put another one together: `src/{dir}/{stem}.py`, `tests/{dir}/test_{stem}.py`.

A template is matched from the root, byte by byte. `*` and `?` stay within a part of the path, `**` as a part is any
number of parts, all as in gitignore(5). `{stem}` is one or more characters within a part, `{dir}` as a part is any
number of whole parts, also none. Everything else stands for itself. What names a folder means all below it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import re2

NAMES = ("dir", "stem")
_NAMED = re.compile(r"\{(\w*)\}")
_PIECE = re.compile(r"\{stem\}|\*+|\?|[^{*?]+|\{")
_IN_PART = r"[^/\x00]"
_ACROSS_PARTS = r"[^\x00]+"
_MEMORY_BYTES = 64 << 20  # a template of 512 characters may name a stem of 4 KiB 80 times
_LOOKED_FOR_TOGETHER = 1 << 13  # characters of expressions; with more the automaton grows faster than it saves


class PathTemplate:
    """A template; names: the placeholders in it, in order. Raises ValueError saying what the text does wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = tuple(_NAMED.findall(text))
        self._parts = text.removeprefix("/").removesuffix("/").split("/")
        unknown = next((name for name in self.names if name not in NAMES), None)
        if unknown is not None:
            raise ValueError(f"holds {{{unknown}}}; there are {{stem}} and {{dir}}")
        if any(part in ("", ".", "..") for part in self._parts):
            raise ValueError("has an empty part, or one of dots, and so matches nothing")
        if any("{dir}" in part and part != "{dir}" for part in self._parts):
            raise ValueError("has {dir} within a part; it stands for whole parts, as in src/{dir}/*.py")
        if self._parts[-1] == "{dir}":
            raise ValueError("ends in {dir}, which stands for folders; the name of a file must follow")

    @cached_property
    def _capturing(self) -> re2._Regexp:
        return _compile(self._expression(None))

    def captured(self, path: bytes) -> dict[str, bytes] | None:
        """What the placeholders stand for in this path, None when it does not match. Each name must be there once."""
        match = self._capturing.fullmatch(path)
        return dict(zip(self.names, (group or b"" for group in match.groups()), strict=True)) if match else None

    def filled(self, values: Mapping[str, bytes]) -> str:
        """The gitignore pattern, from the root, with these values in it; bytes outside UTF-8 as surrogate escapes."""
        return "/" + "".join(_as_pattern(piece, values) for piece in self._pieces())

    def found_among(self, paths: PathSet, values: Mapping[str, bytes]) -> bool:
        """Whether one of the paths matches with these values, or lies below what matches."""
        letters = b"".join(b"\0" if value is None else value for value in self._values(values)).split(b"\0")
        if len(letters) == 1 and letters[0] in paths.each:
            return True
        return max(letters, key=len) in paths.joined and paths.holds(self._expression(values))

    def all_among(self, paths: PathSet, values: Iterable[Mapping[str, bytes]]) -> set[bytes]:
        """Those of the paths that match with one of these values, or that lie below what matches."""
        return paths.matching({self._expression(each) for each in values})

    def likely_among(self, paths: PathSet) -> set[bytes]:
        """Those of the paths that match whatever the placeholders stand for, or that lie below what matches."""
        return paths.matching({self._expression(None)})

    def may_be_among(self, paths: PathSet, values: Mapping[str, bytes]) -> bool:
        """Whether the paths hold what the placeholders stand for; without that none matches. Cheaper than to look."""
        return all(values[name] in paths.joined for name in self.names)

    def _pieces(self) -> Iterator[str]:
        """The pieces of the template; a slash belongs to the part before it, and `{dir}/` and `**/` are one piece."""
        for index, part in enumerate(self._parts):
            slash = "/" if index < len(self._parts) - 1 else ""
            if part in ("{dir}", "**"):
                yield part + slash
                continue
            for piece in _PIECE.findall(part):
                yield "*" if piece.startswith("*") else piece
            yield slash

    def _expression(self, values: Mapping[str, bytes] | None) -> str:
        return "".join(_as_expression(piece, values) for piece in self._pieces())

    def _values(self, values: Mapping[str, bytes]) -> Iterator[bytes | None]:
        return (_value(piece, values) for piece in self._pieces())


class PathSet:
    """Paths among which templates are looked up, many at a time."""

    def __init__(self, paths: Iterable[bytes]) -> None:
        self.each = frozenset(paths)
        self.joined = b"".join(b"\0%s\0" % path for path in self.each)  # one search in all is faster than one in each

    def holds(self, expression: str) -> bool:
        """Whether the expression matches one of the paths or a folder of one."""
        return _compile(_among_joined(expression)).search(self.joined) is not None

    def matching(self, expressions: set[str]) -> set[bytes]:
        """Every path of which one of the expressions matches all, or a folder."""
        together = (_compile(_among_joined(each)) for each in _alternatives(sorted(expressions)))
        return {match[1] for each in together for match in each.finditer(self.joined)}


@lru_cache(maxsize=1024)
def path_template(text: str) -> PathTemplate:
    """The template of this text, parsed once. Raises ValueError as `PathTemplate` does."""
    return PathTemplate(text)


def _among_joined(expression: str) -> str:
    """Matches one of joined paths, of which all or a folder matches; its first group is the path."""
    return rf"\x00((?:{expression})(?:/{_ACROSS_PARTS})?)\x00"


def _alternatives(expressions: Iterable[str]) -> Iterator[str]:
    """Many expressions as few; each is of `_LOOKED_FOR_TOGETHER` characters at most, or of one expression."""
    together: list[str] = []
    for expression in expressions:
        if together and sum(map(len, together)) + len(expression) > _LOOKED_FOR_TOGETHER:
            yield "|".join(together)
            together = []
        together.append(expression)
    if together:
        yield "|".join(together)


def _value(piece: str, values: Mapping[str, bytes]) -> bytes | None:
    """What a piece stands for letter by letter, None for a wildcard. `{dir}/` without folders is nothing."""
    if piece == "{stem}":
        return values["stem"]
    if piece == "{dir}/":
        return values["dir"] + b"/" if values["dir"] else b""
    return None if piece.startswith(("*", "?")) else piece.encode("utf-8", "surrogateescape")


def _as_pattern(piece: str, values: Mapping[str, bytes]) -> str:
    value = _value(piece, values)
    if value is None:
        return piece
    return re.sub(r"([\\*?\[ ])", r"\\\1", value.decode("utf-8", "surrogateescape"))


def _as_expression(piece: str, values: Mapping[str, bytes] | None) -> str:
    if values is None and piece == "{stem}":
        return f"({_IN_PART}+)"
    if values is None and piece == "{dir}/":
        return f"(?:({_ACROSS_PARTS})/)?"
    value = _value(piece, values or {})
    if value is not None:
        return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"\\x{byte:02x}" for byte in value)
    if piece == "**/":
        return f"(?:{_ACROSS_PARTS}/)?"
    if piece == "**":
        return _ACROSS_PARTS
    return _IN_PART if piece == "?" else f"{_IN_PART}*"


@lru_cache(maxsize=64)
def _compile(expression: str) -> re2._Regexp:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    return re2.compile(expression.encode(), options)
