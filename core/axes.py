"""The axes of a map: a hyperparameter of a method and the range it takes."""

from __future__ import annotations

import math

import msgspec
import numpy as np
from msgspec.structs import replace

from core.compiler.arrays import FloatArray
from core.errors import SceneError
from core.optimizers.base import Hyperparameter, Optimizer
from core.optimizers.facts import hyperparameters, values, with_value

SPREAD = 100.0
"""A logarithmic axis reaches from the present value over this to that value times it."""

LEAST_RATIO = 1e-9
"""A range narrower than this part of its ends can't be told apart."""


class Axis(msgspec.Struct, frozen=True):
    """A hyperparameter and its values from one edge of a map to the other."""

    name: str
    low: float
    high: float
    is_logarithmic: bool = False

    def at(self, share: float | FloatArray) -> FloatArray:
        """Return the value at a part of the way from the low edge, 0, to the high one, 1."""
        if self.is_logarithmic:
            return np.asarray(self.low * (self.high / self.low) ** np.asarray(share))
        return np.asarray(self.low + (self.high - self.low) * np.asarray(share))

    def centres(self, count: int) -> FloatArray:
        """Return the values at the centres of so many pixels side by side."""
        return self.at((np.arange(count) + 0.5) / count)

    def zoomed(self, first: float, last: float) -> Axis:
        """Return the axis between two parts of the way."""
        low, high = self.at(np.array([first, last])).tolist()
        return replace(self, low=low, high=high)


def can_be_axis(fact: Hyperparameter) -> bool:
    """Tell whether a hyperparameter takes numbers, not only true and false."""
    return not fact.is_truth


def default_axis(optimizer: Optimizer, name: str) -> Axis:
    """Return an axis whose range follows from what a hyperparameter may be, and is.

    One that stays below a bound, such as momentum, goes from its least value to there.
    Another that is positive now reaches a hundred times as far down and up, on a
    logarithmic axis; any other one unit to either side.

    Raises
    ------
    SceneError
        If the method has no such hyperparameter, or it is no number.
    """
    fact = _fact(optimizer, name)
    value = float(values(optimizer)[name])
    if fact.below is not None and fact.at_least is not None:
        return Axis(name, fact.at_least, fact.below)
    is_logarithmic = value > 0
    low, high = (value / SPREAD, value * SPREAD) if is_logarithmic else (value - 1, value + 1)
    low = max(low, fact.at_least if fact.at_least is not None else -math.inf)
    high = min(high, fact.at_most if fact.at_most is not None else math.inf)
    return Axis(name, low, high, is_logarithmic)


def refuse_bad_axis(optimizer: Optimizer, axis: Axis) -> None:
    """Raise a `SceneError` unless every value between an axis's edges is allowed.

    The edges themselves may be bounds that the hyperparameter never takes.
    """
    fact = _fact(optimizer, axis.name)
    low, high = axis.low, axis.high
    if not (math.isfinite(low) and math.isfinite(high)):
        raise SceneError(f"{axis.name}: the range must be finite.")
    if not low < high or high - low <= LEAST_RATIO * max(abs(low), abs(high)):
        raise SceneError(f"{axis.name}: the range must go from a number to a larger one.")
    if axis.is_logarithmic and low <= 0:
        raise SceneError(f"{axis.name}: a logarithmic axis needs a range above zero.")
    lowest = fact.above if fact.above is not None else fact.at_least
    highest = fact.below if fact.below is not None else fact.at_most
    if lowest is not None and low < lowest:
        raise SceneError(f"{axis.name}: the range must not begin below {lowest:g}.")
    if highest is not None and high > highest:
        raise SceneError(f"{axis.name}: the range must not reach beyond {highest:g}.")


def with_axis_values(optimizer: Optimizer, chosen: dict[str, float]) -> Optimizer:
    """Return a method with values of some of its hyperparameters."""
    for name, value in chosen.items():
        optimizer = with_value(optimizer, name, value)
    return optimizer


def _fact(optimizer: Optimizer, name: str) -> Hyperparameter:
    known = {fact.name: fact for fact in hyperparameters(optimizer)}
    if name not in known:
        has = ", ".join(fact for fact in known if can_be_axis(known[fact])) or "none"
        raise SceneError(f"{optimizer.title} has no hyperparameter {name}; it has {has}.")
    if not can_be_axis(known[name]):
        raise SceneError(f"{name} of {optimizer.title} is true or false, which makes no axis.")
    return known[name]
