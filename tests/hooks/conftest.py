from __future__ import annotations

import pytest

from tests.hooks.asking import POLICY, Server
from tests.repositories import Repository


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
