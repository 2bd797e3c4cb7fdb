"""POST /webhook: bytes that GitHub signed are made durable and acknowledged; nothing else happens in the request.

What is refused, and with which status, is in `_refused` and below; GitHub shows it to the App's owner.
https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from time import time
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from reviewbot.github.events import PayloadError, hints
from reviewbot.github.signature import is_signed
from reviewbot.server.inbox import FullError, Inbox
from reviewbot.server.store import Delivered, StoreError

MOST_BYTES = 25 << 20  # https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
ACCEPTED, UNSIGNED, TOO_LARGE, TOO_SLOW, NOT_JSON, UNAVAILABLE, BAD = 202, 401, 413, 408, 415, 503, 400
BODY_SECONDS = 10.0  # GitHub itself gives up after that
_GUID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
_EVENT = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
_RETRY = {"Retry-After": "30"}


class Observer(Protocol):
    """Who counts. outcome: "accepted", "ignored", "refused" or "unavailable"."""

    def delivery(self, event: str, outcome: str, seconds: float) -> None: ...


class _RefusedError(Exception):
    def __init__(self, status: int, what: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(what)
        self.status, self.what, self.headers = status, what, headers


class Webhook:
    """The endpoint. secrets: each may have signed; two while they are rotated."""

    def __init__(self, inbox: Inbox, secrets: Sequence[str], observer: Observer) -> None:
        self._inbox, self._secrets, self._observer = inbox, secrets, observer

    async def __call__(self, request: Request) -> Response:
        began = time()
        event = "unknown"
        try:
            raw_body = await _read(request)
            if not is_signed(raw_body, request.headers.get("x-hub-signature-256"), self._secrets):
                raise _RefusedError(UNSIGNED, "the signature does not fit the body and the secret")
            event = _header(request, "x-github-event", _EVENT)
            guid = _header(request, "x-github-delivery", _GUID)
            outcome = await self._keep(event, guid, raw_body)
        except _RefusedError as refused:
            outcome = "unavailable" if refused.status == UNAVAILABLE else "refused"
            self._observer.delivery(event, outcome, time() - began)
            return Response(refused.what + "\n", refused.status, refused.headers, "text/plain")
        self._observer.delivery(event, outcome, time() - began)
        return Response(outcome + "\n", ACCEPTED, media_type="text/plain")

    async def _keep(self, event: str, guid: str, raw_body: bytes) -> str:
        try:
            found = hints(event, raw_body)
        except PayloadError as error:
            raise _RefusedError(error.status, error.what) from None
        if not found:
            return "ignored"
        try:
            await self._inbox.keep(Delivered(guid, event, found, time()))
        except (FullError, StoreError) as error:
            raise _RefusedError(UNAVAILABLE, error.what, _RETRY) from None
        return "accepted"


async def _read(request: Request) -> bytes:
    """The body as it came. Raises _RefusedError for one that is too large, as soon as that is known."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _RefusedError(NOT_JSON, 'send application/json (the App\'s webhook setting "Content type")')
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:12]) > MOST_BYTES:
        raise _too_large()
    blocks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for block in request.stream():
                size += len(block)
                if size > MOST_BYTES:
                    raise _too_large()
                blocks.append(block)
    except ClientDisconnect:
        raise _RefusedError(BAD, "the body broke off") from None
    except TimeoutError:
        raise _RefusedError(TOO_SLOW, "the body did not come to its end", {"Connection": "close"}) from None
    return b"".join(blocks)


def _too_large() -> _RefusedError:
    return _RefusedError(TOO_LARGE, f"a delivery has at most {MOST_BYTES >> 20} MiB", {"Connection": "close"})


def _header(request: Request, name: str, form: re.Pattern[str]) -> str:
    value = request.headers.get(name, "")
    if not form.fullmatch(value):
        raise _RefusedError(BAD, f"the header {name} is missing or not as GitHub sends it")
    return value
