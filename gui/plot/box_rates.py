"""The learning rates that an entry tried: for each, the share of runs that settle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.numbers import format_number
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.theme import LIGHT, Theme

TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares to which the axis may lead."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A learning rate, and the share of its runs that settle."""

    rate: float
    settled: float


class RateChart(QWidget):
    """Paints a bar for each learning rate on a logarithmic axis, the best one accented."""

    pointed_at = Signal(int)
    """The place of the trial under the pointer; −1 once it has left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateChart")
        self.setToolTip(
            self.tr("A bar for each learning rate that was tried: the share of runs "
                    "that reach the tolerance and end at a minimum.")
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._theme = LIGHT
        self._trials: tuple[Trial, ...] = ()
        self._best = 0
        self._entered: float | None = None
        self._success = ""
        self._pointed = -1

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What is drawn, the lowest rate first."""
        return self._trials

    @property
    def best(self) -> int:
        """The place of the accented bar."""
        return self._best

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_trials(
        self, trials: Sequence[Trial], best: int, entered: float | None, success: str
    ) -> None:
        """Show trials, which of them is the best, and the rate that the entry has.

        What the runs do whose share is shown is said above them.
        """
        self._trials, self._best, self._entered = tuple(trials), best, entered
        self._success = success
        self._pointed = -1
        readings = (f"η {format_number(one.rate)}: {100 * one.settled:.0f} %" for one in trials)
        self.setAccessibleName(", ".join(readings))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for low bars and the numbers below them."""
        return QSize(330, round(5.0 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size below which nothing can be read."""
        return QSize(240, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read the bar under the pointer."""
        places = range(len(self._trials))
        column = event.position().x()
        nearest = min(places, key=lambda place: abs(self._column(place) - column), default=-1)
        self._point_at(nearest)

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Stop reading."""
        self._point_at(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bars."""
        paint_safely(self, self._draw)

    def _point_at(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed_at.emit(place)
            self.update()

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(axis_font(self.font()))
        below = 1.5 * metrics.height() + 6
        return QRectF(self.rect()).adjusted(4, metrics.height() + 2, -4, -below)

    def _top(self) -> float:
        """Return the share that a bar has which reaches to the top, a round one."""
        highest = max(trial.settled for trial in self._trials)
        return next(top for top in TOPS if highest <= top)

    def _pitch(self) -> float:
        return self._area().width() / max(1, len(self._trials))

    def _column(self, place: int) -> float:
        return self._area().left() + (place + 0.5) * self._pitch()

    def _draw(self, painter: QPainter) -> None:
        if not self._trials:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(axis_font(self.font()))
        area, theme = self._area(), self._theme
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(area.topLeft(), area.topRight())
        painter.setPen(QColor(theme.muted))
        top = self._top()
        name = self.tr("{0} % of the runs {1}").format(format_number(100 * top), self._success)
        painter.drawText(area.topLeft() - QPointF(0, 4), name)
        half = min(11.0, 0.36 * self._pitch())
        for place, trial in enumerate(self._trials):
            column = self._column(place)
            height = trial.settled / top * area.height()
            bar = QRectF(column - half, area.bottom() - height, 2 * half, height)
            is_shown = place in (self._best, self._pointed)
            painter.fillRect(bar, QColor(theme.accent if is_shown else theme.muted))
        painter.setPen(QPen(QColor(theme.muted), 1.0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._draw_numbers(painter, area)
        self._draw_entered(painter, area)

    def _draw_numbers(self, painter: QPainter, area: QRectF) -> None:
        """Write the best rate, and the first and the last where they leave it room."""
        metrics = QFontMetricsF(painter.font())
        baseline = area.bottom() + metrics.ascent() + 9
        taken: list[tuple[float, float]] = []
        for place in (self._best, 0, len(self._trials) - 1):
            text = format_number(self._trials[place].rate, 3)
            width = metrics.horizontalAdvance(text)
            left = self._column(place) - width / 2
            left = min(max(left, area.left()), area.right() - width)
            if all(left + width + 8 < one or left > other + 8 for one, other in taken):
                taken.append((left, left + width))
                is_best = place == self._best
                painter.setPen(QColor(self._theme.accent if is_best else self._theme.muted))
                painter.drawText(QPointF(left, baseline), text)

    def _draw_entered(self, painter: QPainter, area: QRectF) -> None:
        """Point at the place of the rate that the entry has."""
        first, last = self._trials[0].rate, self._trials[-1].rate
        if self._entered is None or not 0 < first < last or not first <= self._entered <= last:
            return
        share = math.log(self._entered / first) / math.log(last / first)
        left, right = self._column(0), self._column(len(self._trials) - 1)
        tip = QPointF(left + share * (right - left), area.bottom() + 5)
        painter.fillPath(marker_path("triangle", 4.0).translated(tip), QColor(self._theme.text))

    def event(self, event: QEvent) -> bool:
        """Show no bubble over the reading."""
        if event.type() == QEvent.Type.ToolTip and self._pointed >= 0:
            return True
        return super().event(event)
