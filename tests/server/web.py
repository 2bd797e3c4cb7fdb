"""The web application on a real server, and a client that sends any bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple

import uvicorn

LOOPBACK, SECRET = "127.0.0.1", "a secret of the tests"


class Answer(NamedTuple):
    status: int
    text: str
    headers: dict[str, str]


def signature(body, secret=SECRET):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers_of(body, event="pull_request", guid="guid-1", **changed):
    """As GitHub sends them. changed: with "_" for "-"; None leaves one out."""
    usual = {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": guid,
        "x-hub-signature-256": signature(body),
    }
    usual |= {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in usual.items() if value is not None}


class Web(NamedTuple):
    port: int

    def ask(self, method, path, body=None, headers=None):
        connection = HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read().decode(), told)
        finally:
            connection.close()

    def deliver(self, payload, event="pull_request", guid="guid-1", **changed):
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return self.ask("POST", "/webhook", body, headers_of(body, event, guid, **changed))

    def raw(self, content, seconds=10):
        """What the server answers to bytes that are not all of a request; b"" when it says nothing."""
        with socket.create_connection((LOOPBACK, self.port), timeout=seconds) as connection:
            connection.sendall(content)
            return connection.recv(1 << 16)


@contextmanager
def serving(application):
    """The application on a free port."""
    config = uvicorn.Config(application, host=LOOPBACK, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    listening = socket.create_server((LOOPBACK, 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Web(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
