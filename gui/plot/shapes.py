"""Outlines of the marks, about the origin."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath


def marker_path(marker: str, radius: float) -> QPainterPath:
    """Return the outline of one of `gui.theme.MARKERS`; all look equally large."""
    corners = {"square": (4, 45.0), "diamond": (4, 0.0), "triangle": (3, 90.0),
               "pentagon": (5, 90.0)}  # fmt: skip
    if marker in corners:
        count, turn = corners[marker]
        return _polygon([radius * _same_area(count)] * count, turn)
    if marker == "star":
        return _polygon([radius * 1.5, radius * 0.7] * 5, 90.0)
    path = QPainterPath()
    path.addEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    return path


def critical_point_path(kind: str, radius: float) -> QPainterPath:
    """Return the outline of a kind of critical point: ▽ △ ✕ ◇."""
    if kind == "saddle":
        arm = radius * 0.8
        path = QPainterPath(QPointF(-arm, -arm))
        path.lineTo(arm, arm)
        path.moveTo(-arm, arm)
        path.lineTo(arm, -arm)
        return path
    count, turn = {"minimum": (3, -90.0), "maximum": (3, 90.0)}.get(kind, (4, 0.0))
    return _polygon([radius * 1.1] * count, turn)


def wave_path(radius: float) -> QPainterPath:
    """Return a wave, which stands for a curve of critical points in a list."""
    path = QPainterPath(QPointF(-1.2 * radius, 0.35 * radius))
    path.cubicTo(-0.4 * radius, -2 * radius, 0.4 * radius, 2 * radius, 1.2 * radius, -0.35 * radius)
    return path


ENDINGS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "converged": (((-0.5, 0.02), (-0.14, 0.4), (0.5, -0.38)),),
    "stalled": (((-0.45, -0.22), (0.45, -0.22)), ((-0.45, 0.22), (0.45, 0.22))),
    "diverged": (((-0.42, 0.42), (0.42, -0.42)), ((-0.14, -0.42), (0.42, -0.42), (0.42, 0.14))),
    "left_domain": (((-0.38, -0.38), (0.38, 0.38)), ((-0.38, 0.38), (0.38, -0.38))),
}
"""Lines of the signs of how a run ended, in a disc of radius 1: ✓ = ↗ ✕."""


def ending_path(ending: str, radius: float) -> QPainterPath:
    """Return the sign of one of `ENDINGS`, to be stroked."""
    path = QPainterPath()
    for line in ENDINGS[ending]:
        (x, y), *rest = line
        path.moveTo(radius * x, radius * y)
        for x, y in rest:
            path.lineTo(radius * x, radius * y)
    return path


def _same_area(corners: int) -> float:
    """Return the radius of the regular polygon that has the area of the unit circle."""
    angle = 2 * math.pi / corners
    return math.sqrt(2 * math.pi / (corners * math.sin(angle)))


def _polygon(radii: list[float], turn: float) -> QPainterPath:
    path = QPainterPath()
    for place, radius in enumerate(radii):
        angle = math.radians(turn + 360.0 * place / len(radii))
        corner = QPointF(radius * math.cos(angle), -radius * math.sin(angle))
        if place:
            path.lineTo(corner)
        else:
            path.moveTo(corner)
    path.closeSubpath()
    return path
