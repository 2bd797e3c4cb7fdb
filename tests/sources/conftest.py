from __future__ import annotations

import os
import shutil

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


# In git's place. The words are git's own, from a file system without room.
FULL = """\
#!/bin/sh
for word in "$@"; do
    if [ "$word" = fetch ] && [ -e "$(cat '{while_there}')" ]; then
        echo part > objects/pack/tmp_pack_1
        echo 'fatal: write error: No space left on device' >&2
        echo 'fatal: fetch-pack: invalid index-pack output' >&2
        exit 128
    fi
done
exec '{git}' "$@"
"""


@pytest.fixture
def fill_disk(tmp_path, monkeypatch):
    """Let nothing more fit that git fetches, as long as this file or folder is there."""

    def fill(while_there):
        script, named = tmp_path / "bin" / "git", tmp_path / "while-there"
        script.parent.mkdir()
        named.write_text(str(while_there))
        script.write_text(FULL.format(git=shutil.which("git"), while_there=named))
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")

    return fill
