from __future__ import annotations

import pytest

from tests.end_to_end.judging import clean_environment
from tests.guard.asking import FILES, Guard
from tests.repositories import Repository


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """On a branch of its own, checked out: main holds a policy of at most 10 lines, config/ forbidden, and so on."""
    for name, value in clean_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REVIEWBOT_GUARD_LOG", raising=False)
    made = Repository(tmp_path / "repository")
    made.commit(FILES, branch="main")
    made.ref("refs/heads/topic", made.id("refs/heads/main"))
    made.head("refs/heads/topic")
    made.check_out()
    yield made
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.fixture
def guard(repository):
    return Guard(repository)
