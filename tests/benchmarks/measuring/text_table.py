"""Text for a terminal: aligned columns, times, and a bar that shows at a glance how a ratio stands to its bound."""

from __future__ import annotations

BAR_CELLS = 24
BOUND_CELL = 16


def time_text(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def bar(ratio: float, limit: float) -> str:
    """Filled up to the ratio, `|` at the bound; `>` at the end when the ratio does not fit."""
    filled = round(ratio / limit * BOUND_CELL)
    cells = ["#" if cell < filled else "." for cell in range(BAR_CELLS)]
    cells[BOUND_CELL] = "|"
    if filled > BAR_CELLS:
        cells[-1] = ">"
    return "".join(cells)


def aligned(rows: list[tuple[str, ...]], numbers: frozenset[int]) -> list[str]:
    """Lines with columns as wide as their widest cell, the columns in `numbers` to the right; the first row is the
    header."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(("  " + "  ".join(cells)).rstrip())
    lines.insert(1, "  " + "  ".join("-" * width for width in widths))
    return lines
