"""Lines painted into arrays of pixels, all at once or as they grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.drawing.blending import BYTE, LANES
from core.drawing.records import BRUSH, CANVAS, LINE
from core.drawing.walking import STATE_SIZE, walk_kernel

FloatArray = NDArray[np.float64]
Pixels = NDArray[np.uint32]

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""

MOST_TAGS = 2**16 - 1
"""Lines that can be told apart; of more, some are taken for each other where they meet."""

_NOWHERE = {"left": 2**31, "top": 2**31, "right": -1, "bottom": -1}


@dataclass(frozen=True, slots=True)
class Brush:
    """How a line looks; all lengths in pixels of the array."""

    colour: Colour
    width: float
    dash: tuple[float, ...] = ()
    """Lengths of dash and gap in turn, all positive; empty is a solid line."""
    halo: Colour = (0.0, 0.0, 0.0, 0.0)
    rim: float = 0.0
    """How far the halo reaches on each side."""
    grain: float = 1.0
    """The length of line between the vertices that are kept."""


@lru_cache(maxsize=256)
def _record(brush: Brush) -> FloatArray:
    """Return the numbers of a brush for the machine code."""
    ends = np.cumsum(brush.dash, dtype=np.float64)
    values: dict[str, float] = {
        "half_width": brush.width / 2, "rim": brush.rim, "grain": brush.grain,
        "line_alpha": brush.colour[3], "halo_alpha": brush.halo[3],
        "dashes": len(brush.dash) // 2, "period": ends[-1] if brush.dash else 1.0,
    }  # fmt: skip
    for what, colour in (("line", brush.colour), ("halo", brush.halo)):
        for name, share in zip(("red", "green", "blue"), colour, strict=False):
            values[f"{what}_{name}"] = BYTE * share
    dashes = np.array(brush.dash[::2])
    # For each dash its middle and how far from it the last pixel is touched.
    pattern = np.stack((ends[::2] - dashes / 2, dashes / 2 + 0.5), axis=1)
    return np.concatenate(([values[name] for name in BRUSH], pattern.ravel()))


@dataclass(frozen=True, slots=True)
class Plane:
    """Where coordinates lie: a pixel is (value − origin) · scale."""

    x_origin: float = 0.0
    x_scale: float = 1.0
    y_origin: float = 0.0
    y_scale: float = 1.0
    limit: float = np.inf
    """A larger coordinate is a gap, as one that is no number."""

    def record(self) -> FloatArray:
        """Return its numbers for the machine code, in the order of `PLANE`."""
        return np.array(
            (self.x_origin, self.x_scale, self.y_origin, self.y_scale, self.limit), np.float64
        )


class Canvas:
    """Pixels, and what they remember of the lines across them.

    Parameters
    ----------
    pixels
        Premultiplied ARGB, shape (height, width), at least `LANES` wide, the pixels of a
        row one after the other.
    """

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        height, width = pixels.shape
        stride = pixels.strides[0] // pixels.itemsize
        if width < LANES or stride < width or pixels.strides[1] != pixels.itemsize:
            raise ValueError("The rows of a canvas must be wide enough and in order.")
        self._memory = np.zeros((height, stride), np.uint32)
        addresses = pixels.ctypes.data, self._memory.ctypes.data
        self.record = np.array((*addresses, width, height, stride, *_NOWHERE.values()), np.int64)

    @property
    def painted(self) -> tuple[slice, slice]:
        """The rows and columns within which lines have been painted."""
        left, top, right, bottom = self.record[CANVAS.index("left") :].tolist()
        return slice(top, bottom + 1), slice(left, right + 1)

    def clear(self) -> None:
        """Make transparent what has been painted, and forget the lines."""
        rows, _ = self.painted
        self.pixels[rows] = 0
        self._memory[rows] = 0
        self.record[CANVAS.index("left") :] = list(_NOWHERE.values())


class Lines:
    """Lines that are painted as they grow, a few steps at a time.

    The picture is the same however the steps are divided into calls; what is later lies
    on top. Lines are only ever painted by one thread at a time, but by any, and no call
    holds the interpreter lock for long.

    Parameters
    ----------
    canvas
        Where to paint.
    plane
        Where the coordinates lie on it.
    x, y
        The coordinates of groups of lines, each of shape (lines, vertices), of as many
        vertices in all groups. A vertex that is not finite is a gap.
    brushes
        One for each group.
    """

    def __init__(
        self,
        canvas: Canvas,
        plane: Plane,
        x: Iterable[FloatArray],
        y: Iterable[FloatArray],
        brushes: Sequence[Brush],
    ) -> None:
        self._canvas = canvas
        self._plane = plane.record()
        self._groups = [tuple(map(_in_order, group)) for group in zip(x, y, strict=True)]
        self._vertices = _common_length(self._groups)
        self._brushes = [_record(brush) for brush in brushes]
        self._table = self._addresses()
        self.count = len(self._table)
        self._states = np.zeros((self.count, STATE_SIZE), np.int64)
        self.done = 0
        """How many vertices of each line have been walked to."""

    def _addresses(self) -> NDArray[np.int64]:
        """Return a record of each line, in the order of `LINE`."""
        tables = [np.empty((0, len(LINE)), np.int64)]
        for group, brush in zip(self._groups, self._brushes, strict=True):
            places = np.arange(len(group[0]))
            x, y = (values.ctypes.data + values.strides[0] * places for values in group)
            tables.append(np.stack((x, y, np.full_like(x, brush.ctypes.data), places), axis=1))
        table = np.concatenate(tables)
        table[:, LINE.index("tag")] = np.arange(len(table)) % MOST_TAGS + 1
        return table

    def advance(self, vertices: int, share: float = 0.0) -> None:
        """Walk on until so many vertices of each line are done.

        Parameters
        ----------
        vertices
            At most as many as there are; of fewer than are done, nothing is taken back.
        share
            How much further to paint towards the next vertex, less than 1; the walk
            itself stays where it is.
        """
        vertices = max(self.done, min(vertices, self._vertices))
        if vertices == self._vertices:
            share = 0.0
        steps = vertices - self.done
        walk_kernel().call(
            self.done,
            steps,
            self.count,
            self._table.ctypes.data,
            self._states.ctypes.data,
            self._plane.ctypes.data,
            self._canvas.record.ctypes.data,
            share,
        )
        self.done += steps


def _common_length(groups: Iterable[tuple[FloatArray, ...]]) -> int:
    """Return how many vertices every line has, which the machine code relies on."""
    lengths = set()
    for x, y in groups:
        if x.shape != y.shape:
            raise ValueError("Every vertex needs two coordinates.")
        lengths.add(x.shape[1])
    if len(lengths) > 1:
        raise ValueError("All lines must have as many vertices.")
    return max(lengths, default=0)


def _in_order(values: FloatArray) -> FloatArray:
    """Return coordinates of which those of a line lie one after the other."""
    return values if values.strides[1] == values.itemsize else np.ascontiguousarray(values)
