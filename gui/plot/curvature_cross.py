"""The principal curvatures at a point, as a cross along the eigenvectors."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.curvature import Curvature
from gui.plot.transform import Transform
from gui.theme import Theme

SHORTEST, LONGEST = 12.0, 52.0
"""Pixels from the centre to an arm's end, for no and for the greater curvature."""


def paint_curvature_cross(
    painter: QPainter, transform: Transform, curvature: Curvature, theme: Theme
) -> None:
    """Paint an arm along each eigenvector, red where the loss falls, blue where it rises."""
    centre = transform.point(curvature.x, curvature.y)
    largest = max(map(abs, curvature.eigenvalues))
    if not (curvature.is_finite and transform.shows(centre, LONGEST)):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for value, vector in zip(curvature.eigenvalues, curvature.eigenvectors, strict=True):
        share = math.sqrt(abs(value) / largest) if largest > 0 else 0.0
        arm = _direction(transform, vector) * (SHORTEST + share * (LONGEST - SHORTEST))
        colour = theme.negative if value < 0 else theme.positive if value > 0 else theme.muted
        for paint, width in ((theme.halo, 5.0), (colour, 2.6)):
            painter.setPen(
                QPen(QColor(paint), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            painter.drawLine(centre - arm, centre + arm)


def _direction(transform: Transform, vector: tuple[float, float]) -> QPointF:
    """Return the direction of a data vector on the screen, of length 1."""
    x, y = vector[0] * transform.x_scale, -vector[1] * transform.y_scale
    length = math.hypot(x, y)
    return QPointF(x / length, y / length) if length > 0 else QPointF()
