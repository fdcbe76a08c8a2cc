"""Levels of contour lines, the lines themselves, and shades that follow the same spacing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import contourpy
import numpy as np
import numpy.typing as npt

from core.landscape import Sampling
from core.scene import Contours

FloatArray = npt.NDArray[np.float64]
Shades = npt.NDArray[np.float32]

LARGEST_VALUE = 1e12
"""Values beyond are drawn as this; libraries that draw lose their arithmetic before infinity."""

_DEEPEST = 1e-9
"""Least distance from the end of the values, in parts of the greatest, that is told apart."""

_KNOTS = 513

_FEW = 0.02
"""Share of the values that may lie far off, near a pole or in a narrow well."""


@dataclass(frozen=True, eq=False)
class Relief:
    """How samples are shown by colours and by lines."""

    levels: FloatArray
    """Those of the contour lines, as `levels` chooses them."""
    shade: Shades
    """Places on a colour map, evenly from one level to the next.

    Numbers in [0, 1] of the samples' shape, NaN where they are not finite; 0.5 where all
    are the same.
    """


class _Scale(Protocol):
    """A monotone map from values to [0, 1]; what lies beyond its ends is moved there."""

    def unit(self, values: FloatArray) -> Shades: ...

    def value(self, units: FloatArray) -> FloatArray: ...


@dataclass(frozen=True, slots=True)
class _Linear:
    """Spaces values evenly."""

    lowest: float
    highest: float

    def unit(self, values: FloatArray) -> Shades:
        units: FloatArray = (values - self.lowest) / (self.highest - self.lowest)
        return np.clip(units, 0, 1).astype(np.float32)

    def value(self, units: FloatArray) -> FloatArray:
        return self.lowest + units * (self.highest - self.lowest)


@dataclass(frozen=True, slots=True)
class _Logarithmic:
    """Spaces ln(1 + ratio d) evenly, d being distances from one end of the values.

    In parts of the whole distance; the end is the highest value if that is negative.
    """

    end: float
    distance: float
    ratio: float

    def unit(self, values: FloatArray) -> Shades:
        shares = ((values - self.end) / self.distance).astype(np.float32)
        units: Shades = np.log1p(np.clip(shares, 0, 1, out=shares) * np.float32(self.ratio))
        units *= np.float32(1 / np.log1p(self.ratio))
        np.minimum(units, np.float32(1), out=units)
        return units if self.distance > 0 else 1 - units

    def value(self, units: FloatArray) -> FloatArray:
        grown = units if self.distance > 0 else 1 - units
        shares: FloatArray = np.expm1(grown * np.log1p(self.ratio)) / self.ratio
        return self.end + self.distance * shares


@dataclass(frozen=True, slots=True, eq=False)
class _Quantiles:
    """Spaces the values themselves evenly, by knots between which it is linear."""

    values: FloatArray
    units: FloatArray

    def unit(self, values: FloatArray) -> Shades:
        return np.interp(values, self.values, self.units).astype(np.float32)

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
    finite = _finite(_gated(values))
    return _levels(_scale(finite, contours), finite, contours.count)


def relief(values: FloatArray, contours: Contours) -> Relief:
    """Choose the levels of contour lines, and colours that follow the same spacing.

    Parameters
    ----------
    values
        Samples of the loss, of any shape.
    contours
        As for `levels`.
    """
    gated = _gated(values)
    finite = _finite(gated)
    scale = _scale(finite, contours)
    if scale is None:
        middle = np.where(np.isnan(gated), np.float32(np.nan), np.float32(0.5))
        return Relief(np.empty(0), middle)
    return Relief(_levels(scale, finite, contours.count), scale.unit(gated))


def _levels(scale: _Scale | None, finite: FloatArray, count: int) -> FloatArray:
    if scale is None:
        return np.empty(0)
    chosen = np.sort(scale.value(np.linspace(0, 1, count + 2)[1:-1]))
    chosen = chosen[np.diff(chosen, prepend=-np.inf) > 0]
    inner: FloatArray = chosen[(chosen > finite.min()) & (chosen < finite.max())]
    return inner


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


def _separate(traced: Any) -> list[FloatArray]:
    """Give contourpy's answer the one type that it has for separate lines."""
    return list(traced)


def _gated(values: FloatArray) -> FloatArray:
    if values.size and abs(values.min()) <= LARGEST_VALUE and values.max() <= LARGEST_VALUE:
        return values  # neither holds of NaN
    finite = np.where(np.isfinite(values), values, np.nan)
    return np.clip(finite, -LARGEST_VALUE, LARGEST_VALUE)


def _finite(gated: FloatArray) -> FloatArray:
    return gated[~np.isnan(gated)]


def _scale(finite: FloatArray, contours: Contours) -> _Scale | None:
    """Make the scale of some samples, or None where they are all the same."""
    if finite.size == 0 or finite.min() == finite.max():
        return None
    if contours.spacing == "quantile":
        units = np.linspace(0, 1, _KNOTS)
        values = np.quantile(finite, units)
        is_new = np.diff(values, prepend=-np.inf) > 0
        return _Quantiles(values[is_new], units[is_new])
    lowest, highest = _between_poles(finite)
    if contours.spacing == "linear":
        return _Linear(lowest, highest)
    return _logarithmic(finite, lowest, highest)


def _between_poles(finite: FloatArray) -> tuple[float, float]:
    """Return the range of values, but not of a few that run away to both sides, as 1/x does.

    They would take every level.
    """
    lowest, highest = float(finite.min()), float(finite.max())
    least = 0.3 * (highest - lowest)
    if not _few(finite <= lowest + least) or not _few(finite >= highest - least):
        return lowest, highest
    low, high = np.quantile(finite, [_FEW, 1 - _FEW])
    return (float(low), float(high)) if low < high else (lowest, highest)


def _few(where: npt.NDArray[np.bool_]) -> bool:
    return bool(np.count_nonzero(where) < _FEW * where.size)


def _logarithmic(finite: FloatArray, lowest: float, highest: float) -> _Logarithmic:
    """Space the logarithms of the distances above the lowest value evenly.

    Where all but a pole or a narrow well lies close to the highest value, distances
    below that one tell more. One of the smaller distances becomes 1.
    """
    distance = highest - lowest
    if _few(finite <= lowest + 0.9 * distance):
        end, distance = highest, -distance
    else:
        end = lowest
    distances = np.abs(finite - end)
    smallest = _quantile(distances[distances > 0], 0.005)
    return _Logarithmic(end, distance, abs(distance) / max(smallest, _DEEPEST * abs(distance)))


def _quantile(values: FloatArray, share: float) -> float:
    """Return what NumPy's quantile does, sorting no more than it takes."""
    place = share * (len(values) - 1)
    below = int(place)
    sides = below, min(below + 1, len(values) - 1)
    low, high = np.partition(values, sides)[list(sides)]
    return float(low + (place - below) * (high - low))
