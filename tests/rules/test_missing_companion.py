from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.path_templates import PathSet
from reviewbot.model.change import FileStatus, Needs
from reviewbot.model.rule import Found, NotJudged
from reviewbot.rules.missing_companion import (
    Options,
    check,
    companions,
    companions_among,
    likely_sources,
    needs,
    validate,
)
from tests.builders import a_change, a_file, a_scope

WHEN = "src/{dir}/{stem}.py"
TESTED = Options(when=WHEN, needs=("tests/{dir}/test_{stem}.py",))
EXISTING = Options(when=WHEN, needs=("tests/{dir}/test_{stem}.py", "docs/**/{stem}*.md"), exists=True)


def statements(options, *files, head=None):
    change = a_change(*files, head_paths=None if head is None else frozenset(path.encode() for path in head))
    return list(check(a_scope(*files, change=change), options))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([], id="nothing changed"),
        pytest.param([a_file("src/app.js")], id="another file"),
        pytest.param([a_file("src/app.py"), a_file("tests/test_app.py")], id="both changed"),
        pytest.param([a_file("src/x/y/a.py"), a_file("tests/x/y/test_a.py", old_path="z")], id="moved there"),
        pytest.param([a_file("src/app.py", status=FileStatus.DELETED)], id="deleted"),
    ],
)
def test_says_nothing(files):
    assert statements(TESTED, *files) == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([a_file("src/web/app.py")], id="alone"),
        pytest.param([a_file("src/web/app.py", status=FileStatus.ADDED)], id="new and alone"),
        pytest.param([a_file("src/web/app.py"), a_file("tests/test_app.py")], id="in another folder"),
        pytest.param(
            [a_file("src/web/app.py"), a_file("tests/web/test_app.py", status=FileStatus.DELETED)], id="deleted"
        ),
        pytest.param([a_file("src/web/app.py"), a_file("x", old_path="tests/web/test_app.py")], id="moved away"),
    ],
)
def test_finds_a_file_without_its_companion(files):
    (found,) = statements(TESTED, *files)
    assert found.path == b"src/web/app.py"
    assert found.message == "is changed without its companion: tests/web/test_app.py"


@pytest.mark.parametrize("there", ["tests/test_app.py", "docs/app.md", "docs/guide/app-two.md"])
def test_with_exists_it_is_enough_that_one_is_there(there):
    assert statements(EXISTING, a_file("src/app.py"), head=["src/app.py", there]) == []


def test_with_exists_says_what_may_be_there():
    (found,) = statements(EXISTING, a_file("src/app.py"), head=["src/app.py", "tests/test_app.pyc"])
    assert found.message == "has no companion: tests/test_app.py or docs/**/app*.md"


def test_is_not_judged_where_head_is_not_known():
    changed = statements(EXISTING, a_file("src/app.py"), a_file("docs/app.md"))
    assert changed == []
    (statement,) = statements(EXISTING, a_file("src/app.py"), a_file("src/b.py"))
    assert isinstance(statement, NotJudged)


def test_looks_for_companions_in_the_whole_change_and_not_only_in_its_scope():
    source = a_file("src/app.py")
    change = a_change(source, a_file("tests/test_app.py"))
    assert list(check(a_scope(source, change=change), TESTED)) == []


def test_takes_names_letter_by_letter():
    assert len(statements(TESTED, a_file("src/*.py"), a_file("tests/test_a.py"))) == 1
    assert statements(TESTED, a_file("src/[a]?.py"), a_file("tests/test_[a]?.py")) == []


def test_never_repeats_a_name_that_is_not_plain():
    (found,) = statements(TESTED, a_file("src/@x `rm`\n.py"))
    assert isinstance(found, Found)
    assert found.message == "is changed without its companion: tests/{dir}/test_{stem}.py"


def test_tells_the_companions_of_a_path():
    assert companions(EXISTING, b"src/x/a b.py") == ("/tests/x/test_a\\ b.py", "/docs/**/a\\ b*.md")
    assert companions(EXISTING, b"lib/a.py") == ()


def test_tells_which_paths_are_companions_of_some_sources():
    paths = PathSet([b"tests/test_a.py", b"tests/test_b.py", b"docs/x/a-1.md", b"docs/a.txt", b"src/a.py"])
    assert companions_among(EXISTING, [], paths) == set()
    assert companions_among(EXISTING, [b"lib/a.py", b"src/c.py"], paths) == set()
    assert companions_among(EXISTING, [b"src/a.py", b"src/c.py"], paths) == {b"tests/test_a.py", b"docs/x/a-1.md"}


def test_tells_which_sources_may_have_some_companions():
    sources = [b"src/a.py", b"src/b.py", b"lib/a.py", b"src/x/a.py"]
    assert list(likely_sources(TESTED, sources, PathSet([b"src/a.py", b"tests/a.py"]))) == []
    assert list(likely_sources(TESTED, sources, PathSet([b"tests/test_a.py"]))) == [b"src/a.py"]


NAMES = st.sampled_from([f"{folder}{name}" for folder in ("src/", "tests/", "src/x/", "tests/x/") for name in (
    "a.py", "ab.py", "b.py", "test_a.py", "test_ab.py", "test_b.py", "test_a/b.py",
)])  # fmt: skip
LOOSE = ("tests/{dir}/test_{stem}.py", "tests/**/test_{stem}*", "src/{dir}/{stem}?.py", "tests/{dir}/test_{stem}/")


@settings(deadline=None)  # the machine may be busy
@given(st.lists(NAMES), NAMES, st.lists(st.sampled_from(LOOSE), min_size=1, max_size=2))
def test_a_file_is_found_where_it_has_no_companions(others, changed, templates):
    options = Options(when=WHEN, needs=tuple(templates), exists=True)
    head, source = [*others, changed], changed.encode()
    present = companions_among(options, [source], PathSet(path.encode() for path in head))
    needy = companions(options, source) != ()
    assert bool(statements(options, a_file(changed), head=head)) == (needy and not present)
    assert list(likely_sources(options, [source], PathSet(present))) == [source] * bool(present)


@pytest.mark.parametrize(
    ("when", "templates", "wrong"),
    [
        ("src/{stems}.py", ("x",), "`when` holds {stems}"),
        ("src{dir}/x", ("x",), "`when` has {dir} within a part"),
        ("{stem}/{stem}", ("x",), "`when` holds a placeholder twice"),
        ("src/{stem}.py", ("{dir}/{stem}.py",), "`needs` holds {dir}, and `when` does not say what that is"),
        ("src/{stem}.py", ("x", "{x}"), "`needs` holds {x}"),
        ("src/{stem}.py", ("",), "`needs` has an empty part"),
    ],
)
def test_refuses_patterns_that_can_match_nothing(when, templates, wrong):
    with pytest.raises(ValueError, match=re.escape(wrong)):
        validate(Options(when=when, needs=templates))


def test_asks_for_all_paths_only_when_existing_ones_count():
    assert needs(TESTED) == Needs()
    assert needs(EXISTING) == Needs(head_paths=True)
