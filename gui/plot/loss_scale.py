"""The vertical axis of the loss chart: logarithmic, and what it does about zero."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.plot.ticks import MINUS, Tick, superscript, ticks

FloatArray = NDArray[np.float64]

DECADES_BELOW_HIGHEST = 14
"""What lies further below the highest loss is drawn on the floor of the axis."""

DECADES_ABOVE_STARTS = 3
"""What rises further above the starts' losses, as on its way to infinity, is cut off."""

LARGEST_LOSS = 1e300
NARROW = 1.0
"""Powers of ten below which the axis shows round numbers instead of decades."""

SYMMETRIC_DECADES = 2
"""How many powers of ten a symmetric axis has between its highest tick and its linear part."""


@dataclass(frozen=True, slots=True)
class LossScale:
    """Maps losses to heights between 0, the axis's floor, and 1, its top.

    Without `linear` the axis is logarithmic. With it the axis is symmetric: nearly
    linear below `linear` on both sides of zero, logarithmic beyond.
    """

    low: float
    high: float
    """Ends of the axis, in powers of ten or in the symmetric axis's own unit."""
    linear: float = 0.0

    def heights(self, losses: FloatArray) -> FloatArray:
        """Map losses of any shape; those beyond the ends lie on them, NaN stays."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.linear:
                powers = np.sign(losses) * np.log10(1 + np.abs(losses) / self.linear)
            else:
                powers = np.log10(losses)
        return np.clip((powers - self.low) / (self.high - self.low), 0.0, 1.0)

    def ticks(self, target: int) -> list[Tick]:
        """Choose powers of ten as ticks, about `target` of them, and zero if it is there."""
        if self.linear:
            return self._symmetric_ticks()
        span = self.high - self.low
        if span < NARROW:
            return ticks(10.0**self.low, 10.0**self.high, max(1, target // 2))
        stride = max(1, math.ceil(span / max(1, target)))
        first = math.ceil(self.low / stride) * stride
        return [
            Tick(10.0**power, f"10{superscript(power)}")
            for power in range(first, math.floor(self.high) + 1, stride)
        ]

    def _symmetric_ticks(self) -> list[Tick]:
        lowest = round(math.log10(self.linear))
        powers = range(lowest + 1, lowest + SYMMETRIC_DECADES + 1)
        rising = [Tick(10.0**power, f"10{superscript(power)}") for power in powers]
        falling = [Tick(-tick.value, MINUS + tick.text) for tick in rising]
        candidates = [*reversed(falling), Tick(0.0, "0"), *rising]
        places = self._unclipped(np.array([tick.value for tick in candidates]))
        return [
            tick
            for tick, place in zip(candidates, places, strict=True)
            if -1e-9 <= place <= 1 + 1e-9
        ]

    def _unclipped(self, losses: FloatArray) -> FloatArray:
        powers = np.sign(losses) * np.log10(1 + np.abs(losses) / self.linear)
        places: FloatArray = (powers - self.low) / (self.high - self.low)
        return places


def scale_for(losses: FloatArray, starts: FloatArray) -> LossScale:
    """Choose the axis that suits some losses.

    Parameters
    ----------
    losses
        All losses that are seen, of any shape; those not finite don't count.
    starts
        The losses of the starting points, which decide where a run that diverges is
        cut off.
    """
    finite, starts = _bounded(losses), _bounded(starts)
    if not finite.size:
        return LossScale(-1.0, 1.0)
    if finite.min() < 0:
        return _symmetric(finite, starts)
    positive = finite[finite > 0]
    if not positive.size:
        return LossScale(-1.0, 1.0)
    high = math.log10(positive.max())
    if starts.size and starts.max() > 0:
        high = min(high, math.log10(starts.max()) + DECADES_ABOVE_STARTS)
    low = max(math.log10(positive.min()), high - DECADES_BELOW_HIGHEST)
    if high - low < NARROW:
        margin = max(0.01, 0.08 * (high - low))
        return LossScale(low - margin, high + margin)
    return LossScale(math.floor(low), math.ceil(high))


def _bounded(losses: FloatArray) -> FloatArray:
    """Return the finite losses, none so large that its multiples would not be."""
    return np.clip(losses[np.isfinite(losses)], -LARGEST_LOSS, LARGEST_LOSS)


def _symmetric(finite: FloatArray, starts: FloatArray) -> LossScale:
    limit = np.abs(starts).max(initial=0.0) * 10.0**DECADES_ABOVE_STARTS or np.inf
    kept = np.clip(finite, -limit, limit)
    largest = math.floor(math.log10(np.abs(kept).max()))
    # Of numbers that are nearly nothing, a power of ten below would be nothing at all.
    linear = 10.0 ** max(largest - SYMMETRIC_DECADES, sys.float_info.min_10_exp)
    ends = np.sign(kept) * np.log10(1 + np.abs(kept) / linear)
    margin = 0.04 * max(1.0, float(ends.max() - ends.min()))
    return LossScale(
        float(min(0.0, ends.min())) - margin, float(max(0.0, ends.max())) + margin, linear
    )
