"""Box plots below each other on one logarithmic axis, with room for runs that never arrive."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.numbers import format_number
from gui.plot.box_axis import BoxAxis
from gui.plot.box_rows import BoxRow, Spread
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.theme import LIGHT, Theme

PADDING = 8.0
LEAST_BOX = 3.0
"""Pixels that a box has at least, so that one of equal runs is seen."""


class BoxChart(QWidget):
    """Paints a row for each entry; one of them is chosen."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boxChart")
        self.setToolTip(
            self.tr("Box: the middle half of the runs; line: the median; "
                    "whiskers: from 5 % to 95 %. Click a method for its numbers.")
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._theme = LIGHT
        self._rows: tuple[BoxRow, ...] = ()
        self._name = ""
        self._chosen = 0
        self._pointed: int | None = None

    @property
    def rows(self) -> tuple[BoxRow, ...]:
        """What is drawn, from above."""
        return self._rows

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_rows(self, rows: Sequence[BoxRow], name: str) -> None:
        """Show rows, the axis named."""
        self._rows, self._name = tuple(rows), name
        readings = [f"{row.label}: {self.reading(row)}" for row in rows]
        self.setAccessibleName("\n".join((name, *readings)))
        self.updateGeometry()
        self.update()

    def set_chosen(self, place: int) -> None:
        """Let a row stand out."""
        self._chosen = place
        self.update()

    def reading(self, row: BoxRow) -> str:
        """Say what a box shows, in numbers."""
        if row.spread is None:
            return row.remark
        names = ("5 %", "25 %", self.tr("median"), "75 %", "95 %")
        shown = [f"{name} {format_number(value, 6)}"
                 for name, value in zip(names, row.spread.places, strict=True)]  # fmt: skip
        return " · ".join(shown)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for every row and the axis."""
        return QSize(330, round(len(self._rows) * self._row_height() + self._axis_height() + 6))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size below which nothing can be read."""
        return QSize(240, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a row."""
        place = self._row_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read the row under the pointer."""
        self._point_at(self._row_at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Stop reading."""
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the next row or the one before."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not 0 <= self._chosen + step < len(self._rows):
            super().keyPressEvent(event)
            return
        self.chosen.emit(self._chosen + step)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint every row and the axis."""
        paint_safely(self, self._draw)

    def _point_at(self, place: int | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.update()

    def _row_at(self, at: QPointF) -> int | None:
        place = math.floor(at.y() / self._row_height())
        return place if 0 <= place < len(self._rows) else None

    def _row_height(self) -> float:
        return round(2.15 * self.fontMetrics().height() + 8)

    def _axis_height(self) -> float:
        return round(2.2 * self.fontMetrics().height() + 6)

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        height = self._row_height()
        for place in range(len(self._rows)):
            if place in (self._chosen, self._pointed):
                self._draw_ground(painter, QRectF(0, place * height, self.width(), height), place)
        axis = self._axis(QFontMetricsF(axis_font(self.font())))
        painter.setFont(axis_font(self.font()))
        axis.paint(painter, self._theme, self._name, self.tr("never"))
        for place, row in enumerate(self._rows):
            area = QRectF(0, place * height, self.width(), height)
            self._draw_heading(painter, area, row, place)
            if row.spread is None:
                self._draw_remark(painter, axis, area, row.remark)
            else:
                self._draw_spread(painter, axis, self._line_of(area), row, row.spread)

    def _axis(self, metrics: QFontMetricsF) -> BoxAxis:
        spreads = [row.spread for row in self._rows if row.spread is not None]
        gutter = max(
            metrics.horizontalAdvance(self.tr("never")), metrics.horizontalAdvance("100 %")
        )
        bottom = len(self._rows) * self._row_height() + 2
        area = QRectF(PADDING + 2, 0, self.width() - 2 * PADDING - gutter - 14, bottom)
        return BoxAxis(area, gutter + 12, spreads)

    def _draw_ground(self, painter: QPainter, area: QRectF, place: int) -> None:
        colour = QColor(self._theme.button)
        if place != self._chosen:
            colour.setAlphaF(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 7, 7)

    def _line_of(self, area: QRectF) -> QRectF:
        """Return the lower part of a row, where its box is."""
        text = self.fontMetrics().height()
        return area.adjusted(0, text + 6, 0, -7)

    def _draw_heading(self, painter: QPainter, area: QRectF, row: BoxRow, place: int) -> None:
        """Name the entry at the left, and say at the right what its median is."""
        metrics = QFontMetricsF(self.font())
        baseline = area.top() + 4 + metrics.ascent()
        middle = QPointF(PADDING + 7, baseline - metrics.capHeight() / 2)
        painter.fillPath(marker_path(row.style.marker, 5.0).translated(middle), row.style.colour)
        small = axis_font(self.font())
        side = self._side_text(row)
        room = area.width() - 2 * PADDING - QFontMetricsF(small).horizontalAdvance(side)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(PADDING + room, baseline), side)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.text))
        left = PADDING + 20
        name = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room - left)
        painter.drawText(QPointF(left, baseline), name)

    def _side_text(self, row: BoxRow) -> str:
        if row.spread is None:
            return row.setting
        median = self.tr("median {0}").format(format_number(row.spread.median, 6))
        if math.isinf(row.spread.median):
            median = self.tr("median: never")
        return " · ".join(filter(None, (row.setting, median)))

    def _draw_remark(self, painter: QPainter, axis: BoxAxis, area: QRectF, remark: str) -> None:
        painter.setFont(axis_font(self.font()))
        painter.setPen(QColor(self._theme.muted))
        line = self._line_of(area)
        line.setLeft(axis.area.left())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, remark)

    def _draw_spread(
        self, painter: QPainter, axis: BoxAxis, line: QRectF, row: BoxRow, spread: Spread
    ) -> None:
        colour, middle = row.style.colour, line.center().y()
        half = min(7.0, line.height() / 2)
        low, first, median, third, high = map(axis.column, spread.places)
        if math.isfinite(spread.low):
            pen = QPen(colour, 2.0)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if row.style.dash:
                pen.setDashPattern(list(row.style.dash))
            painter.setPen(pen)
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            painter.setPen(QPen(colour, 2.0))
            for end, value in ((low, spread.low), (high, spread.high)):
                if math.isfinite(value):
                    painter.drawLine(QPointF(end, middle - 5), QPointF(end, middle + 5))
        if math.isfinite(spread.first):
            self._draw_box(painter, QRectF(first, middle - half, third - first, 2 * half), row,
                           is_open=math.isinf(spread.third))  # fmt: skip
        if math.isfinite(spread.median):
            painter.setPen(QPen(QColor(self._theme.text), 2.6))
            painter.drawLine(QPointF(median, middle - half - 1), QPointF(median, middle + half + 1))
        self._draw_runs(painter, axis, middle, row, spread)
        self._draw_never(painter, axis, middle, spread)

    def _draw_box(self, painter: QPainter, box: QRectF, row: BoxRow, *, is_open: bool) -> None:
        """Draw the middle half, without its right end where that is never reached."""
        if box.width() < LEAST_BOX:
            box = QRectF(box.center().x() - LEAST_BOX / 2, box.top(), LEAST_BOX, box.height())
        painter.fillRect(box, QColor(self._theme.panel))
        fill = QColor(row.style.colour)
        fill.setAlphaF(0.34)
        painter.fillRect(box, fill)
        painter.setPen(QPen(row.style.colour, 1.8))
        corners = [box.topRight(), box.topLeft(), box.bottomLeft(), box.bottomRight()]
        painter.drawPolyline(corners)
        if not is_open:
            painter.drawLine(box.topRight(), box.bottomRight())

    def _draw_runs(
        self, painter: QPainter, axis: BoxAxis, middle: float, row: BoxRow, spread: Spread
    ) -> None:
        """Draw few runs one by one: a box of them alone would promise too much."""
        painter.setPen(QPen(QColor(self._theme.panel), 0.8))
        painter.setBrush(row.style.colour)
        for place, value in enumerate(spread.runs):
            if math.isfinite(value):
                shift = 3.0 * (place % 3 - 1)
                painter.drawEllipse(QPointF(axis.column(value), middle + shift), 2.6, 2.6)

    def _draw_never(self, painter: QPainter, axis: BoxAxis, middle: float, spread: Spread) -> None:
        if spread.never:
            painter.setFont(axis_font(self.font()))
            painter.setPen(QColor(self._theme.text))
            place = QRectF(axis.area.right(), middle - 12, axis.gutter, 24)
            share = format_number(100 * spread.never, 3)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{share} %")
