"""The vertical axis of the curvature chart: linear, or bent where curvatures differ widely."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.plot.ticks import MINUS, Tick, superscript, ticks

FloatArray = NDArray[np.float64]

WIDE = 12.0
"""From this ratio of the highest value to a usual one, a linear axis shows the latter no more."""

MOST_ABOVE = 1e3
"""What rises further above the usual values, as on its way to infinity, is cut off."""

LEAST_BELOW = 1e-4
"""Below this part of the highest value the bent axis is linear at least."""

HEADROOM = 0.08


@dataclass(frozen=True, slots=True)
class CurvatureScale:
    """Maps curvatures to heights between 0, the axis's floor, and 1, its top.

    Without `linear` the axis is linear. With it, it is the inverse hyperbolic sine of the
    curvature over `linear`: linear around zero and logarithmic beyond, on both sides.
    """

    low: float
    high: float
    """Ends of the axis, in its own unit."""
    linear: float = 0.0

    def heights(self, values: FloatArray) -> FloatArray:
        """Map curvatures of any shape; those beyond the ends lie on them, NaN stays."""
        return np.clip(self._places(values), 0.0, 1.0)

    def ticks(self, target: int) -> list[Tick]:
        """Choose round numbers, or powers of ten and zero where the axis is bent."""
        if not self.linear:
            return ticks(self.low, self.high, max(1, target))
        largest = max(abs(self.low), abs(self.high))
        first = math.ceil(math.log10(self.linear))
        last = math.floor(math.log10(self.linear * math.sinh(largest)))
        stride = max(1, math.ceil((last - first + 1) / max(1, target - 1)))
        rising = [
            Tick(10.0**power, f"10{superscript(power)}")
            for power in range(last, first - 1, -stride)
        ]
        falling = [Tick(-tick.value, MINUS + tick.text) for tick in rising]
        candidates = [*falling, Tick(0.0, "0"), *reversed(rising)]
        places = self._places(np.array([tick.value for tick in candidates]))
        inside = (places >= -1e-9) & (places <= 1 + 1e-9)
        return _apart(candidates, places, inside, 0.8 / max(1, target))

    def _places(self, values: FloatArray) -> FloatArray:
        units = np.arcsinh(values / self.linear) if self.linear else values
        places: FloatArray = (units - self.low) / (self.high - self.low)
        return places


def _apart(
    candidates: list[Tick], places: FloatArray, inside: NDArray[np.bool_], gap: float
) -> list[Tick]:
    """Keep zero, and of the others those far enough from what is kept, the highest first."""
    kept: dict[int, float] = {}
    order = sorted(np.flatnonzero(inside).tolist(), key=lambda n: -abs(candidates[n].value))
    for number in [n for n in order if candidates[n].value == 0] + order:
        if all(abs(places[number] - other) >= gap for other in kept.values()):
            kept[number] = float(places[number])
    return [candidates[number] for number in sorted(kept)]


def curvature_scale(eigenvalues: FloatArray, limit: FloatArray | None) -> CurvatureScale:
    """Choose the axis for the curvature along a run.

    Parameters
    ----------
    eigenvalues
        Shape ``(2, n)``, ascending; those not finite don't count.
    limit
        What they are compared with, shape ``(n,)``, or None.
    """
    finite = eigenvalues[np.isfinite(eigenvalues)]
    limits = limit[np.isfinite(limit)] if limit is not None else np.empty(0)
    usual, usual_limit = _usual(eigenvalues[1]), _usual(limits)
    highest = MOST_ABOVE * max(usual, usual_limit)
    values = np.clip(np.concatenate((finite, limits, [0.0])), -highest, highest)
    low, high = float(values.min()), float(values.max())
    if low == high:
        return CurvatureScale(-1.0, 1.0)
    largest = max(-low, high)
    least = min(size for size in (usual, usual_limit, largest) if size > 0)
    linear = max(least / 10, LEAST_BELOW * largest) if largest > WIDE * least else 0.0
    if linear:
        low, high = math.asinh(low / linear), math.asinh(high / linear)
    margin = HEADROOM * (high - low)
    return CurvatureScale(low - margin * (low < 0), high + margin, linear)


def _usual(values: FloatArray) -> float:
    """Return the median size of what is finite, 0 where nothing is."""
    sizes = np.abs(values[np.isfinite(values)])
    return float(np.median(sizes)) if sizes.size else 0.0
