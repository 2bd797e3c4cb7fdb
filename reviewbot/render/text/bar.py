"""Numbers as lengths of a bar."""

from __future__ import annotations


def budget_bar(used: int, limit: int, length: int) -> tuple[int, int, int]:
    """Cells for what is used within the limit, what is over it, and what is left; together `length`, at least 2.

    Over the limit the bar is all that is used, so the part over it is drawn to scale. Neither a small use nor a small
    excess vanishes.
    """
    if used <= limit:
        filled = length if used == limit and used else scaled(used, limit, length - 1)
        return filled, 0, length - filled
    over = scaled(used - limit, used, length)
    within = length - over
    if limit and not within:
        within, over = 1, length - 1
    return within, over, 0


def line_bar(added: int, removed: int, largest: int, length: int) -> tuple[int, int]:
    """Cells for added and removed lines, where the largest file's take `length`, at least 2."""
    total = min(max(scaled(added + removed, largest, length), (added > 0) + (removed > 0)), length)
    plus = min(max(scaled(added, added + removed, total), int(added > 0)), total - (removed > 0))
    return plus, total - plus


def scaled(part: int, whole: int, length: int) -> int:
    """The part's share of the length, rounded; at least 1 when there is any of it, 0 when there is no whole."""
    if not part or not whole:
        return 0
    return max(1, min(length, (part * length + whole // 2) // whole))
