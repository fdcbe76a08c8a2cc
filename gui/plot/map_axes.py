"""Where values of two hyperparameters lie on a map, and the numbers along its edges."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from core.axes import Axis
from gui.numbers import format_number
from gui.plot.ticks import Tick, superscript, ticks

FAR = 3.0
"""Lengths of an axis beyond its edges to which what is far outside is brought closer."""

NARROW = 1.0
"""Powers of ten below which a logarithmic axis shows round numbers instead of decades."""

LEAST_PLAIN, MOST_PLAIN = 1e-3, 1e4
"""Between these, numbers along an axis are written without powers of ten."""

FEW_DECADES = 2.5
"""Powers of ten up to which it shows their doubles and quintuples as well."""


@dataclass(frozen=True, slots=True)
class MapAxes:
    """Two axes along the lower and the left edge of a rectangle."""

    area: QRectF
    x: Axis
    y: Axis

    def point(self, x: float, y: float) -> QPointF:
        """Return where a pair of values lies; what is far outside, nearer by."""
        return QPointF(
            self.area.left() + near(share_of(self.x, x)) * self.area.width(),
            self.area.bottom() - near(share_of(self.y, y)) * self.area.height(),
        )

    def shares(self, place: QPointF) -> tuple[float, float]:
        """Return how far along either axis a place is, from 0 to 1 inside."""
        return (
            (place.x() - self.area.left()) / self.area.width(),
            (self.area.bottom() - place.y()) / self.area.height(),
        )

    def rectangle(self, x: Axis, y: Axis) -> QRectF:
        """Return where the map of two other ranges lies, whose scales are the same."""
        return QRectF(self.point(x.low, y.high), self.point(x.high, y.low))

    def holds(self, place: QPointF) -> bool:
        """Tell whether a place lies inside."""
        return self.area.contains(place)


def share_of(axis: Axis, value: float) -> float:
    """Return how far along an axis a value is: 0 at its low edge, 1 at its high one."""
    if not axis.is_logarithmic:
        return (value - axis.low) / (axis.high - axis.low)
    if value <= 0:
        return -math.inf
    return math.log(value / axis.low) / math.log(axis.high / axis.low)


def near(share: float) -> float:
    """Bring a share that is far outside closer, for the painter."""
    return min(max(share, -FAR), 1 + FAR)


def axis_ticks(axis: Axis, target: int) -> list[Tick]:
    """Choose about `target` round numbers along an axis."""
    span = math.log10(axis.high / axis.low) if axis.is_logarithmic else 0.0
    if span < NARROW:
        return ticks(axis.low, axis.high, target)
    stride = max(1, math.ceil(span / max(1, target)))
    first, last = math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))
    multiples = (1, 2, 5) if span < FEW_DECADES and target > 2 * span else (1,)
    values = [
        value
        for power in range(-(-first // stride) * stride, last + 1, stride)
        for multiple in multiples
        if axis.low * (1 - 1e-9)
        <= (value := float(f"{multiple}e{power}"))
        <= axis.high * (1 + 1e-9)
    ]
    is_plain = all(LEAST_PLAIN <= value <= MOST_PLAIN for value in values)
    return [Tick(value, format_number(value) if is_plain else _power(value)) for value in values]


def _power(value: float) -> str:
    """Write a multiple of a power of ten."""
    mantissa, exponent = f"{value:.0e}".split("e")
    power = f"10{superscript(int(exponent))}"
    return power if mantissa == "1" else f"{mantissa}·{power}"
