"""How long frames take, told in a corner of the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from gui.frame_log import SIXTIETH, SPAN, Frames, Spread, spread
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.plot.painting import paint_safely
from gui.style import number_font
from gui.theme import LIGHT, Theme

MARGIN = 12
AXIS_ROOM = 48
"""Pixels that the axis numbers take at the lower and at the left edge."""
PADDING = 10
GAP = 14
RADIUS = 7
BAR = 2
LEAST_BARS = 100
"""Frames that have a bar, the newest at the right; as many more as there is room for."""

BAR_HEIGHT = 34
WORK_OPACITY = 0.6
TALLEST = 2 * SIXTIETH
"""Seconds of the tallest bar; what takes longer is cut there and coloured."""

REFRESH_MILLISECONDS = 250
"""A number that changes more often can't be read."""


class FrameTimes(QWidget):
    """Frames a second, the spread of their times, and a bar for each of the last ones.

    The whole bar is the time since the frame before, its dark part what the window worked.
    It is opaque and seldom painted, so that it adds no frame to those it tells of.
    """

    def __init__(self, landscape: LandscapeCanvas) -> None:
        super().__init__(landscape)
        self.setObjectName("frameTimes")
        self.setToolTip(
            self.tr("How long frames take; the line is a sixtieth of a second. "
                    "Right-click to copy the times.")
        )  # fmt: skip
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._log = landscape.frame_log
        self._landscape = landscape
        self._theme = LIGHT
        self._told = 0
        self._frames = self._log.frames(SPAN)
        self._refresh = QTimer(self, interval=REFRESH_MILLISECONDS)
        self._refresh.timeout.connect(self._follow)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.arrange()
        self.update()

    def lines(self) -> list[tuple[str, str, str, str]]:
        """Return what it says: a head, and a name with three times for each row."""
        rate = self.tr("{0} frames/s").format(round(self._frames.rate))
        return [
            (rate, self.tr("median"), "p99", self.tr("worst")),
            (self.tr("Between, in ms"), *_milliseconds(spread(self._frames.between))),
            (self.tr("Work, in ms"), *_milliseconds(spread(self._frames.work))),
        ]

    def copy(self) -> None:
        """Put every frame of the log on the clipboard, as a table with tabs."""
        QGuiApplication.clipboard().setText(table(self._log.frames()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's names
        """Follow the log while it is seen."""
        self._follow()
        self.raise_()
        self._refresh.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Rest."""
        self._refresh.stop()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer to copy the times."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy Frame Times")).triggered.connect(self.copy)
        menu.popup(event.globalPos())

    def arrange(self) -> None:
        """Lie in the first corner where nothing else lies, or else in the upper right one."""
        metrics = QFontMetricsF(self.font())
        text = sum(self._columns()) + 3 * GAP
        width = round(max(text, BAR * LEAST_BARS)) + 2 * PADDING
        height = round(3 * metrics.height() + BAR_HEIGHT + 2.6 * PADDING)
        right = self._landscape.width() - MARGIN - width
        low = self._landscape.height() - AXIS_ROOM - height
        places = [
            QRect(left, top, width, height)
            for left, top in ((right, MARGIN), (AXIS_ROOM, MARGIN), (right, low), (AXIS_ROOM, low))
        ]
        place = next(filter(self._is_free, places), places[0])
        if place != self.geometry():
            self.setGeometry(place)
            self.setMask(_rounded(width, height))

    def _is_free(self, place: QRect) -> bool:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        others = self._landscape.findChildren(QWidget, options=direct)
        return not any(
            other is not self and other.isVisible() and other.geometry().intersects(place)
            for other in others
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the panel."""
        paint_safely(self, self._draw)

    def _follow(self) -> None:
        self.arrange()
        if self._told != self._log.moving_count:
            self._told = self._log.moving_count
            self._frames = self._log.frames(SPAN)
            self.setAccessibleName("\n".join(" ".join(line) for line in self.lines()))
            self.update()

    def _number_font(self) -> QFont:
        return number_font(self)

    def _columns(self) -> list[float]:
        """Return the width of each column, roomy enough for any number in it."""
        numbers = QFontMetricsF(self._number_font())
        rate = self.tr("{0} frames/s").format(1000)
        names, *heads = zip((rate, "", "", ""), *self.lines(), strict=True)
        texts = QFontMetricsF(self.font())
        number = max(numbers.horizontalAdvance("000.0"), *(
            texts.horizontalAdvance(column[1]) for column in heads
        ))  # fmt: skip
        return [max(map(texts.horizontalAdvance, names)), number, number, number]

    def _draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        columns, height = self._columns(), QFontMetricsF(self.font()).height()
        for place, line in enumerate(self.lines()):
            row = QRectF(PADDING, PADDING * 0.8 + place * height, 0, height)
            self._write(painter, line, columns, row, is_head=place == 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_bars(painter, self.height() - PADDING)

    def _write(
        self,
        painter: QPainter,
        line: Sequence[str],
        columns: Sequence[float],
        row: QRectF,
        *,
        is_head: bool,
    ) -> None:
        """Write a row, its numbers in the font of numbers."""
        for place, (text, width) in enumerate(zip(line, columns, strict=True)):
            is_number = place > 0 and not is_head
            painter.setFont(self._number_font() if is_number else self.font())
            painter.setPen(QColor(self._theme.text if is_number else self._theme.muted))
            row.setWidth(width)
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, text)
            row.moveLeft(row.left() + width + GAP)

    def _draw_bars(self, painter: QPainter, ground: int) -> None:
        theme, frames = self._theme, self._frames
        right, room = self.width() - PADDING, self.width() - 2 * PADDING
        newest = slice(None, -room // BAR - 1, -1)
        worked = QColor(theme.accent)
        worked.setAlphaF(WORK_OPACITY)
        times = zip(frames.between[newest], frames.work[newest], strict=True)
        for place, (between, work) in enumerate(times):
            left = right - BAR * (place + 1)
            is_cut = between > TALLEST
            whole = QColor(theme.negative if is_cut else theme.line)
            _bar(painter, left, ground, between, whole)
            _bar(painter, left, ground, work, worked)
        painter.setPen(QPen(QColor(theme.text), 1.0, Qt.PenStyle.DotLine))
        level = ground - round(BAR_HEIGHT * SIXTIETH / TALLEST)
        painter.drawLine(QPoint(PADDING, level), QPoint(right - 1, level))


def table(frames: Frames) -> str:
    """Return a summary and a line for each frame, in milliseconds between tabs."""
    names = ("between frames", "work", "withheld by the machine")
    columns = (frames.between, frames.work, frames.withheld)
    summary = [("", "median", "p99", "worst")]
    summary += [
        (name, *_milliseconds(spread(times))) for name, times in zip(names, columns, strict=True)
    ]
    rows = [[f"{1000 * time:.3f}" for time in row] for row in zip(*columns, strict=True)]
    head = [f"{len(frames.between)} frames, {frames.rate:.1f} a second; milliseconds"]
    lines = [head, *summary, names, *rows]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _milliseconds(times: Spread) -> tuple[str, str, str]:
    median, p99, worst = (f"{1000 * time:.1f}" for time in times)
    return median, p99, worst


def _bar(painter: QPainter, left: int, ground: int, seconds: float, colour: QColor) -> None:
    height = min(BAR_HEIGHT, math.ceil(BAR_HEIGHT * seconds / TALLEST))
    painter.fillRect(left, ground - height, BAR, height, colour)


def _rounded(width: int, height: int) -> QRegion:
    """Return a rectangle without the pixels outside its rounded corners."""
    inner = QRegion(RADIUS, 0, width - 2 * RADIUS, height)
    inner += QRegion(0, RADIUS, width, height - 2 * RADIUS)
    for left in (0, width - 2 * RADIUS):
        for top in (0, height - 2 * RADIUS):
            ellipse = QRegion.RegionType.Ellipse
            inner += QRegion(left, top, 2 * RADIUS, 2 * RADIUS, ellipse)
    return inner
