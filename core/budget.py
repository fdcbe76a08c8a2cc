"""What the runs of a map or a comparison are to reach, and what they may try."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

HIGHEST_RATE = 1e6
MOST_RATES = 1000
MOST_STEPS = 10**11
"""Of all runs of a map or a comparison; so many take about an hour."""


class Tolerance(msgspec.Struct, frozen=True):
    """What a run is to reach, though it may leave it again."""

    of: Literal["gradient_norm", "loss"] = "gradient_norm"
    """The gradient's Euclidean norm, or the loss itself."""
    value: float = 1e-3
    """It is reached at the first iterate at which that is at most this."""


class Rates(msgspec.Struct, frozen=True):
    """Learning rates that every entry may try, evenly spaced on a logarithmic scale."""

    low: float = 1e-4
    high: float = 10.0
    count: int = 16

    @property
    def values(self) -> list[float]:
        """The rates, lowest first."""
        if self.count == 0:
            return []
        exact = np.geomspace(self.low, self.high, self.count).tolist()
        # Six digits are what a reader is told, and so what is raced with.
        return [float(f"{rate:.6g}") for rate in exact]


DEFAULT_TOLERANCE = Tolerance()
DEFAULT_RATES = Rates()
