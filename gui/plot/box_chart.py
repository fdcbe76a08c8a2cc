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
from gui.plot.box_painting import BoxPainter
from gui.plot.box_rows import BoxRow
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.theme import LIGHT, Theme

PADDING = 8.0

ABOVE, LINE, BELOW = 7.0, 1.4, 6.0
"""Pixels of a row above its name and below its box, and the height of the box with air about
it, in heights of the text."""

HALF_BOX = 0.3
"""Half the height of a box, in that of the box with air about it."""


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
        self._rows, self._name, self._pointed = tuple(rows), name, None
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
        never = self.tr("never")
        shown = (
            never if math.isinf(value) else format_number(value, 6) for value in row.spread.places
        )
        return self.tr("{0} for 5, 25, 50, 75, 95 %").format(" · ".join(shown))

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
        return round(ABOVE + (1 + LINE) * self.fontMetrics().height() + BELOW)

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
        name = self._name if self._pointed is None else self.reading(self._rows[self._pointed])
        axis.paint(painter, self._theme, name, self.tr("never"))
        for place, row in enumerate(self._rows):
            area = QRectF(0, place * height, self.width(), height)
            self._draw_heading(painter, area, row)
            self._draw_line(painter, axis, self._line_of(area), row)

    def _axis(self, metrics: QFontMetricsF) -> BoxAxis:
        spreads = [row.spread for row in self._rows if row.spread is not None]
        gutter = max(
            metrics.horizontalAdvance(self.tr("never")), metrics.horizontalAdvance("99.9 %")
        )
        bottom = len(self._rows) * self._row_height() + 2
        area = QRectF(PADDING + 2, 0, self.width() - 2 * PADDING - gutter - 14, bottom)
        return BoxAxis(area, gutter + 12, spreads)

    def _draw_ground(self, painter: QPainter, area: QRectF, place: int) -> None:
        colour = QColor(self._theme.button)
        if place != self._chosen:
            colour.setAlphaF(0.5)
        is_focused = place == self._chosen and self.hasFocus()
        painter.setPen(QPen(QColor(self._theme.accent), 1.2) if is_focused else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)

    def _line_of(self, area: QRectF) -> QRectF:
        """Return the lower part of a row, where its box is."""
        height = LINE * self.fontMetrics().height()
        return area.adjusted(0, area.height() - height - BELOW, 0, -BELOW)

    def _draw_heading(self, painter: QPainter, area: QRectF, row: BoxRow) -> None:
        """Name the entry at the left, and say at the right what its median is."""
        metrics = QFontMetricsF(self.font())
        baseline = area.top() + ABOVE + metrics.ascent()
        middle = QPointF(PADDING + 7, baseline - metrics.capHeight() / 2)
        painter.fillPath(marker_path(row.style.marker, 5.0).translated(middle), row.style.colour)
        small, left = axis_font(self.font()), PADDING + 20
        side_metrics = QFontMetricsF(small)
        end = area.right() - PADDING
        free = end - left - metrics.horizontalAdvance(row.label) - 2 * PADDING
        sides = self._side_texts(row)
        fitting = (side for side in sides if side_metrics.horizontalAdvance(side) <= free)
        side = next(fitting, sides[-1])
        column = end - side_metrics.horizontalAdvance(side)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(column, baseline), side)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.text))
        room = column - left - PADDING
        name = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, baseline), name)

    def _side_texts(self, row: BoxRow) -> list[str]:
        """Return what stands beside a name, the longest first: in the end the setting gives way."""
        if row.spread is None:
            return [row.setting]
        median = self.tr("median {0}").format(format_number(row.spread.median, 6))
        if math.isinf(row.spread.median):
            median = self.tr("median: never")
        return [" · ".join(filter(None, (row.setting, median))), median]

    def _draw_line(self, painter: QPainter, axis: BoxAxis, line: QRectF, row: BoxRow) -> None:
        """Draw the box of a row, or say why there is none."""
        painter.setFont(axis_font(self.font()))
        axis.paint_lines(painter, self._theme, line)
        remark = row.remark
        if row.spread is not None:
            half = HALF_BOX * line.height()
            BoxPainter(painter, axis, self._theme, row.style, line.center().y(), half).paint(
                row.spread
            )
            remark = "" if math.isfinite(row.spread.low) else self._rarely(row.spread.never)
        painter.setPen(QColor(self._theme.muted))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line.adjusted(axis.area.left(), 0, 0, 0), left, remark)

    def _rarely(self, never: float) -> str:
        return self.tr("no run arrives") if never == 1 else self.tr("hardly a run arrives")
