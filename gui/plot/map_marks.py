"""What is painted over and around a hyperparameter map."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from core.compiler.arrays import FloatArray
from gui.plot.map_axes import MapAxes, axis_ticks
from gui.plot.paths import short_paths_of_lines
from gui.plot.shapes import marker_path
from gui.theme import Theme, TrailStyle

BRIGHT, DIM = QColor("#ffffff"), QColor(18, 33, 42, 190)
"""Of lines over the map, which is dark in one place and bright in another: line and halo."""

EVERY = 4
"""Of the points of a boundary so many-th are painted: it is smooth, and the map is small."""

BOUNDARY_DASH = [5.0, 3.0]
MARKER_RADIUS = 6.5
READING_GAP = 8.0
"""Between the place that is read and what is read there."""

PROGRESS_HEIGHT = 3.0
PIXELS_A_TICK = (62.0, 40.0)


def room_around(font: QFont) -> tuple[float, float, float, float]:
    """Return the room for the numbers and names at the left, top, right and bottom."""
    metrics = QFontMetricsF(font)
    left = metrics.horizontalAdvance("0.0005") + 10
    return left, 1.6 * metrics.height(), 10.0, 2.4 * metrics.height() + 4


def paint_boundary(painter: QPainter, axes: MapAxes, boundary: FloatArray, name: str) -> None:
    """Paint where theory expects runs to diverge, with its name beside it."""
    places = [axes.point(x, y) for x, y in boundary.T[::EVERY].tolist()]
    if len(places) < 2:
        return
    line = np.array([(place.x(), place.y()) for place in places])
    dashed = QPen(BRIGHT, 2.0)
    dashed.setDashPattern(BOUNDARY_DASH)
    for pen in (QPen(DIM, 4.0), dashed):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for piece in short_paths_of_lines([line]):
            painter.drawPath(piece)
    inside = [place for place in places if axes.holds(place)]
    if inside:
        _name_line(painter, axes, inside[len(inside) // 2], name)


def _name_line(painter: QPainter, axes: MapAxes, place: QPointF, name: str) -> None:
    """Write a name beside a place on a line, on the side that has room."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(name)
    left = place.x() - 10 - width
    if left < axes.area.left() + 4:
        left = min(place.x() + 10, axes.area.right() - width - 4)
    row = min(max(place.y(), axes.area.top() + metrics.height()), axes.area.bottom() - 8)
    # A ground costs a tenth of what a halo does, and this is painted while a hand drags.
    ground = metrics.boundingRect(name).translated(left, row).adjusted(-5, -1, 5, 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(DIM)
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(BRIGHT)
    painter.drawText(QPointF(left, row), name)


def paint_cursor(painter: QPainter, axes: MapAxes, cursor: QPointF | None) -> None:
    """Paint a cross of thin lines through the place that is read."""
    if cursor is None:
        return
    area = axes.area
    # Through the middles of pixels, or a thin line would be a wide pale one.
    x, y = (math.floor(place) + 0.5 for place in (cursor.x(), cursor.y()))
    for colour, width in ((DIM, 3.0), (BRIGHT, 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def paint_reading(
    painter: QPainter, axes: MapAxes, cursor: QPointF | None, text: str, theme: Theme
) -> None:
    """Paint a number in a pill beside the place that is read, above it where there is room."""
    if cursor is None or not text:
        return
    area, metrics = axes.area, QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 6
    fits_right = cursor.x() + READING_GAP + width <= area.right() - 2
    fits_above = cursor.y() - READING_GAP - height >= area.top() + 2
    left = cursor.x() + READING_GAP if fits_right else cursor.x() - READING_GAP - width
    top = cursor.y() - READING_GAP - height if fits_above else cursor.y() + READING_GAP
    pill = QRectF(left, top, width, height)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(pill, 6, 6)
    painter.setPen(QColor(theme.text))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_marker(
    painter: QPainter,
    axes: MapAxes,
    values: tuple[float, float],
    style: TrailStyle | None,
    theme: Theme,
) -> None:
    """Paint the entry's marker at its values, at the edge where they are outside."""
    place, area = axes.point(*values), axes.area.adjusted(2, 2, -2, -2)
    held = QPointF(
        min(max(place.x(), area.left()), area.right()),
        min(max(place.y(), area.top()), area.bottom()),
    )
    outline = marker_path(style.marker if style else "circle", MARKER_RADIUS).translated(held)
    painter.strokePath(outline, QPen(DIM, 6.0))
    painter.strokePath(outline, QPen(BRIGHT, 3.5))
    painter.fillPath(outline, style.colour if style else QColor(theme.accent))


def paint_progress(painter: QPainter, axes: MapAxes, share: float | None, theme: Theme) -> None:
    """Paint how much is computed along the lower edge."""
    if share is None:
        return
    area = axes.area
    bar = QRectF(area.left(), area.bottom() - PROGRESS_HEIGHT, area.width(), PROGRESS_HEIGHT)
    painter.fillRect(bar, QColor(theme.line))
    bar.setWidth(area.width() * share)
    painter.fillRect(bar, QColor(theme.accent))


def paint_edges(
    painter: QPainter, axes: MapAxes, titles: tuple[str, str], theme: Theme, *, has_focus: bool
) -> None:
    """Paint the frame, the numbers along two edges and the names of the axes."""
    area, metrics = axes.area, QFontMetricsF(painter.font())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(QColor(theme.accent if has_focus else theme.muted), 1.5 if has_focus else 1)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
    painter.setPen(QColor(theme.muted))
    baseline, free_from = area.bottom() + metrics.ascent() + 5, -math.inf
    for tick in axis_ticks(axes.x, round(area.width() / PIXELS_A_TICK[0])):
        column = axes.point(tick.value, axes.y.low).x()
        painter.drawLine(QPointF(column, area.bottom()), QPointF(column, area.bottom() + 3))
        width = metrics.horizontalAdvance(tick.text)
        left = min(max(column - width / 2, 0.0), area.right() + 10 - width)
        if left > free_from:
            painter.drawText(QPointF(left, baseline), tick.text)
            free_from = left + width + 6
    for tick in axis_ticks(axes.y, round(area.height() / PIXELS_A_TICK[1])):
        row = axes.point(axes.x.low, tick.value).y()
        painter.drawLine(QPointF(area.left() - 3, row), QPointF(area.left(), row))
        left = area.left() - 6 - metrics.horizontalAdvance(tick.text)
        painter.drawText(QPointF(left, row + metrics.capHeight() / 2), tick.text)
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(area.left(), metrics.ascent() + 1), titles[1])
    right = area.right() - metrics.horizontalAdvance(titles[0])
    painter.drawText(QPointF(right, baseline + metrics.height()), titles[0])
