from __future__ import annotations

import functools
from contextlib import ExitStack

import pytest

from tests.servers.client import make_client
from tests.servers.kinds import SERVERS


@pytest.fixture(scope="session")
def start_server():
    """Each kind of server is started when it is first asked for, and runs until the end."""
    with ExitStack() as stack:

        @functools.cache
        def start(kind):
            return stack.enter_context(kind())

        yield start


@pytest.fixture(params=SERVERS, ids=lambda kind: kind.__name__)
def server(request, start_server):
    """Every kind of server, or those that a test is `on`."""
    if missing := request.param.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    return start_server(request.param)


@pytest.fixture
def hosted(server):
    """An empty repository on the server."""
    return server.create()


@pytest.fixture
def client(tmp_path):
    return make_client(tmp_path / "client")
