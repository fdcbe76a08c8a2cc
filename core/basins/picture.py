"""Basins in colours, and as a PNG file."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from core.basins.colouring import Basins, Fate
from core.compiler.arrays import FloatArray
from core.outcome import IntegerArray

Pixels = npt.NDArray[np.uint8]

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
"""Of the destinations in turn, told apart by colour-blind readers as well.

M. Okabe and K. Ito, "Color Universal Design", 2008.
"""

GREYS = {
    Fate.LEFT_VIEW: "#dddddd",
    Fate.DIVERGED: "#111111",
    Fate.LEFT_DOMAIN: "#555555",
    Fate.MOVING: "#999999",
    Fate.CREEPING: "#bbbbbb",
}

DARKEST = 0.45
"""Brightness left to the runs that take the most steps to settle."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def coloured(basins: Basins) -> Pixels:
    """Return the computed pixels in red, green and blue, shape ``(rows, columns, 3)``.

    Each destination has a colour, darker the more steps a run takes to settle there, on a
    logarithmic scale; other fates are grey. Row 0 is at ``y_min``.
    """
    fates = basins.fates
    settled = fates >= 0
    palette = np.array([_rgb(GREYS[fate]) for fate in Fate] + [_rgb(text) for text in COLOURS])
    place = np.where(settled, len(Fate) + fates % len(COLOURS), -1 - fates)
    light = np.ones(fates.shape)
    light[settled] = 1 - (1 - DARKEST) * _depths(basins.steps[settled])
    return np.rint(palette[place] * light[..., np.newaxis]).astype(np.uint8)


def _depths(steps: IntegerArray) -> FloatArray:
    """Return how many steps were taken, from 0 for few to 1 for many, outliers cut off."""
    if not steps.size:
        return np.empty(0)
    taken = np.log1p(steps)
    few, many = np.percentile(taken, (2, 98))
    depths: FloatArray = np.clip((taken - few) / max(many - few, 1.0), 0.0, 1.0)
    return depths


def png(basins: Basins) -> bytes:
    """Return a picture of the whole size as a PNG file, ``y_max`` at its top.

    Where not every pixel was computed, each stands for those to its right and above.
    """
    grid = basins.grid
    whole = coloured(basins).repeat(grid.stride, axis=0).repeat(grid.stride, axis=1)
    rows = whole[: grid.rows, : grid.columns][::-1]
    # Each row begins with the number of its filter, 0 for none.
    lines = np.zeros((grid.rows, 1 + 3 * grid.columns), np.uint8)
    lines[:, 1:] = rows.reshape(grid.rows, -1)
    header = struct.pack(">IIBBBBB", grid.columns, grid.rows, 8, 2, 0, 0, 0)
    body = zlib.compress(lines.tobytes(), 6)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _rgb(text: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue
