"""A model that follows a script: a small HTTP server on loopback, in the place of a vendor's API.

It keeps no state. An agent sends the whole conversation with each question, so what comes next is decided by what the
agent has been told about the calls so far; a question that is sent again gets the same answer.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

LOOPBACK = "127.0.0.1"


class Call(NamedTuple):
    """The use of a tool that the model asks for, in the agent's own words."""

    tool: str
    input: Mapping[str, Any] | str


Step = Call | str  # a text ends the agent's work
Script = Callable[[Sequence[str]], Step]  # from what was told about each call so far, in order


class Api(NamedTuple):
    """One vendor's protocol. read_results: what a question tells about the calls so far; None when it is none of ours.

    write: a step, and its number, as a stream of server-sent events.
    """

    read_results: Callable[[Mapping[str, Any]], list[str] | None]
    write: Callable[[Step, int], bytes]


class Model:
    """What an agent talks to. told: what it was told about each call. strangers: whom else it wanted to reach."""

    def __init__(self, api: Api, script: Script) -> None:
        self.api, self.script = api, script
        self.told: list[str] = []
        self.strangers: list[str] = []
        self.url = ""

    def answer(self, question: Mapping[str, Any]) -> bytes | None:
        told = self.api.read_results(question)
        if told is None:
            return None
        self.told = told
        return self.api.write(self.script(told), len(told))


def in_turn(*calls: Call) -> Script:
    """These calls one after the other, whatever comes of them."""
    return lambda told: calls[len(told)] if len(told) < len(calls) else "I have done what I could."


def following(thoughts: Callable[[], Generator[Step, str, None]]) -> Script:
    """What this generator yields, which is sent what was told about each; it is run anew for each question."""

    def script(told: Sequence[str]) -> Step:
        thinking = thoughts()
        step = next(thinking)
        for text in told:
            step = thinking.send(text)
        return step

    return script


def events(*payloads: Mapping[str, Any]) -> bytes:
    """Server-sent events; those that have a type are named after it."""
    return b"".join(_event(payload) for payload in payloads)


def _event(payload: Mapping[str, Any]) -> bytes:
    name = f"event: {payload['type']}\n" if "type" in payload else ""
    return f"{name}data: {json.dumps(payload)}\n\n".encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path.startswith("http"):
            self.model.strangers.append(self.path)
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        answer = self.model.answer(json.loads(body or b"{}"))
        self._send(404 if answer is None else 200, answer or b"")

    def do_CONNECT(self) -> None:
        """We are the agent's proxy too, which lets it reach nobody."""
        self.model.strangers.append(self.path)
        self._send(403, b"")

    def do_HEAD(self) -> None:
        self._send(404, b"")

    def do_GET(self) -> None:
        self._send(404, b"")

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def playing(api: Api, script: Script) -> Iterator[Model]:
    """A model that listens until the block ends."""
    model = Model(api, script)
    with ThreadingHTTPServer((LOOPBACK, 0), type("Handler", (_Handler,), {"model": model})) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        model.url = f"http://{LOOPBACK}:{server.server_port}"
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()
