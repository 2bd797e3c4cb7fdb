"""All kinds of servers, and how a test names those that it is about."""

from __future__ import annotations

import pytest

from tests.servers.gitolite import GitoliteServer
from tests.servers.http import HttpServer
from tests.servers.plain import DaemonServer, FileServer
from tests.servers.server import Server
from tests.servers.ssh import SshServer

SERVERS = (FileServer, DaemonServer, HttpServer, SshServer, GitoliteServer)


def on(*kinds: type[Server]) -> pytest.MarkDecorator:
    """Let the fixture `server` be each of these, instead of every kind that there is."""
    return pytest.mark.parametrize("server", kinds, indirect=True, ids=lambda kind: kind.__name__)
