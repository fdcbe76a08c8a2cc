"""The curvature along a run against the limit of its method, under the landscape's playhead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.sharpness import SharpnessRecord
from gui.plot import sprites
from gui.plot.curvature_scale import CurvatureScale, curvature_scale
from gui.plot.paths import path_of_vertices
from gui.plot.step_chart import StepChart, draw_halves

FloatArray = NDArray[np.float64]

WIDTHS = (1.0, 2.0)
"""Of the curves of the smaller and of the larger eigenvalue, in pixels."""

PIECE = 20
"""Vertices of a wide curve stroked at once: a whole one takes Qt six times as long."""

LIMIT_WIDTH = 1.6
LIMIT_DASH = (5.0, 3.0)
TINT = (24, 52)
"""Opacity of the ground above the limit, of 255: light, dark."""


@dataclass(frozen=True, eq=False, slots=True)
class _Curves:
    record: SharpnessRecord
    last_step: int
    colour: QColor
    scale: CurvatureScale


class CurvatureChart(StepChart):
    """Paints both eigenvalues of one run, the limit dashed, and a tint above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curvatureChart")
        self.setAccessibleName(self.tr("Curvature against step"))
        self._curves: _Curves | None = None
        self._image: QImage | None = None
        self._hint = ""

    def set_record(self, record: SharpnessRecord, last_step: int, colour: QColor) -> None:
        """Show the curvature along a run of a race that ends at a step."""
        scale = curvature_scale(record.governing, record.limit)
        self._curves = _Curves(record, last_step, colour, scale)
        self._restart()

    def set_hint(self, text: str) -> None:
        """Say why there is nothing to show."""
        self._curves, self._hint = None, text
        self._restart()

    def last_step(self) -> int | None:
        """Return the last step of the race, or None without one."""
        return self._curves.last_step if self._curves is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Paint the curves anew for the new size."""
        self._restart()

    def event(self, event: QEvent) -> bool:
        """Paint the curves anew for another font or another screen."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._restart()
        return super().event(event)

    def _restart(self) -> None:
        self._image = None
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint a frame."""
        painter.fillRect(self.rect(), QColor(self._theme.page))
        curves = self._curves
        if curves is None:
            self.draw_hint(painter, self._hint)
            return
        self._draw_tint(painter, curves)
        self.draw_axis(painter, curves.scale)
        if self._image is None:
            self._image = self._painted(curves)
        draw_halves(painter, self._image, self.playhead(curves.last_step))
        self._draw_limit(painter, curves)
        self.draw_playhead(painter, curves.last_step)
        self._draw_head(painter, curves)

    def _painted(self, curves: _Curves) -> QImage:
        """Return the two curves as they are without a playhead."""
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for values, width in zip(curves.record.governing, WIDTHS, strict=True):
            self._stroke(painter, curves, values, QPen(curves.colour, width))
        painter.end()
        return image

    def _stroke(self, painter: QPainter, curves: _Curves, values: FloatArray, pen: QPen) -> None:
        columns, rows = self._places(curves, values)
        finite = np.isfinite(rows)
        joined = finite & np.roll(finite, 1)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        columns, rows, joined = columns[finite], rows[finite], joined[finite]
        length = PIECE if pen.widthF() > 1 else max(1, columns.size)
        for first in range(0, columns.size, length):
            piece = slice(first, first + length + 1)
            painter.strokePath(path_of_vertices(columns[piece], rows[piece], joined[piece]), pen)

    def _places(self, curves: _Curves, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the pixels of values, one for each iterate of the record."""
        area = self.area()
        columns = area.left() + curves.record.steps * (area.width() / max(1, curves.last_step))
        rows: FloatArray = area.bottom() - curves.scale.heights(values) * area.height()
        return np.asarray(columns, np.float64), rows

    def _limit_places(self, curves: _Curves) -> tuple[FloatArray, FloatArray] | None:
        """Return the pixels of the limit, drawn on to the end of the axis."""
        limit = curves.record.limit
        if limit is None:
            return None
        columns, rows = self._places(curves, limit)
        finite = np.isfinite(rows)
        if not finite.any():
            return None
        columns, rows = columns[finite], rows[finite]
        return np.append(columns, self.area().right()), np.append(rows, rows[-1])

    def _draw_tint(self, painter: QPainter, curves: _Curves) -> None:
        places = self._limit_places(curves)
        if places is None:
            return
        columns, rows = places
        area, colour = self.area(), QColor(self._theme.negative)
        colour.setAlpha(TINT[self._theme.is_dark])
        x = np.concatenate((columns, [area.right(), columns[0]]))
        y = np.concatenate((rows, [area.top(), area.top()]))
        joined = np.ones(x.size, dtype=np.bool_)
        painter.fillPath(path_of_vertices(x, y, joined), colour)

    def _draw_limit(self, painter: QPainter, curves: _Curves) -> None:
        places = self._limit_places(curves)
        if places is None:
            return
        pen = QPen(QColor(self._theme.negative), LIMIT_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(LIMIT_DASH)
        joined = np.ones(places[0].size, dtype=np.bool_)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(path_of_vertices(*places, joined), pen)

    def _draw_head(self, painter: QPainter, curves: _Curves) -> None:
        place = curves.record.place(self._step)
        columns, rows = self._places(curves, curves.record.governing[1])
        if np.isfinite(rows[place]):
            dot = sprites.dot(curves.colour, 4.4, self.devicePixelRatioF())
            sprites.stamp(
                painter,
                QRectF(self.rect()),
                dot,
                columns[place : place + 1],
                rows[place : place + 1],
            )
