"""Deliveries and hints of which a test says only what it is about."""

from __future__ import annotations

from reviewbot.github.values import Hint
from reviewbot.server.store import Delivered


def a_hint(number=1, **fields):
    return Hint(**{"kind": "pull", "installation": 100, "repository": 7, "number": number, **fields})


def a_delivery(guid="a", *hints, event="pull_request"):
    return Delivered(guid, event, hints or (a_hint(),), received_at=1.0)
