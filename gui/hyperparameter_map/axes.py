"""How the axes of a map are zoomed, moved and given another scale, within what is allowed."""

from __future__ import annotations

import math

from msgspec.structs import replace

from core.axes import Axis, can_be_axis, default_axis
from core.optimizers.base import Hyperparameter, Optimizer
from core.optimizers.facts import hyperparameters
from gui.letters import letter
from gui.plot.map_axes import share_of

SMALLEST = 1e-12
"""A logarithmic axis ends here where the hyperparameter may be as small as zero."""

LARGEST = 1e12

NARROWEST = 1e-6
"""Of a range, as a part of its ends or in powers of ten."""


def mappable(optimizer: Optimizer) -> list[Hyperparameter]:
    """List the hyperparameters that can be an axis of a map."""
    return [fact for fact in hyperparameters(optimizer) if can_be_axis(fact)]


def usual_axes(optimizer: Optimizer) -> tuple[Axis, Axis] | None:
    """Return the axes with which a method's map begins, None if it has no two."""
    names = [fact.name for fact in mappable(optimizer)]
    if len(names) < 2:
        return None
    return default_axis(optimizer, names[0]), default_axis(optimizer, names[1])


def axis_title(fact: Hyperparameter) -> str:
    """Name a hyperparameter with its letter: ``learning rate η``."""
    name, glyph = fact.name.replace("_", " "), letter(fact.letter)
    return glyph if letter(fact.name) == glyph else f"{name} {glyph}"


def bounds(fact: Hyperparameter, is_logarithmic: bool) -> tuple[float, float]:
    """Return how far an axis of a hyperparameter may reach down and up."""
    lowest = fact.above if fact.above is not None else fact.at_least
    highest = fact.below if fact.below is not None else fact.at_most
    low = max(-LARGEST, lowest if lowest is not None else -LARGEST)
    high = min(LARGEST, highest if highest is not None else LARGEST)
    return (max(low, SMALLEST) if is_logarithmic else low), high


def zoomed(axis: Axis, fact: Hyperparameter, factor: float, about: float) -> Axis:
    """Return an axis whose range is `factor` times as long, one part of the way kept in place."""
    low, high = _scaled(axis, axis.low), _scaled(axis, axis.high)
    middle = low + about * (high - low)
    return _within(axis, fact, middle + factor * (low - middle), middle + factor * (high - middle))


def moved(axis: Axis, fact: Hyperparameter, share: float) -> Axis:
    """Return an axis moved by a part of its length, as far as that is allowed."""
    low, high = _scaled(axis, axis.low), _scaled(axis, axis.high)
    by = share * (high - low)
    return _within(axis, fact, low + by, high + by)


def rescaled(axis: Axis, fact: Hyperparameter, is_logarithmic: bool) -> Axis:
    """Return an axis with the same ends on another scale, above zero where it must be."""
    low, high = axis.low, axis.high
    if is_logarithmic and low <= 0:
        usual = min(1.0, high if high > 0 else 1.0)
        low = max(bounds(fact, True)[0], usual / 1e3)
        high = max(high, low * 10)
    return replace(axis, low=low, high=high, is_logarithmic=is_logarithmic)


def snapped(axis: Axis, count: int, value: float) -> float:
    """Return the middle of the pixel that a value lies in."""
    place = min(max(math.floor(share_of(axis, value) * count), 0), count - 1)
    return float(axis.centres(count)[place])


def _within(axis: Axis, fact: Hyperparameter, low: float, high: float) -> Axis:
    """Return an axis from one scaled end to another, moved or cut off at what is allowed."""
    least, most = (_scaled(axis, bound) for bound in bounds(fact, axis.is_logarithmic))
    size = 1.0 if axis.is_logarithmic else max(abs(low), abs(high))
    length = min(max(high - low, NARROWEST * size), most - least)
    middle = (low + high) / 2
    low = min(max(middle - length / 2, least), most - length)
    ends = _value(axis, low), _value(axis, low + length)
    allowed = bounds(fact, axis.is_logarithmic)
    first, last = (min(max(end, allowed[0]), allowed[1]) for end in ends)
    return replace(axis, low=first, high=last)


def _scaled(axis: Axis, value: float) -> float:
    return math.log10(value) if axis.is_logarithmic else value


def _value(axis: Axis, scaled: float) -> float:
    return 10.0**scaled if axis.is_logarithmic else scaled
