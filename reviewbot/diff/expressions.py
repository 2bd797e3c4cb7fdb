"""RE2 expressions of a policy, over the bytes of one line.

RE2 is linear in the text (https://github.com/google/re2/wiki/WhyRE2), so no policy can hang a hook. Expressions see
bytes: a character outside ASCII is its UTF-8 bytes, and no invalid byte can hide what stands around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import re2

_TEXT_ANCHOR = re.compile(r"(?<!\\)(?:\\\\)*\\[Az]")
_SINGLE_LINE_FLAG = re.compile(r"\(\?[a-zA-Z]*-[a-zA-Z]*m")
_MEMORY_BYTES = 32 << 20
_MEMORY_BYTES_OF_ONE = 1 << 20  # what a person writes takes some kilobytes; `.{1000}` seventy times takes more


def check_expression(text: str) -> None:
    """Raise ValueError, saying what is wrong, unless reviewbot can look for this expression line by line."""
    if _TEXT_ANCHOR.search(text):
        raise ValueError("\\A and \\z are not for lines; use ^ and $")
    if _SINGLE_LINE_FLAG.search(text):
        raise ValueError("the flag m cannot be turned off: lines are what is judged")
    try:
        _alone(text)  # by itself first: `a)|(b` is no expression
        _compile((text,))
    except re2.error as error:
        message = error.args[0] if error.args else "not understood"
        raise ValueError(message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)) from None


def program_size(text: str) -> int:
    """How many instructions RE2 makes of an expression that was checked: what compiling and running it costs."""
    return int(_alone(text).programsize)


@lru_cache(maxsize=1024)
def _alone(text: str) -> re2._Regexp:
    options = _options()
    options.max_mem = _MEMORY_BYTES_OF_ONE
    return re2.compile(text.encode(), options)


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
def _compile(expressions: tuple[str, ...]) -> tuple[re2._Regexp, ...]:
    """The expressions joined into as few programs as RE2's memory allows."""
    if not expressions:
        return ()
    joined = "(?m)" + "|".join(f"(?:{expression})" for expression in expressions)
    try:
        return (re2.compile(joined.encode(), _options()),)
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
