from __future__ import annotations

import pytest

from reviewbot.model.change import MODE_SYMLINK, FileStatus
from reviewbot.rules.forbidden_path import RULE, Options, check
from tests.builders import a_file, a_scope

CONFIG = ("config/",)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        pytest.param(a_file("config/a"), ("added", "deleted"), id="modified"),
        pytest.param(a_file("config/a", status=FileStatus.ADDED), ("modified", "deleted"), id="added"),
        pytest.param(a_file("config/a", status=FileStatus.DELETED), ("added", "modified"), id="deleted"),
        pytest.param(a_file("config/a", old_path="config/b"), ("modified",), id="renamed"),
    ],
)
def test_says_nothing_of_kinds_that_are_not_forbidden(file, change):
    assert list(check(a_scope(file), Options(change=change))) == []


@pytest.mark.parametrize(
    ("file", "message"),
    [
        pytest.param(a_file("config/a"), "must not be modified (matches config/)", id="modified"),
        pytest.param(a_file("config/a", status=FileStatus.ADDED), "must not be added (matches config/)", id="added"),
        pytest.param(
            a_file("config/a", status=FileStatus.DELETED), "must not be deleted (matches config/)", id="deleted"
        ),
        pytest.param(a_file("config/a", old_path="config/b"), "must not be renamed (matches config/)", id="renamed"),
        pytest.param(
            a_file("config/a", status=FileStatus.TYPE_CHANGED, new_mode=MODE_SYMLINK),
            "must not be replaced by another kind of file (matches config/)",
            id="another kind",
        ),
        pytest.param(a_file("CONFIG~1/a"), "must not be modified (matches config/)", id="an alias"),
    ],
)
def test_says_what_must_not_happen_and_why(file, message):
    (found,) = check(a_scope(file, match=CONFIG), Options())
    assert (found.path, found.message) == (file.path, message)


def test_of_several_patterns_names_the_one_that_matches():
    scope = a_scope(a_file("a", old_path="migrations/b"), match=("config/", "migrations/", "*.pem"))
    (found,) = check(scope, Options())
    assert found.message == "must not be renamed (matches migrations/)"


@pytest.mark.parametrize("kind", ["added", "deleted"])
def test_a_rename_within_the_scope_deletes_and_adds(kind):
    assert len(list(check(a_scope(a_file("config/a", old_path="config/b")), Options(change=(kind,))))) == 1


def test_a_file_of_another_kind_is_modified():
    file = a_file("config/a", status=FileStatus.TYPE_CHANGED)
    assert len(list(check(a_scope(file), Options(change=("modified",))))) == 1


def test_guards_its_paths_from_links_and_submodules():
    assert RULE.guards
