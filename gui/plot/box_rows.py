"""How numbers of runs are spread, some of which may never arrive: what a box plot draws."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.quantiles import quantile
from gui.theme import TrailStyle

FloatArray = NDArray[np.float64]

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of all runs, at the ends of whisker, box, line, box and whisker."""

MULTIPLES = (1.0,), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
"""Of a power of ten, the numbers of an axis: of these the first that are enough."""

FEW = 40
"""Up to so many runs are drawn one by one."""


@dataclass(frozen=True, slots=True)
class Spread:
    """By when shares of all runs have arrived; infinite where so many never do."""

    low: float
    first: float
    median: float
    third: float
    high: float
    never: float
    """The share of runs that never arrive."""
    runs: tuple[float, ...] = ()
    """Each of them, where they are few."""

    @property
    def places(self) -> tuple[float, ...]:
        """The five numbers, from the least to the largest."""
        return self.low, self.first, self.median, self.third, self.high

    def scaled(self, factor: float, offset: float) -> Spread:
        """Return the spread of a multiple, such as of evaluations where each step takes some."""

        def of(value: float) -> float:
            return value * factor + offset if math.isfinite(value) else value

        low, first, median, third, high = map(of, self.places)
        runs = tuple(map(of, self.runs))
        return Spread(low, first, median, third, high, self.never, runs)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One entry of a box plot.

    Parameters
    ----------
    label, style
        Whose runs these are.
    setting
        What they ran with, in a few characters.
    spread
        None where there is nothing to count, for the reason that `remark` gives.
    """

    label: str
    style: TrailStyle
    setting: str
    spread: Spread | None
    remark: str = ""


def spread(values: FloatArray) -> Spread:
    """Sum up one number for each run, infinite for a run that never arrives."""
    low, first, median, third, high = (float(quantile(values, share)) for share in SHARES)
    never = float(np.isinf(values).mean())
    runs = tuple(np.sort(values).tolist()) if values.size <= FEW else ()
    return Spread(low, first, median, third, high, never, runs)


def value_range(rows: list[Spread]) -> tuple[float, float]:
    """Return the ends of a logarithmic axis that shows all of some spreads.

    Zero has no place on it and lies at its left end, which is 1 at least.
    """
    values = [value for row in rows for value in (*row.places, *row.runs)]
    finite = [max(1.0, value) for value in values if math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (1.0, 10.0)
    if high < 2.5 * low:
        middle = math.sqrt(low * high)
        low, high = max(1.0, middle / 2), max(2.0, middle * 2)
    return low, high


def marks(low: float, high: float) -> list[float]:
    """Return round numbers on a logarithmic axis: powers of ten, and more where few are."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    inside: list[float] = []
    for multiples in MULTIPLES:
        every = [multiple * 10.0**power for power in powers for multiple in multiples]
        inside = [value for value in every if low <= value <= high]
        if len(inside) >= 3:
            break
    return inside
