"""Path patterns of a policy, as gitignore has them (gitignore(5)), compiled to RE2 over bytes.

git matches byte by byte, so this does too (`?` is one byte). A pattern is used in one of two ways. A *guard* fires
when the path as it is, or its canonical form, matches, and `config/` guards also a file named `config`: nothing may
slip past. A *cover* (ignored or allowed paths) must hold for both forms: nothing may slip in.

Why not pathspec at run time: importing it takes a third of what a whole `lint-diff` may, and it wants text where a
tree has bytes. The tests compare with pathspec and with `git check-ignore`.
"""

from __future__ import annotations

import re
from functools import lru_cache

import re2

from reviewbot.diff.canonical_path import canonical, fold, short_name

_POSIX_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t-\r ",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def guards(patterns: tuple[str, ...], path: bytes) -> bool:
    """Whether a guarding list fires on this path, as it is or in its canonical form."""
    as_is, folded = _guarding(patterns)
    return as_is.matches(path) or folded.matches(canonical(path))


def covers(patterns: tuple[str, ...], path: bytes) -> bool:
    """Whether a list of ignored or allowed paths holds for this path, both as it is and in its canonical form."""
    as_is, folded = _covering(patterns)
    return as_is.matches(path) and folded.matches(canonical(path))


def guarding_pattern(patterns: tuple[str, ...], path: bytes) -> str | None:
    """The first pattern that fires on this path, as the policy wrote it; None when the list does not guard it."""
    if not guards(patterns, path):
        return None
    return next((pattern for pattern in patterns if pattern[0] != "!" and guards((pattern,), path)), None)


def check_pattern(text: str) -> None:
    """Raise ValueError, saying what is wrong, unless `text` is a pattern that can match something."""
    _Pattern(text)


@lru_cache(maxsize=1024)
def _guarding(patterns: tuple[str, ...]) -> tuple[_PatternList, _PatternList]:
    as_is = tuple(_Pattern(text, files_too=True) for text in patterns)
    folded = tuple(_Pattern(text, files_too=True, folded=True) for text in patterns)
    return _PatternList(as_is), _PatternList(folded)


@lru_cache(maxsize=1024)
def _covering(patterns: tuple[str, ...]) -> tuple[_PatternList, _PatternList]:
    as_is = tuple(_Pattern(text) for text in patterns)
    folded = tuple(_Pattern(text, folded=True) for text in patterns)
    return _PatternList(as_is), _PatternList(folded)


class _PatternList:
    """Patterns in order, of which the last one that matches decides, from the outermost folder inwards."""

    def __init__(self, patterns: tuple[_Pattern, ...]) -> None:
        self._patterns = patterns
        self._any = _compile("|".join(pattern.expression_below for pattern in patterns if not pattern.negated))
        self._has_negated = any(pattern.negated for pattern in patterns)

    def matches(self, path: bytes) -> bool:
        if self._any is None or self._any.fullmatch(path) is None:
            return False
        return not self._has_negated or self._last_match_decides(path)

    def _last_match_decides(self, path: bytes) -> bool:
        """gitignore's order: once a folder is matched, nothing below it can be taken back."""
        ends = [index for index, byte in enumerate(path) if byte == ord("/")]
        if any(self._decides(path[:end], is_folder=True) for end in ends):
            return True
        return self._decides(path, is_folder=False)

    def _decides(self, path: bytes, *, is_folder: bool) -> bool:
        for pattern in reversed(self._patterns):
            if (is_folder or not pattern.folders_only) and pattern.itself.fullmatch(path):
                return not pattern.negated
        return False


class _Pattern:
    """One pattern: what it matches itself, and that with everything below.

    files_too: `name/` means a file of that name as well. folded: to be matched against canonical paths.
    Raises ValueError for a pattern that can match nothing.
    """

    def __init__(self, text: str, *, files_too: bool = False, folded: bool = False) -> None:
        self.negated = text.startswith("!")
        body = _without_trailing_spaces(text.removeprefix("!"))
        if text.startswith("#"):
            raise ValueError("a pattern that starts with # is a comment; write \\# for the character")
        self.folders_only = body.endswith("/") and not (files_too and not self.negated)
        stripped = body[:-1] if body.endswith("/") else body
        if not stripped.strip("/"):
            raise ValueError("the pattern is empty")
        anchored = "/" in stripped
        inner = stripped.removeprefix("/")
        expression = _expression(
            fold(inner) if folded else inner, short_names=folded and files_too and not self.negated
        )
        own = expression if anchored else f"(?:.*/)?(?:{expression})"
        self._own = f"(?:{own})"
        self.expression_below = self._own + ("/.*" if self.folders_only else "(?:/.*)?")

    @property
    def itself(self) -> re2._Regexp:
        compiled = _compile(self._own)
        assert compiled is not None  # noqa: S101 - an own expression is never empty
        return compiled


