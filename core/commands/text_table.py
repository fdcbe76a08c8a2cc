"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int | float


def text_table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under a header: text aligned to the left, numbers to the right."""
    texts = [list(header), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    is_text = [all(isinstance(row[place], str) for row in rows) for place in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if left else cell.rjust(width)
            for cell, width, left in zip(line, widths, is_text, strict=True)
        ).rstrip()
        for line in texts
    )


def _text(cell: Cell) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
