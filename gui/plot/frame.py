"""What frames the picture: axis numbers inside the edges and rounded corners."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath

from gui.letters import letter
from gui.plot.ticks import ticks
from gui.plot.transform import Transform
from gui.theme import Theme

CORNER_RADIUS = 11.0
MARGIN = 11.0
"""Pixels between the edge and the axis numbers."""

PIXELS_A_TICK = (95.0, 75.0)
"""Along the lower edge, and along the left one."""


def paint_axis_numbers(painter: QPainter, transform: Transform, theme: Theme, font: QFont) -> None:
    """Paint the numbers of both axes along the lower and the left edge."""
    painter.setFont(axis_font(font))
    painter.setPen(QColor(theme.muted))
    metrics = QFontMetricsF(painter.font())
    baseline = transform.height - MARGIN
    left = MARGIN
    low_limit = baseline - metrics.height() - 4
    view = transform.view
    for tick in ticks(view.y_min, view.y_max, round(transform.height / PIXELS_A_TICK[1])):
        row = transform.point(view.x_min, tick.value).y()
        if 2.5 * metrics.height() <= row <= low_limit:
            painter.drawText(QPointF(left, row + metrics.capHeight() / 2), tick.text)
    for tick in ticks(view.x_min, view.x_max, round(transform.width / PIXELS_A_TICK[0])):
        column = transform.point(tick.value, view.y_min).x()
        half = metrics.horizontalAdvance(tick.text) / 2
        if MARGIN + half <= column <= transform.width - 3 * MARGIN - half:
            painter.drawText(QPointF(column - half, baseline), tick.text)


def paint_axis_names(
    painter: QPainter, transform: Transform, theme: Theme, font: QFont, names: tuple[str, str]
) -> None:
    """Paint the variables' names where the two axes end, lower right and upper left."""
    italic = axis_font(font)
    italic.setItalic(True)
    painter.setFont(italic)
    painter.setPen(QColor(theme.muted))
    metrics = QFontMetricsF(italic)
    x_name, y_name = map(letter, names)
    right = transform.width - MARGIN - metrics.horizontalAdvance(x_name)
    painter.drawText(QPointF(right, transform.height - MARGIN), x_name)
    painter.drawText(QPointF(MARGIN, MARGIN + metrics.ascent()), y_name)


def paint_corners(painter: QPainter, transform: Transform, theme: Theme) -> None:
    """Round the picture's corners by painting the page over them."""
    frame = transform.frame
    corners = QPainterPath()
    corners.addRect(frame)
    corners.addRoundedRect(frame, CORNER_RADIUS, CORNER_RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners, QColor(theme.page))


def axis_font(font: QFont) -> QFont:
    """Return the font of axis numbers: the widget's, a little smaller."""
    smaller = QFont(font)
    if font.pixelSize() > 0:
        smaller.setPixelSize(max(1, round(font.pixelSize() * 0.9)))
    else:
        smaller.setPointSizeF(font.pointSizeF() * 0.9)
    return smaller
