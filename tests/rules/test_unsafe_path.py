from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.model.change import FileStatus
from reviewbot.model.report import Severity
from reviewbot.rules.unsafe_path import RULE, SUSPECT, Options, check, what_is_wrong
from tests.builders import a_change, a_file, a_scope


@pytest.mark.parametrize(
    "path",
    [
        "src/app.py", ".gitignore", ".github/x", "git", "src/git/x", "x.git/config", ".git-blame-ignore-revs",
        "...", "..x", "x..", "a b", " ", "a\\b", "\\", "c:", "a:b", "a\n.git", "git~x", "~1",
    ],
)  # fmt: skip
def test_says_nothing(path):
    assert list(check(a_scope(a_file(path)), Options())) == []


GIT = "is in git's own folder"
FOLDER = "has an empty part, or one that stands for its own or the outer folder"
ABSOLUTE = "is an absolute path"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", FOLDER),
        ("a//b", FOLDER),
        ("a/", FOLDER),
        (".", FOLDER),
        ("..", FOLDER),
        ("src/../x", FOLDER),
        ("src/.. /x", FOLDER),
        ("src/.\u200c./x", FOLDER),
        ("src\\..\\x", FOLDER),
        ("src/\u200c/x", FOLDER),
        ("/etc/passwd", ABSOLUTE),
        ("C:\\x", ABSOLUTE),
        ("c:/x", ABSOLUTE),
        (".git", GIT),
        (".git/hooks/x", GIT),
        ("src/.GIT/x", GIT),
        ("GIT~1/x", GIT),
        (".git./x", GIT),
        (".git /x", GIT),
        (".git::$INDEX_ALLOCATION/x", GIT),
        (".g\u200cit/x", GIT),
        ("src\\.git\\x", GIT),
    ],
)
def test_says_what_is_wrong_with_a_path(path, message):
    (found,) = check(a_scope(a_file(path)), Options())
    assert (found.path, found.message) == (path.encode(), message)


def test_a_path_may_be_removed_and_renamed_to_a_safe_one():
    files = (a_file(".git/x", status=FileStatus.DELETED), a_file("x", old_path="src/../x"))
    assert list(check(a_scope(*files), Options())) == []


def test_looks_at_the_whole_change_whatever_the_scope():
    assert len(list(check(a_scope(change=a_change(a_file(".git/x"))), Options()))) == 1


def test_is_always_on_and_blocks():
    assert RULE.always_on
    assert RULE.severity is Severity.BLOCK


pieces = st.sampled_from(["a", ".", "..", " ", "/", "\\", ".GIT", "gi1a2b~1", "C:", ":", "\u200c", "~", "\n"])


@settings(deadline=None)  # the machine may be busy
@given(st.lists(pieces, max_size=6).map(lambda each: "".join(each).encode()) | st.binary(max_size=6))
def test_the_fast_look_lets_no_unsafe_path_through(path):
    assert SUSPECT.search(path) or what_is_wrong(path) is None
