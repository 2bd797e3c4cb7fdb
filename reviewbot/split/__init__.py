"""Change to SplitPlan: how a change that is too large divides into smaller ones, in an order that works."""

from __future__ import annotations

from reviewbot.split.planning import plan
from reviewbot.split.texts import text_with

__all__ = ["plan", "text_with"]
