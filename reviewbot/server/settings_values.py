"""What the values of settings are made of. Each raises ValueError without the value, which may be a secret."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import SplitResult, urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def a_list(value: Any) -> Any:
    """A variable of the environment is one value, or several as a JSON list."""
    if isinstance(value, str):
        return json.loads(value) if value.startswith("[") else [value]
    return value


def a_number(value: Any) -> Any:
    """No true, and nothing with a point: both would pass for a whole number."""
    if isinstance(value, bool | float):
        raise ValueError("should be a whole number")
    if isinstance(value, str) and "://" in value:  # what Kubernetes tells of a service of that name
        raise ValueError(
            "should be a whole number, and is the address of a Kubernetes service; set enableServiceLinks: false"
        )
    return value


def absolute(value: Any) -> Any:
    """A path, from the current folder where it is not absolute."""
    if value == "":
        raise ValueError("should be a path")
    return os.path.abspath(value) if isinstance(value, str) else value


def an_api_url(value: str) -> str:
    """The root of GitHub's REST API."""
    parts = _address(value)
    host = parts.hostname or ""
    if parts.scheme != "https" and host not in _LOOPBACK:
        raise ValueError("should begin with https://, since every request carries a token")
    if host in ("github.com", "www.github.com"):
        raise ValueError("should be https://api.github.com, or https://HOST/api/v3 of a GitHub Enterprise Server")
    is_whole = host.startswith("api.") or host in _LOOPBACK or parts.path == "/api/v3"
    if not is_whole or value.endswith("/"):
        raise ValueError("should be https://HOST/api/v3, without a slash at its end")
    return value


def a_public_url(value: str) -> str:
    """Where GitHub reaches this service, without /webhook and without a slash at its end."""
    _address(value)
    value = value.rstrip("/")
    if value.endswith("/webhook"):
        raise ValueError("should be without /webhook")
    return value


def _address(value: str) -> SplitResult:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.hostname or any(map(str.isspace, value)):
        raise ValueError("should be an address that begins with https://")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("should have no user, password, ? or #")
    return parts
