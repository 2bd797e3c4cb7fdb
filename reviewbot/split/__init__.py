"""Change to SplitPlan: how a change that is too large divides into smaller ones, in an order that works."""

from __future__ import annotations

from reviewbot.split.editing import replanned
from reviewbot.split.plan_file import parse_plan
from reviewbot.split.planning import plan
from reviewbot.split.texts import text_with

__all__ = ["parse_plan", "plan", "replanned", "text_with"]
