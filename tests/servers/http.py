"""Smart HTTP: nginx asks for a password and hands on to git-http-backend, which fcgiwrap starts."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack

from tests.servers.processes import LOOPBACK, git_program, listen, program, running
from tests.servers.server import USERS, Server

# One process that does not leave the user it is started as, and writes nothing outside of its folder.
CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    map $uri $bytes_a_second {{ default 0; ~^/{slow} {slow_bytes}; }}
    limit_rate $bytes_a_second;
    client_max_body_size 0;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {listening};
        rewrite ^/{moved}/(.*)$ /$1 permanent;
        auth_basic "git";
        auth_basic_user_file {folder}/passwords;
        location / {{
            fastcgi_pass {loopback}:{backend_port};
            fastcgi_param SCRIPT_FILENAME {backend};
            fastcgi_param GIT_PROJECT_ROOT {repositories};
            fastcgi_param GIT_HTTP_EXPORT_ALL "";
            fastcgi_param PATH_INFO $uri;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REMOTE_ADDR $remote_addr;
            fastcgi_param REMOTE_USER $remote_user;
        }}
    }}
}}
"""
APP_USER, APP_TOKEN = "x-access-token", "ghs_tokenOfTheAppForTestsOnly0123456789"
SLOW, SLOW_BYTES_A_SECOND = "slow-", 30_000  # repositories whose name begins so come slowly
MOVED = "moved"  # below this address every repository is said to be elsewhere
CREDENTIAL_HELPER = "!f() { echo username=%s; echo password=%s; }; f"


def password(user: str) -> str:
    return f"{user}-password"


class HttpServer(Server):
    programs = ("setpriv", "nginx", "fcgiwrap", "htpasswd")

    def start(self, stack: ExitStack) -> None:
        self._write_passwords()
        self._backend_port = self._start_backend(stack)
        self._port = listen(stack, self._nginx, self.folder, self.environment())

    def _write_passwords(self) -> None:
        file = self.folder / "passwords"
        file.touch()
        for user, word in ((APP_USER, APP_TOKEN), *((user, password(user)) for user in USERS)):
            subprocess.run([program("htpasswd"), "-b", file, user, word], capture_output=True, check=True)

    def _start_backend(self, stack: ExitStack) -> int:
        """fcgiwrap takes a socket that listens already as its standard input."""
        with socket.create_server((LOOPBACK, 0)) as listening:
            stack.enter_context(running([program("fcgiwrap")], self.folder, self.environment(), listening))
            return listening.getsockname()[1]

    def _nginx(self, port: int) -> Sequence[str]:
        file = self.folder / "nginx.conf"
        values = {
            "folder": self.folder,
            "loopback": LOOPBACK,
            "listening": self.listening(port),
            "repositories": self.repositories,
        }
        special = {"slow": SLOW, "slow_bytes": SLOW_BYTES_A_SECOND, "moved": MOVED}
        backend = {"backend": git_program("git-http-backend"), "backend_port": self._backend_port}
        file.write_text(CONFIGURATION.format(**values, **special, **backend))
        return [program("nginx"), "-e", "stderr", "-p", str(self.folder), "-c", str(file)]

    def listening(self, port: int) -> str:
        """What nginx is told to listen to."""
        return f"{LOOPBACK}:{port}"

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self._port}/{name}.git"

    def client_environment(self, user: str) -> dict[str, str]:
        helper = CREDENTIAL_HELPER % (user, password(user))
        return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "credential.helper", "GIT_CONFIG_VALUE_0": helper}
