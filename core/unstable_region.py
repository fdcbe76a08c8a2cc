"""The part of a rectangle in which a method's step is too long for the curvature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import contourpy
import numpy as np

from core.compiler.arrays import FloatArray
from core.landscape import Surface
from core.scene import View
from core.sharpness import eigenvalues, scaled_eigenvalues

LARGEST_RATIO = 1e6
"""A curvature that exceeds its limit by more counts as this, so that cells can be cut."""


@dataclass(frozen=True, eq=False)
class UnstableRegion:
    """Where the larger eigenvalue exceeds a limit, as polygons.

    Parameters
    ----------
    rings
        The polygons' edges and those of their holes, each closed and of shape
        ``(points, 2)``; what an odd number of them surrounds is unstable.
    border
        The lines on which the eigenvalue equals the limit, of the same shape; unlike the
        rings they do not run along the rectangle.
    share
        How much of the rectangle is unstable, from 0 to 1, by the samples.
    """

    rings: tuple[FloatArray, ...]
    border: tuple[FloatArray, ...]
    share: float


def unstable_region(
    surface: Surface,
    view: View,
    columns: int,
    rows: int,
    limit: float,
    divisor: FloatArray | None = None,
) -> UnstableRegion:
    """Find where in a rectangle a method with a given limit is unstable.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle.
    columns, rows
        The grid on which the curvature is sampled, each at least 2; the border is
        straight from one of its lines to the next.
    limit
        The curvature above which the method is unstable.
    divisor
        What an adaptive method divides each coordinate's step by, shape ``(2,)``.
    """
    x = np.linspace(view.x_min, view.x_max, columns)
    y = np.linspace(view.y_min, view.y_max, rows)
    hessians = surface.hessian(x[np.newaxis, :], y[:, np.newaxis]).reshape(3, -1)
    if divisor is None:
        upper = eigenvalues(hessians)[1]
    else:
        upper = scaled_eigenvalues(hessians, divisor[:, np.newaxis])[1]
    with np.errstate(all="ignore"):
        ratio = np.clip(upper / limit, -LARGEST_RATIO, LARGEST_RATIO).reshape(rows, columns)
    # Derivatives may have values where the loss has none, as 1/x has left of log x.
    ratio[np.isnan(surface.loss(x[np.newaxis, :], y[:, np.newaxis]))] = np.nan
    return UnstableRegion(*_traced(x, y, ratio), share=float(np.mean(ratio > 1)))


def _traced(
    x: FloatArray, y: FloatArray, ratio: FloatArray
) -> tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]:
    """Return the rings around what is above 1, and the lines at 1."""
    generator: Any = contourpy.contour_generator(
        x,
        y,
        np.ma.masked_invalid(ratio),
        name="serial",
        line_type=contourpy.LineType.Separate,
        fill_type=contourpy.FillType.OuterOffset,
    )
    polygons, offsets = generator.filled(1.0, np.inf)
    rings = tuple(
        ring
        for points, cuts in zip(polygons, offsets, strict=True)
        for ring in np.split(points, cuts[1:-1])
    )
    return rings, tuple(generator.lines(1.0))
