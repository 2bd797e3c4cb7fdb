from __future__ import annotations

import resource

import pytest

from tests.hooks.asking import POLICY, Server
from tests.repositories import Repository


@pytest.fixture(autouse=True)
def own_memory():
    """A hook on a server bounds its own process, which is that of all tests here."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    yield
    resource.setrlimit(resource.RLIMIT_DATA, before)


@pytest.fixture
def repository(tmp_path):
    """A bare repository whose main holds a policy: at most 10 lines, config/ forbidden, deploy/ for its reviewers."""
    made = Repository(tmp_path / "shop.git", bare=True)
    made.commit({".reviewbot.toml": POLICY, "app.py": "1\n", "config/a": "1\n"}, branch="main")
    return made


@pytest.fixture
def server(repository, tmp_path, monkeypatch, capfdbinary):
    """Asks the pre-receive hook of that repository, in this process and in a clean environment."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    asked = Server(repository, monkeypatch, capfdbinary)
    yield asked
    assert list((tmp_path / "temporary").iterdir()) == []
