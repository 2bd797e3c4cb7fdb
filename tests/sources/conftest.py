from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from reviewbot.sources.pull_request import RepositoryCaches
from tests.servers.http import HttpServer
from tests.servers.processes import LOOPBACK
from tests.sources.hosting import Hosted


@pytest.fixture(scope="session")
def git_server():
    """A web server with git behind it, which lets nobody in without the token."""
    if missing := HttpServer.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    with HttpServer() as server:
        yield server


class TlsServer(HttpServer):
    """The same over TLS, with a certificate that nobody knows."""

    def start(self, stack):
        key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.folder / "certificate.pem"
        self.certificate.write_bytes(_self_signed(key).public_bytes(Encoding.PEM))
        (self.folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        super().start(stack)

    def listening(self, port):
        named = f"ssl_certificate {self.certificate}; ssl_certificate_key {self.folder}/key.pem"
        return f"{super().listening(port)} ssl; {named}"

    def url(self, name):
        return super().url(name).replace("http:", "https:")


def _self_signed(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))])
    return made.add_extension(names, critical=False).sign(key, SHA256())


@pytest.fixture
def tls_server():
    if missing := TlsServer.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    with TlsServer() as server:
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
