"""Where the arrows of a step lie in the picture, and by what factor they are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from core.explanation import Arrow, ArrowKind
from gui.numbers import format_number
from gui.plot.transform import Transform

SHORTEST = 45.0
"""Pixels; if the longest arrow that is true to scale is shorter, all are magnified."""
READABLE = 100.0
LONGEST_DIRECTION = 180.0
"""Pixels of an arrow that shows a direction."""
EDGE = 12.0
"""Pixels at the picture's edge that labels keep free."""
LIMIT = 1e5
"""Pixels from the picture beyond which nothing is painted."""


class PlacedArrow(NamedTuple):
    """An arrow in pixels."""

    label: str
    kind: ArrowKind
    tail: QPointF
    head: QPointF

    @property
    def length(self) -> float:
        """Its length in pixels."""
        return math.hypot(*(self.head - self.tail).toTuple())


class PlacedStep(NamedTuple):
    """The arrows of a step in the order of painting: shorter ones come later."""

    arrows: tuple[PlacedArrow, ...]
    magnification: float
    """How many times too long the arrows are that add up to the step."""
    closing_lines: tuple[tuple[QPointF, QPointF], ...]
    """What completes the parallelogram, if the step is a sum of two."""


def place_step(arrows: Sequence[Arrow], transform: Transform) -> PlacedStep:
    """Place arrows; directions get a readable length, and a label that tells their factor."""
    to_scale = [arrow for arrow in arrows if arrow.kind != "gradient"]
    directions = [arrow for arrow in arrows if arrow.kind == "gradient"]
    longest = max((_true_length(arrow, transform) for arrow in to_scale), default=0.0)
    direction_factor = _direction_factor(directions, transform)
    magnification = 1.0
    if 0 < longest < SHORTEST:
        magnification = max(1.0, round_factor(READABLE / longest))
    placed = []
    for arrow in arrows:
        is_direction = arrow.kind == "gradient"
        factor = direction_factor if is_direction else magnification
        if one := _placed(arrow, transform, factor, tells_factor=is_direction):
            placed.append(one)
    placed.sort(key=lambda arrow: -arrow.length)
    return PlacedStep(tuple(placed), magnification, _closing_lines(placed))


def round_factor(factor: float) -> float:
    """Return the largest of …, 0.5, 1, 2, 5, 10, … that is not above a factor."""
    power = 10.0 ** math.floor(math.log10(factor))
    return float(f"{max(m for m in (1, 2, 5) if m * power <= factor * (1 + 1e-12)) * power:.0e}")


def _true_length(arrow: Arrow, transform: Transform) -> float:
    along, up = _vector(arrow, transform)
    length = math.hypot(along, up)
    return length if math.isfinite(length) else 0.0


def _vector(arrow: Arrow, transform: Transform) -> tuple[float, float]:
    return (
        (arrow.head[0] - arrow.tail[0]) * transform.x_scale,
        (arrow.tail[1] - arrow.head[1]) * transform.y_scale,
    )


def _direction_factor(arrows: Sequence[Arrow], transform: Transform) -> float:
    """Return the factor of all directions: beside each other their lengths must compare."""
    length = max((_true_length(arrow, transform) for arrow in arrows), default=0.0)
    if SHORTEST <= length <= LONGEST_DIRECTION or length == 0:
        return 1.0
    return round_factor(LONGEST_DIRECTION / length)


def _placed(
    arrow: Arrow, transform: Transform, factor: float, *, tells_factor: bool
) -> PlacedArrow | None:
    along, up = (part * factor for part in _vector(arrow, transform))
    tail = transform.point(*arrow.tail)
    reach = max(map(abs, (along, up, tail.x(), tail.y())))
    if not (reach <= LIMIT and math.hypot(along, up) > 0):
        return None
    is_scaled = tells_factor and factor != 1
    label = f"{arrow.label} ×{format_number(factor)}" if is_scaled else arrow.label
    return PlacedArrow(label, arrow.kind, tail, tail + QPointF(along, up))


def _closing_lines(arrows: Sequence[PlacedArrow]) -> tuple[tuple[QPointF, QPointF], ...]:
    step = next((arrow for arrow in arrows if arrow.kind == "step"), None)
    parts = [arrow for arrow in arrows if arrow.kind in ("velocity", "part")]
    if step is None or len(parts) != 2:
        return ()
    for one, other in combinations(parts, 2):
        miss = one.head + other.head - one.tail - step.head
        if math.hypot(miss.x(), miss.y()) > 0.01 * step.length + 0.5:
            return ()
    return tuple((part.head, step.head) for part in parts)


def last_seen(arrow: PlacedArrow, transform: Transform) -> QPointF | None:
    """Return the head, or where the arrow leaves the picture; None if neither is seen."""
    if transform.shows(arrow.head):
        return arrow.head
    if not transform.shows(arrow.tail):
        return None
    share, shift = 1.0, arrow.head - arrow.tail
    frame = transform.frame.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    for start, length, low, high in (
        (arrow.tail.x(), shift.x(), frame.left(), frame.right()),
        (arrow.tail.y(), shift.y(), frame.top(), frame.bottom()),
    ):
        if length and low <= start <= high:
            share = min(share, ((high if length > 0 else low) - start) / length)
    return arrow.tail + shift * share


def length_within(place: QRectF, arrow: PlacedArrow) -> float:
    """Return how many pixels of an arrow lie in a rectangle."""
    first, last = 0.0, 1.0
    shift = arrow.head - arrow.tail
    for start, length, low, high in (
        (arrow.tail.x(), shift.x(), place.left(), place.right()),
        (arrow.tail.y(), shift.y(), place.top(), place.bottom()),
    ):
        if length:
            enter, leave = sorted(((low - start) / length, (high - start) / length))
            first, last = max(first, enter), min(last, leave)
        elif not low <= start <= high:
            return 0.0
    return max(0.0, last - first) * arrow.length
