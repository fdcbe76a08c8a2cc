"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math
from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis."""

    value: float
    text: str


def ticks(low: float, high: float, target: int) -> list[Tick]:
    """Choose about `target` multiples of 1, 2 or 5 times a power of ten in a range."""
    step, exponent = _round_step((high - low) / max(1, target))
    first, last = math.ceil(low / step), math.floor(high / step)
    largest = max(abs(low), abs(high))
    return [Tick(k * step, _text(k, step, exponent, largest)) for k in range(first, last + 1)]


def superscript(exponent: int) -> str:
    """Write an exponent in raised digits."""
    return str(exponent).translate(_SUPERSCRIPTS)


def power_of_ten(size: float) -> str:
    """Write a power of ten with a raised exponent."""
    return f"10{superscript(round(math.log10(size)))}"


def _round_step(rough: float) -> tuple[float, int]:
    """Return the 1-2-5 step nearest above `rough`, and its power of ten."""
    exponent = math.floor(math.log10(rough))
    for multiple in (1, 2, 5):
        step = float(f"{multiple}e{exponent}")
        if step >= rough:
            return step, exponent
    return float(f"1e{exponent + 1}"), exponent + 1


def _text(count: int, step: float, exponent: int, largest: float) -> str:
    if count == 0:
        return "0"
    sign = MINUS if count < 0 else ""
    value = abs(count) * step
    if 1e-3 <= largest < 1e6:
        return f"{sign}{value:.{max(0, -exponent)}f}"
    power = math.floor(math.log10(largest))
    mantissa = f"{value / 10.0**power:.{max(0, power - exponent)}f}"
    return f"{sign}{mantissa}·10{superscript(power)}"
