import pytest

from reviewbot.server.store import Deliveries, Lanes, open_database
from tests.github_peer.fixtures import peer
from tests.github_peer.git_server import TokenServer
from tests.server.world import Looking, World

__all__ = ["peer"]


@pytest.fixture
def database(tmp_path):
    """A database of the test's own, in a real file."""
    opened = open_database(f"sqlite:///{tmp_path}/reviewbot.db")
    yield opened
    opened.close()


@pytest.fixture
def deliveries(database):
    return Deliveries(database)


@pytest.fixture
def lanes(database):
    return Lanes(database)


@pytest.fixture(scope="session")
def git_server():
    """One for all tests; each has a repository of its own there."""
    if missing := TokenServer.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    with TokenServer() as running:
        yield running


@pytest.fixture
def world(peer, git_server):
    return World(peer, git_server)


@pytest.fixture
def looking(world, database, tmp_path):
    return Looking(world, database, tmp_path)
