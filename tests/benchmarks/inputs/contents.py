"""What a change is made of, before git has it."""

from __future__ import annotations

from dataclasses import dataclass, field

Lines = list[bytes]


@dataclass
class Contents:
    """What base holds, and what head holds instead; None in `head` deletes a path."""

    base: dict[bytes, Lines] = field(default_factory=dict)
    head: dict[bytes, Lines | None] = field(default_factory=dict)
