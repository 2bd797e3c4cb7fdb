"""One request to GitHub's REST API, through PyGithub, with failures as the errors of `reviewbot.github.errors`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qsl, urlsplit

import requests
from github import Auth, Github, GithubException
from github.Requester import Requester  # noqa: TC002 - as all that a file uses

from reviewbot import __version__
from reviewbot.github.errors import Gone, Limited, Missing, Refused, Unavailable
from reviewbot.github.payload import Fields, PayloadError

Verb = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]
T = TypeVar("T")
PAGE = 100  # https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
MOST_PAGES = 100
_NEXT = re.compile(r'<([^<>]*)>; rel="next"')
LEAST_PAUSE_SECONDS = 60  # where GitHub names none. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api


class Api:
    """GitHub as one account sees it. make_auth: new credentials, asked for again once they are not taken any more."""

    def __init__(self, make_auth: Callable[[], Auth.Auth], base_url: str, timeout_seconds: int) -> None:
        self._make_auth = make_auth
        self._options: dict[str, Any] = {
            "base_url": base_url,
            "timeout": timeout_seconds,
            "user_agent": f"reviewbot/{__version__}",
            "per_page": PAGE,
            "retry": None,  # it would sleep in the worker; whoever asked decides when to ask again
            "seconds_between_requests": 0,
            "seconds_between_writes": 0,
        }
        self._requester = self._connect()
        self._ahead_seconds = 0.0

    def now(self) -> datetime:
        """The time by GitHub's clock, as its last answer told; by this machine's where there was none yet."""
        return datetime.fromtimestamp(time.time() + self._ahead_seconds, UTC)

    def get(self, path: str, **parameters: str | int) -> Fields:
        """The object there."""
        return self._object(path, self._call("GET", path, parameters)[1])

    def list(self, path: str, key: str | None = None, **parameters: str | int) -> list[Fields]:
        """All objects of all pages. key: where a page has its list, None where it is one."""
        return [*self.each(path, key, **parameters)]

    def each(self, path: str, key: str | None = None, **parameters: str | int) -> Iterator[Fields]:
        """The same one after the other, each page asked for when it is needed."""
        asked: Mapping[str, str | int] = parameters
        for _page in range(MOST_PAGES):
            page, following = self._page(path, key, asked)
            yield from page
            if not following:
                return
            asked = dict(parse_qsl(urlsplit(following[1]).query))
        raise Refused(f"more than {MOST_PAGES * PAGE:,} entries", where=path)

    def first_page(self, path: str, **parameters: str | int) -> Sequence[Fields]:
        """The first objects of a list, however long it is."""
        return self._page(path, None, parameters)[0]

    def _page(
        self, path: str, key: str | None, parameters: Mapping[str, str | int]
    ) -> tuple[Sequence[Fields], re.Match[str] | None]:
        headers, data = self._call("GET", path, {"per_page": PAGE, **parameters})
        page = self._object(path, data if key else {"items": data})
        return self.read(path, lambda page: page.objects(key or "items"), page), _NEXT.search(headers.get("link", ""))

    def send(self, verb: Verb, path: str, body: Mapping[str, Any] | None = None) -> Fields:
        """Change something; returns what GitHub says of it, an empty object for no answer, and for a list."""
        data = self._call(verb, path, None, body)[1]
        return self._object(path, {} if isinstance(data, list) else data or {})

    def token(self) -> str:
        """A token for git, good for at least some minutes."""
        auth = self._requester.auth
        assert auth is not None  # noqa: S101 - it was made with one
        return self._told("the App's token", lambda: auth.token)

    def read(self, path: str, value_of: Callable[[Fields], T], fields: Fields) -> T:
        """A value from an answer. Raises Unavailable where it lacks something."""
        try:
            return value_of(fields)
        except PayloadError as error:
            raise Unavailable(f"GitHub's answer is not as expected: {error.what}", where=path) from None

    def _connect(self) -> Requester:
        return Github(auth=self._make_auth(), **self._options).requester

    def _object(self, path: str, data: object) -> Fields:
        if not isinstance(data, dict):
            raise Unavailable("GitHub's answer is not as expected: no object", where=path)
        return Fields(data)

    def _call(
        self, verb: Verb, path: str, parameters: Mapping[str, Any] | None, body: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Any], Any]:
        def ask() -> tuple[dict[str, Any], Any]:
            headers, data = self._requester.requestJsonAndCheck(verb, path, dict(parameters or {}), input=body)
            self._set_clock(headers.get("date", ""))
            return headers, data

        try:
            return self._told(path, ask)
        except _Unauthorized:
            self._requester = self._connect()  # a token may end before its time; a second refusal is one
        try:
            return self._told(path, ask)
        except _Unauthorized:
            raise Gone("GitHub does not take the App's credentials", where=path, help=_CREDENTIALS) from None

    def _set_clock(self, date: str) -> None:
        with suppress(ValueError, TypeError):
            self._ahead_seconds = parsedate_to_datetime(date).timestamp() - time.time()

    def _told(self, path: str, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except GithubException as error:
            raise error_of(path, error.status, error.message or "", error.headers or {}, time.time()) from None
        except requests.RequestException as error:
            raise Unavailable(f"GitHub does not answer ({type(error).__name__})", where=path) from None
        except (RuntimeError, AssertionError, ValueError) as error:  # PyGithub: redirected elsewhere, no JSON
            raise Unavailable(f"GitHub's answer is not as expected: {_said(str(error))}", where=path) from None


class _Unauthorized(Unavailable):
    pass


_CREDENTIALS = "reviewbot doctor checks the App's id, its private key and this machine's clock"


def error_of(path: str, status: int, message: str, headers: Mapping[str, str], now_seconds: float) -> Exception:
    """The error of an answer. headers: names in lower case. now_seconds: since 1970."""
    said = _said(message)
    if status == 401:
        return _Unauthorized("GitHub does not take the App's credentials", where=path, help=_CREDENTIALS)
    if status == 429 or (status == 403 and _is_limit(message, headers)):
        return Limited(_until(headers, now_seconds))
    if status in (403, 404, 410, 451):
        kind = Missing if status in (404, 410) else Gone
        return kind(f"not there for this App ({status}: {said})", where=path, help="check the App's permissions")
    if status >= 500 or status == 0:
        return Unavailable(f"GitHub does not answer ({status})", where=path)
    return Refused(f"GitHub refuses it ({status}: {said})", where=path)


def _is_limit(message: str, headers: Mapping[str, str]) -> bool:
    """https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api"""
    return (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in message.lower()
        or "abuse detection" in message.lower()
    )


def _until(headers: Mapping[str, str], now_seconds: float) -> float:
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if after.isascii() and after.isdigit():
        return now_seconds + int(after[:6])
    if headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdigit():
        return max(float(int(reset[:12])), now_seconds + 1)
    return now_seconds + LEAST_PAUSE_SECONDS


def _said(text: str) -> str:
    """What GitHub says, in a line that may be shown."""
    return "".join(each if each.isprintable() else " " for each in text[:200])
