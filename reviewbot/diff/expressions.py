"""RE2 expressions of a policy, over the bytes of one line.

RE2 is linear in the text (https://github.com/google/re2/wiki/WhyRE2), so no policy can hang a hook. Expressions see
bytes: a character outside ASCII is its UTF-8 bytes, and no invalid byte can hide what stands around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import re2

_LARGEST_BYTE = 0xFF
_MEMORY_BYTES = 32 << 20
_MEMORY_BYTES_OF_ONE = 1 << 20  # what a person writes takes some kilobytes; `.{1000}` seventy times takes more
_TOKEN = re.compile(
    r"\\Q.*?(?:\\E|\Z)"  # text that is quoted
    r"|\\x\{[0-9A-Fa-f]*\}|\\."  # one character that is quoted
    r"|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]"  # a class
    r"|\(\?[A-Za-z]*-[A-Za-z]*"  # flags that are turned off
    r"|[^\x00-\x7f]",
    re.DOTALL,
)


def check_expression(text: str) -> None:
    """Raise ValueError, saying what is wrong, unless reviewbot can look for this expression line by line."""
    if not text:
        raise ValueError("the expression is empty, and would be found in every line")
    try:
        _alone(text)  # by itself first: `a)|(b` is no expression
        _compile((text,))
    except re2.error as error:
        message = error.args[0] if error.args else "not understood"
        raise ValueError(message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)) from None


def _over_bytes(text: str) -> bytes:
    """The expression over the bytes of UTF-8. Raises ValueError for what would silently mean something else there."""
    return _TOKEN.sub(_token_over_bytes, text).encode("utf-8", "surrogateescape")


def _token_over_bytes(match: re.Match[str]) -> str:
    token = match[0]
    if token in ("\\A", "\\z"):
        raise ValueError("\\A and \\z are not for lines; use ^ and $")
    if token.startswith("(?") and "m" in token.partition("-")[2]:
        raise ValueError("the flag m cannot be turned off: lines are what is judged")
    if token in ("\\p", "\\P") or (token.startswith("[") and re.search(r"(?<!\\)(?:\\\\)*\\[pP]", token)):
        raise ValueError("\\p and \\P mean characters, and lines are judged by their bytes; write the characters out")
    if token.startswith("\\x{") and int(token[3:-1] or "0", 16) > _LARGEST_BYTE:
        raise ValueError(f"{token} is a character, and lines are judged by their bytes; write the character itself")
    if token.startswith("[") and not token.isascii():
        raise ValueError("[ ] holds single bytes; write (?:ä|ö) for characters outside ASCII")
    if token.startswith("\\Q"):
        return token.removesuffix("\\E") + "\\E"  # it may be left out at the end, where something of ours follows
    return token if token.isascii() else f"(?:{token})"


def program_size(text: str) -> int:
    """How many instructions RE2 makes of an expression that was checked: what compiling and running it costs."""
    return int(_alone(text).programsize)


@lru_cache(maxsize=1024)
def _alone(text: str) -> re2._Regexp:
    options = _options()
    options.max_mem = _MEMORY_BYTES_OF_ONE
    return re2.compile(_over_bytes(text), options)


def first_found(expressions: tuple[str, ...], line: bytes) -> str | None:
    """The first of the expressions that is found in this line (without its line end), None when none is."""
    if not found_in(expressions, line):
        return None
    return next(expression for expression in expressions if found_in((expression,), line))


def found_in(expressions: tuple[str, ...], text: bytes) -> bool:
    """Whether any of the expressions is found in one line, or may be found in one of several lines.

    For several lines, True may be a false alarm (an expression such as `a[^b]*c` can run on into the next line);
    False never is.
    """
    return any(program.search(text) is not None for program in _compile(expressions))


@lru_cache(maxsize=1024)
def looks_for_line_starts(expressions: tuple[str, ...]) -> bool:
    """Whether one of them asks where a line starts; to the others, a byte that is no letter may stand before it."""
    return any("^" in _TOKEN.sub("", expression) for expression in expressions)


@lru_cache(maxsize=1024)
def _compile(expressions: tuple[str, ...]) -> tuple[re2._Regexp, ...]:
    """The expressions joined into as few programs as RE2's memory allows."""
    if not expressions:
        return ()
    joined = b"(?m)" + b"|".join(b"(?:%s)" % _over_bytes(expression) for expression in expressions)
    try:
        return (re2.compile(joined, _options()),)
    except re2.error:
        if len(expressions) == 1:
            raise
        middle = len(expressions) // 2
        return _compile(expressions[:middle]) + _compile(expressions[middle:])


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    return options
