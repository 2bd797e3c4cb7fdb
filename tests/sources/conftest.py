from __future__ import annotations

import pytest

from reviewbot.sources.pull_request import RepositoryCaches
from tests.servers.http import HttpServer
from tests.sources.hosting import Hosted


@pytest.fixture(scope="session")
def git_server():
    """A web server with git behind it, which lets nobody in without the token."""
    if missing := HttpServer.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    with HttpServer() as server:
        yield server


@pytest.fixture
def hosted(git_server):
    """An empty repository on the server."""
    return Hosted(git_server)


@pytest.fixture
def caches(tmp_path):
    return RepositoryCaches(str(tmp_path / "caches"), allow_http=True)
