"""Levels of contour lines, the lines themselves, and shades that follow the same spacing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import contourpy
import numpy as np
import numpy.typing as npt

from core.landscape import Sampling
from core.scene import Contours

FloatArray = npt.NDArray[np.float64]

LARGEST_VALUE = 1e12
"""Values beyond are drawn as this; libraries that draw lose their arithmetic before infinity."""

_DEEPEST = 1e-9
"""Least distance from the end of the values, in parts of the greatest, that is told apart."""

_KNOTS = 513


@dataclass(frozen=True, eq=False)
class _Scale:
    """A monotone map from values to [0, 1], piecewise linear between knots."""

    values: FloatArray
    units: FloatArray

    def unit(self, values: FloatArray) -> FloatArray:
        return np.interp(values, self.values, self.units)

    def value(self, units: FloatArray) -> FloatArray:
        return np.interp(units, self.units, self.values)


def levels(values: FloatArray, contours: Contours) -> FloatArray:
    """Choose the levels of contour lines.

    Parameters
    ----------
    values
        Samples of the loss, of any shape; what is not finite is left out.
    contours
        The spacing and the number of levels. ``linear`` divides the range of the loss
        evenly, ``quantile`` the area of the view; ``logarithmic`` divides the
        distances above the lowest value, more closely the nearer they are to it.

    Returns
    -------
    ndarray
        Distinct levels in ascending order, strictly within the range of the values:
        at most ``contours.count``, and none where the values are all the same.
    """
    gated = _gated(values)
    scale = _scale(gated, contours)
    if scale is None:
        return np.empty(0)
    chosen = np.unique(scale.value(np.linspace(0, 1, contours.count + 2)[1:-1]))
    return chosen[(chosen > np.nanmin(gated)) & (chosen < np.nanmax(gated))]


def lines(sampling: Sampling, levels: FloatArray) -> list[list[FloatArray]]:
    """Trace the contour lines of samples.

    Parameters
    ----------
    sampling
        The samples; a cell with a corner that is not finite carries no line.
    levels
        The levels to trace.

    Returns
    -------
    list of list of ndarray
        For each level its lines, each of shape ``(points, 2)`` in data coordinates; a
        closed line ends where it begins.
    """
    if len(levels) == 0:
        return []
    generator = contourpy.contour_generator(
        sampling.x,
        sampling.y,
        np.ma.masked_invalid(_gated(sampling.values)),
        name="threaded",  # in this thread alone, but others may run Python meanwhile
        thread_count=1,
        line_type=contourpy.LineType.Separate,
    )
    return [_separate(generator.lines(float(level))) for level in levels]


def shade(values: FloatArray, contours: Contours) -> npt.NDArray[np.float32]:
    """Map samples to places on a colour map, evenly from one contour level to the next.

    Parameters
    ----------
    values
        Samples of the loss.
    contours
        The spacing that the levels have too.

    Returns
    -------
    ndarray
        Numbers in [0, 1] of the samples' shape, NaN where they are not finite; 0.5
        where all are the same.
    """
    gated = _gated(values)
    scale = _scale(gated, contours)
    units = np.full_like(gated, 0.5) if scale is None else scale.unit(gated)
    return np.where(np.isnan(gated), np.nan, units).astype(np.float32)


def _separate(traced: Any) -> list[FloatArray]:
    """Give contourpy's answer the one type that it has for separate lines."""
    return list(traced)


def _gated(values: FloatArray) -> FloatArray:
    finite = np.where(np.isfinite(values), values, np.nan)
    return np.clip(finite, -LARGEST_VALUE, LARGEST_VALUE)


def _scale(values: FloatArray, contours: Contours) -> _Scale | None:
    """Make the scale of some samples, or None where they are all the same."""
    finite = values[np.isfinite(values)]
    if finite.size == 0 or finite.min() == finite.max():
        return None
    if contours.spacing == "quantile":
        return _quantile_scale(finite)
    finite = _between_poles(finite)
    if contours.spacing == "linear":
        return _Scale(np.array([finite.min(), finite.max()]), np.array([0.0, 1.0]))
    return _logarithmic_scale(finite)


def _between_poles(finite: FloatArray) -> FloatArray:
    """Clip values that run away to both sides, as about 1/x, and would take every level."""
    low, high = np.quantile(finite, [0.02, 0.98])
    least = 0.3 * (finite.max() - finite.min())
    runs_away = low < high and low - finite.min() > least and finite.max() - high > least
    return np.clip(finite, low, high) if runs_away else finite


def _logarithmic_scale(finite: FloatArray) -> _Scale:
    """Space the logarithms of the distances above the lowest value evenly.

    Where all but a pole or a narrow well lies close to the highest value, distances
    below that one tell more.
    """
    lowest, highest = finite.min(), finite.max()
    if np.quantile(finite, 0.02) > lowest + 0.9 * (highest - lowest):
        values, units = _logarithmic_knots(highest - finite)
        return _Scale(highest - values[::-1], 1 - units[::-1])
    values, units = _logarithmic_knots(finite - lowest)
    return _Scale(lowest + values, units)


def _logarithmic_knots(distances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Space ln(1 + d/d₀) evenly, d₀ being one of the smaller distances."""
    greatest = float(distances.max())
    smallest = float(np.quantile(distances[distances > 0], 0.005))
    ratio = greatest / max(smallest, _DEEPEST * greatest)
    units = np.linspace(0, 1, _KNOTS)
    return greatest * np.expm1(units * np.log1p(ratio)) / ratio, units


def _quantile_scale(finite: FloatArray) -> _Scale:
    units = np.linspace(0, 1, _KNOTS)
    values, first = np.unique(np.quantile(finite, units), return_index=True)
    return _Scale(values, units[first])
