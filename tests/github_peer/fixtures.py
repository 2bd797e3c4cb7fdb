"""For the conftest of whoever talks to GitHub: `from tests.github_peer.fixtures import peer`."""

from __future__ import annotations

import pytest

from tests.github_peer.installed import missing
from tests.github_peer.peer import running_peer


@pytest.fixture
def peer(tmp_path):
    """A GitHub of the test's own."""
    if why := missing():
        pytest.skip(why)
    with running_peer(tmp_path) as running:
        yield running