@lru_cache(maxsize=4096)
def _compile(expression: str) -> re2._Regexp | None:
    """None for no expression at all."""
    if not expression:
        return None
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.dot_nl = True
    options.never_capture = True
    options.log_errors = False
    options.max_mem = 32 << 20  # 200 instances of patterns may be joined in one program
    return re2.compile(expression.encode("utf-8", "surrogateescape"), options)


def _without_trailing_spaces(text: str) -> str:
    """gitignore drops trailing spaces unless they are quoted with a backslash."""
    stripped = text.rstrip(" ")
    lost = len(text) - len(stripped)
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if lost and backslashes % 2 else stripped


def _expression(pattern: str, *, short_names: bool) -> str:
    """The RE2 expression of a pattern without its leading and trailing slash."""
    parts = pattern.split("/")
    last = len(parts) - 1
    pieces: list[str] = []
    for index, part in enumerate(parts):
        if part == "**" and index == last:
            pieces.append(".+" if index else ".*")
        elif part == "**":
            pieces.append("(?:.*/)?")
        else:
            pieces.append(_part(part, short_names=short_names) + ("/" if index < last else ""))
    return "".join(pieces)


def _part(part: str, *, short_names: bool) -> str:
    """The expression of one part between slashes."""
    if not re.search(r"[*?\[\\]", part):
        short = short_name(part) if short_names else None
        return f"(?:{_quoted(part)}|{short})" if short else _quoted(part)
    pieces: list[str] = []
    index = 0
    while index < len(part):
        character = part[index]
        if character == "*":
            pieces.append("[^/]*")
        elif character == "?":
            pieces.append("[^/]")
        elif character == "[":
            piece, index = _bracket(part, index)
            pieces.append(piece)
        elif character == "\\":
            index += 1
            if index == len(part):
                raise ValueError("the pattern ends in a backslash that quotes nothing")
            pieces.append(_quoted(part[index]))
        else:
            pieces.append(_quoted(character))
        index += 1
    return "".join(pieces)


def _bracket(part: str, start: int) -> tuple[str, int]:
    """The class that begins at `start`, without the slash that it never matches, and the index of its end."""
    index = start + 1
    negated = part[index : index + 1] in ("!", "^")
    index += negated
    content = ""
    first = index
    while index < len(part) and (part[index] != "]" or index == first):
        posix = re.match(r"\[:([a-z]*):\]", part[index:])
        if posix:
            if posix[1] not in _POSIX_CLASSES:
                raise ValueError(f"[:{posix[1]}:] is no character class")
            content += _POSIX_CLASSES[posix[1]]
            index += posix.end()
            continue
        if part[index] == "\\":
            index += 1
        if index < len(part):
            content += "-" if part[index] == "-" and content else _quoted_in_class(part[index])
            index += 1
    if index >= len(part):
        raise ValueError("the [ is never closed; write \\[ for the character")
    return _class_without_slash(content, negated=negated), index


def _class_without_slash(content: str, *, negated: bool) -> str:
    """An RE2 class of the bytes that `content` means, less the slash, which no class of gitignore matches."""
    try:
        meant = re.compile(b"[" + content.encode("utf-8", "surrogateescape") + b"]")
    except re.error as error:
        raise ValueError(f"the class in [ ] is not understood: {error.msg}") from None
    members = [byte for byte in range(256) if bool(meant.match(bytes((byte,)))) != negated and byte != ord("/")]
    if not members:
        raise ValueError("the class in [ ] can match nothing")
    return "[" + "".join(f"\\x{byte:02x}" for byte in members) + "]"


def _quoted_in_class(character: str) -> str:
    return "\\" + character if character in "\\]^[-&~|" else character


def _quoted(text: str) -> str:
    """The text as an expression that matches just it; bytes outside ASCII stand for themselves in Latin-1."""
    return re.sub(r"([^0-9A-Za-z_\x80-\U0010ffff])", r"\\\1", text).replace("\\\0", "\\x00").replace("\\\n", "\\n")
