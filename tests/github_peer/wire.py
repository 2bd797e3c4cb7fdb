"""What stands between a client and the emulator: every request is looked at, some are answered by the overlay."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from tests.github_peer.description import Exchange

LOOPBACK = "127.0.0.1"
NAME = "localhost"  # PyGithub holds answers to the host that it asked
SKIPPED = {"transfer-encoding", "content-length", "connection", "keep-alive", "date", "content-encoding"}
WAIT_SECONDS = 20


class Answer(NamedTuple):
    """headers: names in lower case."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = {"content-type": "application/json; charset=utf-8"}  # noqa: RUF012 - nobody writes to it


Handler = Callable[[Exchange], Answer]


def answering(
    end: str, status: int, value: object = None, times: int = 10**6, **headers: str
) -> Callable[[Exchange], Answer | None]:
    """For `Peer.spoil`: this answer, so many times, to requests whose path ends so; none to others.

    headers: with "_" for "-".
    """
    left = [times]

    def spoil(exchange: Exchange) -> Answer | None:
        if not exchange.target.partition("?")[0].endswith(end) or not left[0]:
            return None
        left[0] -= 1
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return Answer(status, json.dumps(value).encode(), {"content-type": "application/json", **named})

    return spoil


def forward(port: int, exchange: Exchange) -> Answer:
    """What the emulator says."""
    connection = HTTPConnection(LOOPBACK, port, timeout=WAIT_SECONDS)
    try:
        kept = {name: value for name, value in exchange.headers.items() if name not in SKIPPED | {"accept-encoding"}}
        connection.request(exchange.method, exchange.target, exchange.body or None, kept)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, response.read(), headers)
    finally:
        connection.close()


@contextmanager
def listening(handle: Handler) -> Iterator[int]:
    """A server on a free loopback port that answers by `handle`; gives the port."""

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, content, more = handle(Exchange(self.command, self.path, headers, body))
            self.send_response(status)
            for name, value in more.items():
                if name not in SKIPPED:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815 - the library's names

        def log_message(self, *arguments: object) -> None:
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), ConnectionError):  # the client went away, or was killed
                super().handle_error(request, client_address)

    with Listening((LOOPBACK, 0), Server) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
