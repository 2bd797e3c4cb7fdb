"""The web application: the webhook, and whether the service lives. No forms, no files, no pages about itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from reviewbot.errors import ReviewbotError
from reviewbot.server.webhook import Webhook

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Check = Callable[[], None]


class Ready(NamedTuple):
    """What must work before deliveries are sent here. check: raises ReviewbotError with what is wrong."""

    name: str
    check: Check


def create_application(webhook: Webhook, ready: Sequence[Ready], metrics: Callable[[], tuple[bytes, str]]) -> ASGIApp:
    """The application. metrics: what Prometheus reads, and its content type."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @application.get("/health")
    async def health() -> dict[str, str]:
        """Whether the process answers."""
        return {"status": "ok"}

    @application.get("/ready")
    async def readiness() -> Response:
        """Whether what it needs works too."""
        wrong = await run_in_threadpool(_wrong, ready)
        return Response("\n".join(wrong or ["ready", ""]), 503 if wrong else 200, media_type="text/plain")

    @application.get("/metrics")
    async def measured() -> Response:
        content, kind = metrics()
        return Response(content, media_type=kind)

    return _with_webhook(webhook, application)


def _with_webhook(webhook: Webhook, others: ASGIApp) -> ASGIApp:
    """The webhook before everything else: nothing may look at a body before its signature is checked, and the layers of
    FastAPI take as long as all that is done with a delivery.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/webhook":
            answer: ASGIApp = others
        elif scope["method"] != "POST":
            answer = Response("send deliveries by POST\n", 405, {"Allow": "POST"}, "text/plain")
        else:
            answer = await webhook(Request(scope, receive))
        await answer(scope, receive, send)

    return application


def _wrong(ready: Sequence[Ready]) -> list[str]:
    found = []
    for each in ready:
        try:
            each.check()
        except ReviewbotError as error:
            found.append(f"{each.name}: {error.what}")
    return found
