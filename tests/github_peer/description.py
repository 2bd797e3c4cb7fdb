"""GitHub's own description of its API: whether a request or an answer is as it says."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.github_peer.installed import FOLDER

HOST = "https://api.github.com"
# Where the last parameter of a path may hold slashes, which the description cannot say.
DEEP = re.compile(r"(/repos/[^/]+/[^/]+/(?:contents|git/matching-refs|git/ref|git/refs)/)(.+)")


class Exchange(NamedTuple):
    """One request and what was answered. target: path and query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    answer: bytes = b""


class _Request:
    def __init__(self, exchange: Exchange) -> None:
        parts = urlsplit(exchange.target)
        deep = DEEP.fullmatch(parts.path)
        self.path = deep[1] + quote(unquote(deep[2]), safe="") if deep else parts.path
        self.host_url = HOST
        self.method = exchange.method.lower()
        self.content_type = exchange.headers.get("content-type", "application/json").lower()
        self.body = exchange.body or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True)),
            header=Headers(exchange.headers),
            cookie=ImmutableMultiDict(),
        )


class _Response:
    def __init__(self, exchange: Exchange) -> None:
        self.data = exchange.answer
        self.status_code = exchange.status
        self.content_type = "application/json"
        self.headers = Headers()


@functools.cache
def _description() -> OpenAPI:
    text = json.loads((FOLDER / "api.github.com.json").read_text(), object_hook=_with_null)
    return OpenAPI.from_dict(text, config=Config(spec_validator_cls=None))  # it is not ours to judge


def _with_null(value: dict[str, Any]) -> dict[str, Any]:
    """What may be null may be so where its values are listed too: GitHub's description means it and does not say it."""
    if value.get("nullable") is True and isinstance(value.get("enum"), list) and None not in value["enum"]:
        value["enum"].append(None)
    return value


def wrong_request(exchange: Exchange) -> str:
    """How the request is not as described; "" when it is."""
    try:
        _description().validate_request(_Request(exchange))
    except OpenAPIError as error:
        return _told(exchange, error)
    return ""


def wrong_answer(exchange: Exchange) -> str:
    """How the answer is not as described; "" when it is."""
    try:
        _description().validate_response(_Request(exchange), _Response(exchange))
    except OpenAPIError as error:
        return _told(exchange, error)
    return ""


def _told(exchange: Exchange, error: BaseException) -> str:
    found = [error, error.__cause__, *getattr(error.__cause__, "schema_errors", ())]
    # An error of the schema says where, the one around it only repeats the whole value.
    said = [f"{each.json_path} {each.message[-300:]}" for each in found if hasattr(each, "json_path")]
    said = said or [f"{type(each).__name__} {each}"[:300] for each in found if each]
    return f"{exchange.method} {exchange.target}: {'; '.join(said)}"
