from __future__ import annotations

import pytest

from reviewbot.diff.guarded_paths import guard_at, guard_below
from tests.builders import an_instance

CONFIG = an_instance(match=("config/",), ignore=("config/*.md",))
PROD = an_instance("protected-path", match=("/deploy/prod/", "!/deploy/prod/x"))


def test_names_the_first_instance_that_guards_a_path():
    assert guard_at((CONFIG, PROD), b"config/a") is CONFIG
    assert guard_at((CONFIG, PROD), b"Config./a") is CONFIG
    assert guard_at((CONFIG, PROD), b"deploy/prod") is PROD


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(b"src/a", id="elsewhere"),
        pytest.param(b"config/a.md", id="ignored"),
        pytest.param(b"deploy", id="above"),
        pytest.param(b"", id="the root"),
    ],
)
def test_says_nothing_of_a_path_that_nobody_guards(path):
    assert guard_at((CONFIG, PROD), path) is None
    assert guard_at((), path) is None


@pytest.mark.parametrize(
    ("pattern", "folder", "is_below"),
    [
        ("config/", b"", True),
        ("config/", b"src", False),
        ("/config/", b"", True),
        ("/config/", b"config", False),
        ("/deploy/prod/", b"deploy", True),
        ("deploy/prod", b"deploy", True),
        ("/deploy/prod/", b"DEPLOY.", True),
        ("/deploy/prod/", b"deploy/prod", False),
        ("/deploy/prod/", b"deploy/test", False),
        ("/deploy/prod/", b"src/deploy", False),
        ("/apps/*/secrets/", b"apps/web", True),
        ("/apps/**/secrets/", b"apps", True),
        ("/apps/**/secrets/", b"apps/web", False),
        ("**/secrets/", b"apps", False),
        ("!/deploy/prod/", b"deploy", False),
    ],
)
def test_knows_what_a_pattern_says_of_folders_above(pattern, folder, is_below):
    instance = an_instance(match=(pattern,))
    assert (guard_below((instance,), folder) is instance) == is_below
