"""Path patterns of a policy, as gitignore has them (gitignore(5)), compiled to RE2 over bytes.

git matches byte by byte, so this does too (`?` is one byte). A pattern is used in one of two ways. A *guard* fires
when the path as it is, or its canonical form, matches, and `config/` guards also a file named `config`: nothing may
slip past. A *cover* (ignored or allowed paths) must hold for both forms: nothing may slip in.

Why not pathspec at run time: importing it takes a third of what a whole `lint-diff` may, and it wants text where a
tree has bytes. The tests compare with pathspec and with `git check-ignore`.
"""

from __future__ import annotations

from functools import lru_cache

import re2

from reviewbot.diff.canonical_path import canonical, folded
from reviewbot.diff.gitignore import Pattern
from reviewbot.model.change import PathScope

# All paths that `canonical` or `folded` may change.
_NOT_CANONICAL = r".*(?:[A-Z\\:\x80-\xff]|[. ]/|//).*|.*[. ]|/.*|.*/"


def guards(patterns: tuple[str, ...], path: bytes) -> bool:
    """Whether a guarding list fires on this path, as it is or in its canonical form."""
    as_is, aliases, at_all = _guarding(patterns)
    if at_all.fullmatch(path) is None:
        return False
    if as_is.matches(path):
        return True
    resolved, lower = canonical(path), folded(path)
    # The second is for patterns that name what the canonical form drops: `name.` for `NAME.`.
    return aliases.matches(resolved) or (lower != resolved and aliases.matches(lower))


def covers(patterns: tuple[str, ...], path: bytes) -> bool:
    """Whether a list of ignored or allowed paths holds for this path, both as it is and in its canonical form."""
    as_is, aliases = _covering(patterns)
    return as_is.matches(path) and aliases.matches(canonical(path))


def is_in_scope(scope: PathScope, path: bytes) -> bool:
    """Whether a path is in a scope: an alias gets in, but is not ignored."""
    if scope.ignore and covers(scope.ignore, path):
        return False
    return not scope.match or guards(scope.match, path)


def guarding_pattern(patterns: tuple[str, ...], path: bytes) -> str | None:
    """The first pattern that fires on this path, as the policy wrote it; None when the list does not guard it."""
    if not guards(patterns, path):
        return None
    return next((pattern for pattern in patterns if pattern[0] != "!" and guards((pattern,), path)), None)


def check_pattern(text: str) -> None:
    """Raise ValueError, saying what is wrong, unless `text` is a pattern that can match something."""
    _Pattern(text)


@lru_cache(maxsize=1024)
def _guarding(patterns: tuple[str, ...]) -> tuple[_PatternList, _PatternList, re2._Regexp]:
    """The patterns, those for canonical paths, and what every path that may be guarded matches: one look for most."""
    as_is = _PatternList(tuple(_Pattern(text, files_too=True) for text in patterns))
    aliases = _PatternList(tuple(_Pattern(text, files_too=True, folded=True) for text in patterns))
    at_all = _compile("|".join(filter(None, (as_is.expression, aliases.expression, _NOT_CANONICAL))))
    assert at_all is not None  # noqa: S101 - it is never empty
    return as_is, aliases, at_all


@lru_cache(maxsize=1024)
def _covering(patterns: tuple[str, ...]) -> tuple[_PatternList, _PatternList]:
    as_is = tuple(_Pattern(text) for text in patterns)
    aliases = tuple(_Pattern(text, folded=True) for text in patterns)
    return _PatternList(as_is), _PatternList(aliases)


class _PatternList:
    """Patterns in order, of which the last one that matches decides, from the outermost folder inwards."""

    def __init__(self, patterns: tuple[_Pattern, ...]) -> None:
        self._patterns = patterns
        self.expression = "|".join(pattern.expression_below for pattern in patterns if not pattern.negated)
        self._any = _compile(self.expression)
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
    """

    def __init__(self, text: str, *, files_too: bool = False, folded: bool = False) -> None:
        pattern = Pattern(text, folded=folded, short_names=folded and files_too)
        self.negated = pattern.negated
        self.folders_only = pattern.folders_only and not (files_too and not self.negated)
        self._own = pattern.expression
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
    return re2.compile(expression.encode("latin-1"), options)
