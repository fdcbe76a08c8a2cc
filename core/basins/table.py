"""Basins as CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from core.basins.colouring import Basins, Fate
from core.ends import OUTCOMES

CSV_HEADER = (
    "column,row,x,y,fate,destination,settling_steps,outcome,steps,"
    "last_x,last_y,last_loss,last_gradient_norm"
)


def fate_name(basins: Basins, fate: int) -> str:
    """Return what a table calls a fate: the destination's name, or ``left_view`` and so on."""
    return basins.destinations[fate].name if fate >= 0 else Fate(fate).name.lower()


def csv_pieces(basins: Basins) -> Iterator[bytes]:
    """Yield a row for each pixel that has been computed, row by row from the lower left.

    ``column`` and ``row`` count the pixels of the whole picture from 0. ``destination``
    counts the destinations from 0. A number is the shortest text that reads back to the
    same float64; what does not exist or is infinite is left empty.
    """
    yield f"{CSV_HEADER}\r\n".encode()
    grid, ends = basins.grid, basins.ends
    width = basins.fates.shape[1]
    last = np.stack([ends.x, ends.y, ends.loss, ends.gradient_norm])
    x_values = grid.x.tolist()
    for row, y in enumerate(grid.y.tolist()):
        part = slice(row * width, row * width + width)
        columns = zip(
            range(0, grid.columns, grid.stride),
            x_values,
            basins.fates[row].tolist(),
            basins.steps[row].tolist(),
            ends.outcome[part].tolist(),
            ends.last_step[part].tolist(),
            last[:, part].T.tolist(),
            basins.known[row].tolist(),
            strict=True,
        )
        lines = (
            f"{column},{row * grid.stride},{x!r},{y!r},{fate_name(basins, fate)},"
            f"{fate if fate >= 0 else ''},{settling if fate >= 0 else ''},"
            f"{OUTCOMES[outcome].name.lower()},{steps},{','.join(map(_number, numbers))}\r\n"
            for column, x, fate, settling, outcome, steps, numbers, is_known in columns
            if is_known
        )
        yield "".join(lines).encode()


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""
