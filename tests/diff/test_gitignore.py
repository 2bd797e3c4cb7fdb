"""Patterns as git itself and pathspec read them, and what a policy may not write."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from reviewbot.diff import path_patterns
from reviewbot.diff.path_patterns import check_pattern, covers
from tests.repositories import Repository

NAMES = ("a", "b", "ab", "ba")
PATHS = ["/".join(parts) for depth in (1, 2, 3) for parts in itertools.product(NAMES, repeat=depth)]
ODD = ["a ", " a", "-", "]", "[", "\\", "!", "#a", "!a", "a*", "a?", "é", "a\nb", "^", "Z", "{a,b}", "a+", "$", "|"]

PIECE = st.sampled_from(["a", "b", "*", "?", "[ab]", "[!a]", "\\a", "**"])
PART = st.lists(PIECE, min_size=1, max_size=3).map("".join) | st.sampled_from(["**", "a", "*"])
PLAIN_PATTERN = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(PART, min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "", "/"]),
)
ODD_PATTERN = st.lists(
    st.sampled_from([
        "a", "b", "*", "?", "/", "[", "]", "!", "^", "-", "\\", " ", "\\ ", "[:alpha:]", "[:digit:]", "[:punct:]", "é",
        "#", "***", "0", "Z", "{a,b}", "+", "$", "|", ".",
    ]),
    min_size=1, max_size=7,
).map("".join)  # fmt: skip


def understood(pattern: str) -> bool:
    try:
        check_pattern(pattern)
    except ValueError:
        return False
    return True


def as_is(patterns, path: str) -> bool:
    """`covers` without the canonical form: what plain gitignore says."""
    return path_patterns._covering(tuple(patterns))[0].matches(path.encode())


def lists_of(pattern, count):
    few = st.lists(pattern.filter(understood), min_size=1, max_size=3)
    return st.lists(few, min_size=1, max_size=count)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return Repository(tmp_path_factory.mktemp("ignoring"))


def ignored_by_git(repository, lists, paths):
    """For each list of patterns, which of the paths git ignores: one folder with a .gitignore each, one git for all."""
    lists = [*lists, ["*"]]  # check-ignore fails where it finds nothing
    for index, patterns in enumerate(lists):
        repository.write(f"{index}/.gitignore", "\n".join(patterns) + "\n")
    asked = "".join(f"{index}/{path}\0" for index in range(len(lists)) for path in paths)
    printed = repository.git("check-ignore", "--no-index", "--stdin", "-z", stdin=asked.encode()).decode().split("\0")
    found = set(printed)
    return [{path for path in paths if f"{index}/{path}" in found} for index in range(len(lists) - 1)]


def check_against_git(repository, lists, paths):
    for patterns, ignored in zip(lists, ignored_by_git(repository, lists, paths), strict=True):
        assert {path for path in paths if as_is(patterns, path)} == ignored, patterns


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=lists_of(PLAIN_PATTERN, 12))
def test_matches_as_git_does(repository, lists):
    check_against_git(repository, lists, PATHS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=lists_of(ODD_PATTERN, 12))
@example(
    [["***/a"], ["a/***/b"], ["a**/b"], ["/a**", "!aa***"], ["[A-\\]]"], ["[]-a]"], ["[--0]"], ["[!]a]"], ["[[:]"]]
)
def test_matches_odd_patterns_as_git_does(repository, lists):
    check_against_git(repository, lists, PATHS + ODD)


# Where pathspec and git disagree, git is right: stars within a part, `**/` at the end, classes that would match a
# slash, and lists that take something back.
PATHSPEC_DIFFERS = re.compile(r"[^!/]\*\*|\*\*[^/]|\*\*/\Z|\[!")


@settings(max_examples=60)
@given(pattern=PLAIN_PATTERN.filter(lambda pattern: understood(pattern) and not PATHSPEC_DIFFERS.search(pattern)))
def test_a_single_pattern_matches_as_pathspec_does(pattern):
    spec = GitIgnoreSpec.from_lines([pattern])
    matched = [path for path in PATHS if covers((pattern,), path.encode())]
    assert matched == [path for path in PATHS if spec.match_file(path)]
