"""What is too old is said before anything starts."""

from __future__ import annotations

import sqlite3

import pytest

from reviewbot.errors import UsageError
from reviewbot.server import versions
from reviewbot.server.versions import Versions, check_versions, installed, too_old

FINE = Versions((3, 13, 0), (3, 46, 1), (2, 47, 3))


def test_this_machine_will_do():
    check_versions()
    assert installed().git >= (2, 38)
    assert installed().sqlite == sqlite3.sqlite_version_info


@pytest.mark.parametrize(
    "present",
    [
        FINE,
        FINE._replace(sqlite=(3, 42, 0)),
        FINE._replace(python=(3, 11, 7), sqlite=(3, 40, 1)),  # Python 3.11 takes its own clock
        FINE._replace(git=(2, 38, 0)),
    ],
)
def test_nothing_is_too_old(present):
    assert too_old(present) == []


@pytest.mark.parametrize(
    ("present", "words"),
    [
        (FINE._replace(python=(3, 12, 0), sqlite=(3, 40, 1)), "SQLite 3.40.1 is too old for Python 3.12.0"),
        (FINE._replace(sqlite=(3, 41, 9)), "SQLite 3.41.9 is too old"),
        (FINE._replace(git=(2, 37, 9)), "git 2.37.9 is too old"),
        (FINE._replace(git=()), "git could not be asked"),
    ],
)
def test_what_is_too_old_is_said(monkeypatch, present, words):
    monkeypatch.setattr(versions, "installed", lambda: present)
    with pytest.raises(UsageError, match=words) as error:
        check_versions()
    assert error.value.help


def test_with_another_database_sqlite_may_be_old():
    assert too_old(FINE._replace(sqlite=(3, 40, 1)), with_sqlite=False) == []


@pytest.mark.parametrize("script", ["echo nothing", "exit 3", None])
def test_a_git_that_says_nothing_sensible(tmp_path, monkeypatch, script):
    if script:
        (tmp_path / "git").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installed().git == ()
