"""How the length of a slider stands for values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from core.optimizers import METHODS
from core.optimizers.base import LEARNING_RATE, Hyperparameter, declared
from core.optimizers.own import LARGEST_VALUE
from gui.numbers import round_significant


class Scale(Protocol):
    """A monotone map between a share of the slider's length and a value."""

    def value_at(self, fraction: float) -> float:
        """Return the rounded value at a share of the length in [0, 1]."""

    def fraction_of(self, value: float) -> float:
        """Return the share of the length that stands for a value, within [0, 1]."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Equal lengths are equal differences; values are rounded to a tidy grid."""

    minimum: float
    maximum: float

    def value_at(self, fraction: float) -> float:
        """Return the value, rounded to about a five-hundredth of the range."""
        width = self.maximum - self.minimum
        if fraction <= 0:
            return self.minimum
        if fraction >= 1 or width <= 0:
            return self.maximum
        decimals = 2 - math.floor(math.log10(width))
        return round(self.minimum + fraction * width, decimals)

    def fraction_of(self, value: float) -> float:
        """Return the share of the length below a value."""
        width = self.maximum - self.minimum
        return _within_unit((value - self.minimum) / width) if width > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Logarithmic:
    """Equal lengths are equal factors, for quantities known by their magnitude."""

    minimum: float
    maximum: float

    def value_at(self, fraction: float) -> float:
        """Return the value with two significant digits."""
        value = self.minimum * (self.maximum / self.minimum) ** _within_unit(fraction)
        return round_significant(value, 2)

    def fraction_of(self, value: float) -> float:
        """Return the share of the length below a value; 0 for what has no logarithm."""
        if value <= self.minimum:
            return 0.0
        return _within_unit(math.log(value / self.minimum) / math.log(self.maximum / self.minimum))


@dataclass(frozen=True, slots=True)
class NearOne:
    """From 0 up to just below 1, finer and finer: 0.5 · 0.9 · 0.99 · 0.999.

    The distance from 1 shrinks with the cube of the remaining length, so that half
    the slider lies above 0.87.
    """

    closest: float = 1e-5

    def value_at(self, fraction: float) -> float:
        """Return the value; its distance from 1 has two significant digits."""
        end = self.closest ** (1 / 3)
        distance = (1 - _within_unit(fraction) * (1 - end)) ** 3
        return 1 - round_significant(distance, 2)

    def fraction_of(self, value: float) -> float:
        """Return the share of the length below a value."""
        end = self.closest ** (1 / 3)
        distance = min(1.0, max(self.closest, 1 - value))
        return _within_unit((1 - distance ** (1 / 3)) / (1 - end))


def scale_for(facts: Hyperparameter) -> Scale:
    """Choose the slider's scale from the bounds and the default of a hyperparameter.

    Learning rates and whatever is tiny beside its bound are logarithmic, what
    approaches 1 is fine there, and other bounded values are linear.
    """
    default = float(facts.default)
    lowest = facts.above if facts.above is not None else facts.at_least
    highest = facts.below if facts.below is not None else facts.at_most
    if facts.letter == LEARNING_RATE:
        return Logarithmic(1e-6, 10.0)
    if lowest == 0 and facts.below == 1:
        return NearOne()
    if lowest == -LARGEST_VALUE:
        return _scale_by_letter(facts.letter)
    if highest is None or lowest is None or 0 < default < 1e-3 * highest:
        return Logarithmic(max(default, 1e-9) * 1e-4, min(highest or math.inf, default * 1e4))
    return Linear(lowest, highest)


@cache
def _scale_by_letter(letter: str) -> Scale:
    """Choose a scale where the bounds say nothing, as for hyperparameters of one's own.

    A letter that another method bounds means the same here; any other lies mostly
    from 0 to 1.
    """
    for method in METHODS:
        for facts in declared(method):
            is_bounded = facts.at_least != -LARGEST_VALUE and not facts.is_truth
            if facts.letter == letter and is_bounded:
                return scale_for(facts)
    return Linear(0.0, 1.0)


def _within_unit(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
