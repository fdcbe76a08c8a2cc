"""The error of difference quotients against their step, both axes logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.gradient_check import ORDERS, Differences, GradientCheck
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.plot.ticks import superscript
from gui.plot.transform import FloatArray
from gui.theme import LIGHT, OKABE_ITO, Theme

FLOOR, CEILING = 1e-17, 1e4
"""Errors beyond are drawn on the edge; those of zero, which have no logarithm, on the floor."""

DECADES_A_TICK = 4
DASHES = {"forward": (), "central": (4.0, 1.5)}
MARKERS = {"forward": "circle", "central": "square"}
PLACES = {"forward": 0, "central": 1}
"""Of the colours in `OKABE_ITO`."""


@dataclass(frozen=True, slots=True)
class _Axes:
    """Powers of ten at the edges of a rectangle."""

    area: QRectF
    left: float
    right: float
    low: float
    high: float

    def point(self, step: float, error: float) -> QPointF:
        """Return where a step and an error lie; beyond the edges, on them."""
        power = math.log10(min(max(error, FLOOR), CEILING))
        return QPointF(self.column(math.log10(step)), self.row(power))

    def column(self, power: float) -> float:
        """Return where a power of ten of the step lies."""
        share = (power - self.left) / (self.right - self.left)
        return self.area.left() + share * self.area.width()

    def row(self, power: float) -> float:
        """Return where a power of ten of the error lies."""
        share = (power - self.low) / (self.high - self.low)
        return self.area.bottom() - min(max(share, 0.0), 1.0) * self.area.height()


class ErrorChart(QWidget):
    """Paints the errors of both quotients, their best steps, and the slopes of theory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorChart")
        self.setAccessibleName(self.tr("Error of the difference quotients against h"))
        self.setToolTip(
            self.tr("Right of the best h the error is of truncation, left of it of rounding.")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._check: GradientCheck | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_check(self, check: GradientCheck | None) -> None:
        """Show the errors at another point, or none."""
        self._check = check
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the decades of either axis."""
        return QSize(340, round(14 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(220, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint axes, guide lines, curves and marks."""
        paint_safely(self, self._draw)

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(axis_font(self.font()))
        if self._check is None or self._check.forward.best is None:
            painter.setPen(QColor(self._theme.muted))
            text = self.tr("There is no error to show here.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        axes = self._axes(self._check)
        self._draw_grid(painter, axes)
        both = (self._check.forward, self._check.central)
        painter.setClipRect(axes.area.adjusted(-7, -7, 7, 7))
        for differences in both:
            self._draw_guide(painter, axes, differences)
        for differences in both:
            self._draw_curve(painter, axes, self._check.steps, differences)
        for differences in both:
            self._draw_best(painter, axes, self._check.steps, differences)
        painter.setClipping(False)
        self._draw_legend(painter, axes)

    def _axes(self, check: GradientCheck) -> _Axes:
        metrics = QFontMetricsF(axis_font(self.font()))
        left = metrics.horizontalAdvance("10⁻¹⁶") + 8
        above, below = 1.5 * metrics.height() + 6, 2.3 * metrics.height()
        area = QRectF(self.rect()).adjusted(left, above, -10, -below)
        errors = np.concatenate((check.forward.errors, check.central.errors))
        positive = np.clip(errors[errors > 0], FLOOR, CEILING)
        if not positive.size:
            positive = np.array([FLOOR, 1.0])
        low = math.floor(math.log10(positive.min()))
        high = max(math.ceil(math.log10(positive.max())), low + 1)
        powers = np.log10(check.steps[[0, -1]])
        return _Axes(area, float(powers[0]), float(powers[1]), low, high)

    def _draw_grid(self, painter: QPainter, axes: _Axes) -> None:
        metrics, area = QFontMetricsF(painter.font()), axes.area
        line, text = QPen(QColor(self._theme.line), 1.0), QColor(self._theme.muted)
        for power in _multiples(axes.low, axes.high):
            row, label = axes.row(power), f"10{superscript(power)}"
            painter.setPen(line)
            painter.drawLine(QPointF(area.left(), row), QPointF(area.right(), row))
            painter.setPen(text)
            left = area.left() - 7 - metrics.horizontalAdvance(label)
            painter.drawText(QPointF(left, row + metrics.capHeight() / 2), label)
        baseline = area.bottom() + metrics.ascent() + 6
        for power in _multiples(axes.left, axes.right):
            column, label = axes.column(power), f"10{superscript(power)}" if power else "1"
            painter.setPen(line)
            painter.drawLine(QPointF(column, area.bottom()), QPointF(column, area.bottom() + 4))
            painter.setPen(text)
            half = metrics.horizontalAdvance(label) / 2
            painter.drawText(QPointF(column - half, baseline), label)
        name = self.tr("step h")
        half = metrics.horizontalAdvance(name) / 2
        painter.drawText(QPointF(area.center().x() - half, baseline + metrics.height()), name)

    def _draw_guide(self, painter: QPainter, axes: _Axes, differences: Differences) -> None:
        """Draw the truncation error that theory promises, h to the order."""
        if math.isnan(differences.coefficient):
            return
        order = ORDERS[differences.kind]
        ends = []
        for power in (axes.low, axes.high):
            column = (power - math.log10(differences.coefficient)) / order
            ends.append(QPointF(axes.column(column), axes.row(power)))
        painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(ends[0], ends[1])
        label, metrics = self.tr("slope {0}").format(order), QFontMetricsF(painter.font())
        # Low on the line the curve has left it, so that the words are free.
        place = ends[0] + (ends[1] - ends[0]) * 0.1
        left = place.x() - metrics.horizontalAdvance(label) - 8
        if order == ORDERS["central"]:
            left = place.x() + 8
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(left, place.y() + metrics.capHeight() / 2), label)

    def _draw_curve(
        self, painter: QPainter, axes: _Axes, steps: FloatArray, differences: Differences
    ) -> None:
        pen = QPen(self._colour(differences.kind), 2.0)
        if DASHES[differences.kind]:
            pen.setDashPattern(DASHES[differences.kind])
        painter.setPen(pen)
        # A gap stays a gap: what is undefined is not joined by a line.
        known = np.flatnonzero(np.isfinite(differences.errors))
        pieces = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
        for piece in pieces:
            points = zip(steps[piece].tolist(), differences.errors[piece].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([axes.point(*point) for point in points]))

    def _draw_best(
        self, painter: QPainter, axes: _Axes, steps: FloatArray, differences: Differences
    ) -> None:
        if differences.best is None:
            return
        best = differences.best
        place = axes.point(float(steps[best]), float(differences.errors[best]))
        outline = marker_path(MARKERS[differences.kind], 5.5).translated(place)
        painter.strokePath(outline, QPen(QColor(self._theme.halo), 3.0))
        painter.fillPath(outline, self._colour(differences.kind))

    def _draw_legend(self, painter: QPainter, axes: _Axes) -> None:
        metrics = QFontMetricsF(painter.font())
        baseline, column = metrics.ascent(), axes.area.left()
        for kind, text in (("forward", self.tr("forward")), ("central", self.tr("central"))):
            middle = QPointF(column + 11, baseline - metrics.capHeight() / 2)
            pen = QPen(self._colour(kind), 2.0)
            if DASHES[kind]:
                pen.setDashPattern(DASHES[kind])
            painter.setPen(pen)
            painter.drawLine(middle - QPointF(11, 0), middle + QPointF(11, 0))
            outline = marker_path(MARKERS[kind], 4.5).translated(middle)
            painter.fillPath(outline, self._colour(kind))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QPointF(column + 30, baseline), text)
            column += 30 + metrics.horizontalAdvance(text) + 18
        relative = self._check is not None and self._check.is_relative
        name = self.tr("relative error") if relative else self.tr("absolute error")
        painter.setPen(QColor(self._theme.muted))
        right = axes.area.right() - metrics.horizontalAdvance(name)
        painter.drawText(QPointF(right, baseline), name)

    def _colour(self, kind: str) -> QColor:
        return QColor(OKABE_ITO[PLACES[kind]][self._theme.is_dark])


def _multiples(low: float, high: float) -> range:
    first = math.ceil(low / DECADES_A_TICK) * DECADES_A_TICK
    return range(first, math.floor(high) + 1, DECADES_A_TICK)
