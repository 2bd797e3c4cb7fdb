"""Endpoints on uvicorn as `serve` runs it: `hello`, `signed` (reads the body, checks the signature), `endpoint`.

Prints the port, and serves until it is ended. The folder is for what is kept.
"""

from __future__ import annotations

import socket
import sys

import uvicorn
from fastapi import FastAPI, Request, Response

from reviewbot.github.signature import is_signed
from reviewbot.server.application import create_application
from reviewbot.server.inbox import Inbox
from reviewbot.server.listening import UVICORN_OPTIONS
from reviewbot.server.store import Deliveries, open_database
from reviewbot.server.webhook import Webhook


class _Nobody:
    def delivery(self, event: str, outcome: str, seconds: float) -> None: ...


def hello() -> FastAPI:
    application = FastAPI()

    @application.post("/webhook")
    async def say() -> dict[str, str]:
        return {"hello": "world"}

    return application


def signed(secret: str) -> FastAPI:
    application = FastAPI()

    async def check(request: Request) -> Response:
        body = await request.body()
        return Response(
            status_code=202 if is_signed(body, request.headers.get("x-hub-signature-256"), [secret]) else 401
        )

    application.add_route("/webhook", check, methods=["POST"])
    return application


def endpoint(secret: str, folder: str) -> FastAPI:
    inbox = Inbox(Deliveries(open_database(f"sqlite:///{folder}/inbox.sqlite")), lambda: None)
    return create_application(Webhook(inbox, [secret], _Nobody()), [], lambda: (b"", "text/plain"))


def main(kind: str, secret: str, folder: str) -> None:
    made = {"hello": hello, "signed": lambda: signed(secret), "endpoint": lambda: endpoint(secret, folder)}[kind]()
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(made, **UVICORN_OPTIONS)).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
