"""A sampled loss as an image: colours, contour lines, and stripes where it is undefined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.contour_map.colouring import Inks, Pixels, Shades, Stripes, colours, places
from core.contour_map.tracing import line_coverage
from core.contour_map.vectors import LANES
from core.contours import Relief
from core.landscape import Sampling

LINE_WIDTH = 1.0
STRIPE_PERIOD = 8
"""Pixels from one stripe to the next."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a map, as ``#rrggbb``."""

    stops: tuple[str, ...]
    """From the lowest to the highest loss, at least two."""
    line: str
    opacity: float
    """Of the contour lines."""
    ground: str
    """Where the loss is undefined."""
    stripe: str
    """Of the stripes there."""


def draw_map(
    sampling: Sampling, relief: Relief, look: Look, columns: int, rows: int, ratio: float
) -> Pixels:
    """Draw a loss.

    Parameters
    ----------
    sampling, relief
        The samples, with the levels and shades made of them.
    look
        The colours.
    columns, rows
        The image's size in pixels, at least 1.
    ratio
        How many pixels are as wide as one is meant to look.

    Returns
    -------
    ndarray
        Opaque pixels ``0xffRRGGBB`` of shape (rows, `columns` or somewhat more), row 0 at
        the top; the pixels beyond `columns` mean nothing.
    """
    coverage = line_coverage(
        sampling.values, relief.levels, columns, rows, max(1.0, LINE_WIDTH * ratio)
    )
    shades, weights = _stretched(relief.shade, sampling.not_finite > 0, columns)
    inks = Inks(
        np.array([_channels(stop) for stop in look.stops], np.float32),
        _channels(look.line),
        look.opacity,
        _channels(look.ground),
        _channels(look.stripe),
    )
    thick = max(1, round(ratio))
    return colours(shades, weights, coverage, inks, Stripes(STRIPE_PERIOD * thick, thick))


def _stretched(shade: Shades, has_holes: bool, columns: int) -> tuple[Shades, Shades]:
    """Interpolate shades and weights along the rows, one for each column of the image."""
    width = -(-columns // LANES) * LANES
    before, share = places(shade.shape[1], columns)
    before = np.pad(before, (0, width - columns), mode="edge")
    share = np.pad(share, (0, width - columns), mode="edge")
    if not has_holes:
        return _interpolated(shade, before, share), np.ones((1, width), np.float32)
    known = np.isfinite(shade).astype(np.float32)
    shades = np.nan_to_num(shade, nan=0.0)
    return _interpolated(shades, before, share), _interpolated(known, before, share)


def _interpolated(rows: Shades, before: npt.NDArray[np.int64], share: Shades) -> Shades:
    left, right = rows.take(before, axis=1), rows.take(before + 1, axis=1)
    right -= left
    right *= share
    left += right
    return left


def _channels(colour: str) -> Shades:
    """Return red, green and blue, from 0 to 255."""
    return np.array(tuple(bytes.fromhex(colour.removeprefix("#"))), np.float32)
