"""The principal curvatures at a point, as a cross along the eigenvectors."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from core.curvature import Curvature
from gui.plot.painting import write_with_halo
from gui.plot.transform import Transform
from gui.theme import Theme

SHORTEST, LONGEST = 12.0, 52.0
"""Pixels from the centre to an arm's end, for no and for the greater curvature."""

NAMES = ("λ₁", "λ₂")
"""Of the arms, as of the bars in the curvature panel."""

_BARB = 8.0
_NAME_DISTANCE = 12.0
_HALO, _STROKE, _NAME_HALO = 5.0, 2.6, 3.0


def paint_curvature_cross(
    painter: QPainter, transform: Transform, curvature: Curvature, theme: Theme, font: QFont
) -> None:
    """Paint an arm along each eigenvector, the longer the stronger the loss bends along it.

    An arm along which the loss bends down is red and points outwards, where it falls; one
    along which it bends up is blue, and one whose sign is in doubt is grey. Each bears the
    name of its eigenvalue.
    """
    centre = transform.point(curvature.x, curvature.y)
    largest = max(map(abs, curvature.eigenvalues))
    if not (curvature.is_finite and transform.shows(centre, LONGEST)):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for name, value, sign, vector in zip(
        NAMES, curvature.eigenvalues, curvature.signs, curvature.eigenvectors, strict=True
    ):
        share = math.sqrt(abs(value) / largest) if largest > 0 else 0.0
        direction = _direction(transform, vector)
        length = SHORTEST + share * (LONGEST - SHORTEST)
        colour = {-1: theme.negative, 0: theme.muted, 1: theme.positive}[sign]
        shape = _arms(centre, direction, length, points_outwards=sign < 0)
        painter.strokePath(shape, _pen(theme.halo, _HALO))
        painter.strokePath(shape, _pen(colour, _STROKE))
        _paint_name(painter, name, centre + direction * (length + _NAME_DISTANCE), font, theme)


def _arms(
    centre: QPointF, direction: QPointF, length: float, *, points_outwards: bool
) -> QPainterPath:
    shape = QPainterPath(centre - direction * length)
    shape.lineTo(centre + direction * length)
    if points_outwards:
        across = QPointF(-direction.y(), direction.x())
        for way in (1, -1):
            tip, back = centre + direction * (way * length), direction * (way * _BARB)
            shape.moveTo(tip - back + across * (_BARB * 0.6))
            shape.lineTo(tip)
            shape.lineTo(tip - back - across * (_BARB * 0.6))
    return shape


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _paint_name(painter: QPainter, name: str, at: QPointF, font: QFont, theme: Theme) -> None:
    metrics = QFontMetricsF(font)
    box = QRectF(0, 0, metrics.horizontalAdvance(name), metrics.height())
    box.moveCenter(at)
    baseline = QPointF(box.left(), box.top() + metrics.ascent())
    halo = _pen(theme.halo, _NAME_HALO)
    write_with_halo(painter, baseline, font, name, QColor(theme.text), halo)


def _direction(transform: Transform, vector: tuple[float, float]) -> QPointF:
    """Return the direction of a data vector on the screen, of length 1."""
    x, y = vector[0] * transform.x_scale, -vector[1] * transform.y_scale
    length = math.hypot(x, y)
    return QPointF(x / length, y / length) if length > 0 else QPointF()
