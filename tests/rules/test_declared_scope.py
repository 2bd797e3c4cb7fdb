from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.declared_scopes import LONGEST_PATTERN, MOST_PATTERNS
from reviewbot.diff.path_patterns import covers
from reviewbot.model.change import FileStatus, Needs
from reviewbot.model.facts import Facts
from reviewbot.model.rule import Found, NotJudged
from reviewbot.rules.declared_scope import Options, check, needs
from tests.builders import a_change, a_file, a_scope

WEB = ("src/web/", "tests/web/")
OUTSIDE = "is outside of the declared scope"


def statements(*files, scopes=WEB, options=Options(), change=None):  # noqa: B008 - a frozen value
    return list(check(a_scope(*files, facts=Facts(scopes=scopes), change=change), options))


def messages(*files, **others):
    return [statement.message for statement in statements(*files, **others)]


# Silence


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(a_file("src/web/a.py"), id="inside"),
        pytest.param(a_file("tests/web/a.py"), id="the other one"),
        pytest.param(a_file("tests/web/a.py", old_path="src/web/a.py"), id="moved within"),
        pytest.param(a_file("src/web/a.py", status=FileStatus.DELETED), id="deleted inside"),
    ],
)
def test_says_nothing_inside(file):
    assert statements(file) == []


def test_says_nothing_where_nothing_is_declared():
    assert statements(a_file("anything"), scopes=()) == []


def test_deleting_the_file_that_should_not_be_there_is_fine():
    assert statements(a_file(".reviewbot-scope", status=FileStatus.DELETED), scopes=()) == []


def test_a_file_of_that_name_elsewhere_is_another_file():
    assert statements(a_file("docs/.reviewbot-scope"), scopes=()) == []


# What is said


def test_finds_what_is_outside():
    inside, outside = a_file("src/web/a.py"), a_file("src/billing/prices.py")
    (found,) = statements(inside, outside)
    assert (found.path, found.message) == (b"src/billing/prices.py", OUTSIDE)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (a_file("docs/a", old_path="src/web/a"), OUTSIDE),
        (a_file("src/web/a", old_path="docs/a"), "comes from outside of the declared scope"),
        (a_file("docs/a", status=FileStatus.DELETED), OUTSIDE),
        (a_file("SRC/../docs/a"), OUTSIDE),
    ],
)
def test_finds_what_leaves_or_enters(file, message):
    assert messages(file) == [message]


def test_a_scope_must_be_declared_where_that_is_required():
    (found,) = statements(a_file("a"), scopes=(), options=Options(required=True))
    assert (found.path, found.message) == (None, "declares no scope")
    assert statements(a_file("src/web/a"), options=Options(required=True)) == []


@pytest.mark.parametrize("path", [".reviewbot-scope", ".Reviewbot-Scope", ".reviewbot-scope."])
def test_the_file_that_declares_is_never_committed(path):
    assert messages(a_file(path), scopes=()) == ["is for the working tree only and must not be committed"]


def test_the_committed_file_is_found_whatever_the_instance_sees():
    change = a_change(a_file(".reviewbot-scope"))
    assert len(statements(scopes=None, change=change)) == 2


def test_is_not_judged_where_nobody_knows():
    (statement,) = statements(a_file("a"), scopes=None)
    assert isinstance(statement, NotJudged)


# Hard cases


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("!docs/", "!docs/: declarations only add up"),
        ("a//b", "a//b: a part between slashes is empty, or dots, which no path has"),
        ("/", "/: the pattern is empty"),
        ('"docs', "not shown, for it is not plain text"),
        ("[a\x1b[31m", "not shown, for it is not plain text"),
        ("#a", "not shown, for it is not plain text"),
        ("x" * (LONGEST_PATTERN + 1), f"{'x' * (LONGEST_PATTERN + 1)}: it has more than {LONGEST_PATTERN} characters"),
    ],
)
def test_what_is_no_pattern_is_said_and_the_others_hold(pattern, shown):
    first, second = statements(a_file("docs/a"), a_file("src/web/a"), scopes=(pattern, *WEB))
    assert (first.path, first.message) == (None, f"declares what is no pattern ({shown})")
    assert (second.path, second.message) == (b"docs/a", OUTSIDE)


def test_with_no_pattern_at_all_only_that_is_said():
    assert messages(a_file("a"), a_file("b"), scopes=("!",)) == [
        "declares what is no pattern (!: declarations only add up)"
    ]


def test_too_many_patterns_are_said():
    scopes = tuple(f"f{number}" for number in range(MOST_PATTERNS + 1))
    assert messages(a_file("f1"), scopes=scopes) == ["declares more than 100 patterns, and only so many are looked at"]
    assert messages(a_file(f"f{MOST_PATTERNS}"), scopes=scopes)[1:] == [OUTSIDE]


@pytest.mark.parametrize("part", ["*a", "**/a", "?", "[!a]", "[[:alpha:]]*", "é", "~1"])
def test_the_costliest_declaration_is_looked_for(part):
    pattern = part * (LONGEST_PATTERN // len(part))
    scopes = tuple(f"{number}{pattern}"[:LONGEST_PATTERN] for number in range(MOST_PATTERNS))
    assert all(isinstance(each, Found) for each in statements(a_file("docs/a"), scopes=scopes))


@given(
    st.lists(st.sampled_from(["src/", "/a", "*.py", "docs/**/x", "é", "a"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["src", "a", "x.py", "docs", "é"]), min_size=1, max_size=3).map("/".join),
)
def test_finds_exactly_what_no_pattern_covers(scopes, path):
    assert (messages(a_file(path), scopes=tuple(scopes)) == []) == covers(tuple(scopes), path.encode())


def test_asks_for_what_commits_say():
    assert needs(Options()) == Needs(commit_texts=True)
