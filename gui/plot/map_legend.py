"""What the colours of a hyperparameter map mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plot.frame import axis_font
from gui.plot.map_colours import ColourScale, colours, ground, ink
from gui.plot.painting import paint_safely
from gui.theme import LIGHT, Theme

BAR_HEIGHT = 11.0
SWATCH = QSize(24, 13)
PIXELS_A_TICK = 60.0
HATCH_PIXELS = 6.0


class MapLegend(QWidget):
    """A bar of colours with numbers, and samples of what has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapLegend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._scale: ColourScale | None = None
        self._title = ""
        self._grounds: list[tuple[str, str]] = []
        self._bar = _bar()

    @property
    def lines(self) -> list[str]:
        """What it says, for those who can't see the colours."""
        return [self._title, *(text for _, text in self._grounds)]

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_meaning(
        self, scale: ColourScale | None, title: str, grounds: Sequence[tuple[str, str]]
    ) -> None:
        """Explain a picture.

        Parameters
        ----------
        scale
            Of its colours, None while no pixel has one.
        title
            What they tell.
        grounds
            Kinds of pixels without a colour, and what each stands for.
        """
        self._scale, self._title, self._grounds = scale, title, list(grounds)
        self.setAccessibleName("\n".join(self.lines))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the bar, its numbers and two samples, whether they are there or not."""
        line = QFontMetricsF(axis_font(self.font())).height()
        return QSize(320, round(4 * (line + 4) + BAR_HEIGHT + 6))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same height."""
        return QSize(220, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the legend."""
        paint_safely(self, self._draw)

    def _draw(self, painter: QPainter) -> None:
        painter.setFont(axis_font(self.font()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(painter.font())
        line, top = metrics.height() + 4, 0.0
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(0, top + metrics.ascent()), self._title)
        top += line
        if self._scale is not None:
            self._draw_bar(painter, self._scale, QRectF(1, top, self.width() - 2, BAR_HEIGHT))
            top += BAR_HEIGHT + line + 4
        for kind, text in self._grounds:
            self._draw_sample(painter, kind, QRectF(QPointF(1, top), SWATCH))
            painter.setPen(QColor(self._theme.text))
            middle = top + SWATCH.height() / 2 + metrics.capHeight() / 2
            painter.drawText(QPointF(SWATCH.width() + 9, middle), text)
            top += line

    def _draw_bar(self, painter: QPainter, scale: ColourScale, bar: QRectF) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.drawImage(bar, self._bar)
        painter.setPen(QColor(self._theme.muted))
        found = scale.ticks(round(bar.width() / PIXELS_A_TICK))
        places = scale.places(np.array([tick.value for tick in found])).tolist()
        free_from = -1.0
        for tick, place in zip(found, places, strict=True):
            column = bar.left() + place * bar.width()
            painter.drawLine(QPointF(column, bar.bottom()), QPointF(column, bar.bottom() + 3))
            width = metrics.horizontalAdvance(tick.text)
            left = min(max(column - width / 2, 0.0), self.width() - width)
            if left > free_from:
                baseline = bar.bottom() + metrics.ascent() + 4
                painter.drawText(QPointF(left, baseline), tick.text)
                free_from = left + width + 6

    def _draw_sample(self, painter: QPainter, kind: str, place: QRectF) -> None:
        """Paint a piece of the hatch of pixels without a number."""
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, ground(kind, self._theme))
        painter.setPen(QPen(ink(kind, self._theme), 1.0))
        reach, offset = place.height(), -place.height()
        while offset < place.width():
            left = place.left() + offset
            painter.drawLine(QPointF(left, place.bottom()), QPointF(left + reach, place.top()))
            if kind == "lost":
                painter.drawLine(QPointF(left, place.top()), QPointF(left + reach, place.bottom()))
            offset += HATCH_PIXELS
        painter.restore()
        painter.setPen(QPen(QColor(self._theme.muted), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)


def _bar() -> QImage:
    """Return the colours side by side."""
    pixels = np.ascontiguousarray(colours()[np.newaxis])
    count = pixels.shape[1]
    return QImage(pixels.data, count, 1, 4 * count, QImage.Format.Format_RGB32).copy()
