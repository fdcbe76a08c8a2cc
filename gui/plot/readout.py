"""A line of text in a pill beside the pointer."""

from __future__ import annotations

from functools import lru_cache, partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from gui.plot.painting import paint_safely
from gui.plot.transform import Transform
from gui.theme import Theme

SHADOW = 4
"""Pixels of shadow about a pill, with room for its edge."""

WIDTHS = 8
"""A pill is as wide as a multiple of so many pixels, so that it seldom has to be painted."""


def readout_place(transform: Transform, font: QFont, text: str, at: QPointF) -> QRectF:
    """Return where the pill beside a pointer lies: below it at the right, if there is room."""
    metrics = QFontMetricsF(font)
    width = ceil((metrics.horizontalAdvance(text) + 22) / WIDTHS) * WIDTHS
    height = metrics.height() + 14
    x = at.x() + 16 if at.x() + 16 + width <= transform.width - 6 else at.x() - 16 - width
    y = at.y() + 18 if at.y() + 18 + height <= transform.height - 6 else at.y() - 14 - height
    return QRectF(max(6.0, x), max(6.0, y), width, height)


def paint_readout(
    painter: QPainter, transform: Transform, theme: Theme, font: QFont, text: str, at: QPointF
) -> None:
    """Paint a pill of text beside the pointer, inside the picture."""
    place = readout_place(transform, font, text, at)
    ratio = painter.device().devicePixelRatioF()
    pill = _pill(place.width(), place.height(), theme.line, theme.panel, ratio)
    painter.drawImage(place.topLeft() - QPointF(SHADOW, SHADOW), pill)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


@lru_cache(maxsize=16)
def _pill(width: float, height: float, edge: str, ground: str, ratio: float) -> QImage:
    """Return an empty pill with its shadow: a frame has time for one picture, not for five."""
    pixels = ceil((width + 2 * SHADOW) * ratio), ceil((height + 2 * SHADOW) * ratio)
    image = QImage(*pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    pill = QRectF(SHADOW, SHADOW, width, height)
    paint_safely(image, partial(_paint_pill, pill, edge, ground))
    return image


def _paint_pill(pill: QRectF, edge: str, ground: str, painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in (3.0, 2.0, 1.0):
        painter.setBrush(QColor(0, 0, 0, 10))
        painter.drawRoundedRect(pill.adjusted(-spread, 1 - spread, spread, 1 + spread), 10, 10)
    painter.setPen(QPen(QColor(edge), 1.0))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, 8, 8)
