import pytest

from reviewbot.server.store import Deliveries, Lanes, open_database


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
