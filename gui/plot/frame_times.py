"""How long frames take, told in a corner of the plot."""

from __future__ import annotations

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
PADDING = 10
GAP = 14
RADIUS = 7
BAR = 2
BARS = 100
"""Frames that have a bar, the newest at the right."""

BAR_HEIGHT = 34
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
        head = (rate, self.tr("median"), "p99", self.tr("worst"))
        return [
            head,
            (self.tr("between, ms"), *_milliseconds(spread(self._frames.between))),
            (self.tr("work, ms"), *_milliseconds(spread(self._frames.work))),
        ]

    def copy(self) -> None:
        """Put every frame of the log on the clipboard, as a table with tabs."""
        QGuiApplication.clipboard().setText(table(self._log.frames()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's names
        """Follow the log while it is seen."""
        self._follow()
        self.arrange()
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
        """Lie in the upper right corner, below whatever else lies there."""
        metrics = QFontMetricsF(self._number_font())
        text = sum(self._columns(metrics)) + 3 * GAP
        width = round(max(text, BAR * BARS) + 2 * PADDING)
        height = round(3 * metrics.height() + BAR_HEIGHT + 2.6 * PADDING)
        place = QRect(self._landscape.width() - MARGIN - width, MARGIN, width, height)
        for other in self._landscape.findChildren(
            QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            if other is not self and other.isVisible() and other.geometry().intersects(place):
                place.moveTop(other.geometry().bottom() + MARGIN)
        self.setGeometry(place)
        self.setMask(_rounded(place.size().width(), place.size().height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the panel."""
        paint_safely(self, self._draw)

    def _follow(self) -> None:
        if self._told != self._log.moving_count:
            self._told = self._log.moving_count
            self._frames = self._log.frames(SPAN)
            self.setAccessibleName("\n".join(" ".join(line) for line in self.lines()))
            self.update()

    def _number_font(self) -> QFont:
        return number_font(self)

    def _columns(self, metrics: QFontMetricsF) -> list[float]:
        """Return the width of each column, roomy enough for any number in it."""
        number = metrics.horizontalAdvance("0000.0")
        names = (line[0] for line in self.lines())
        first = max(map(metrics.horizontalAdvance, (*names, self.tr("{0} frames/s").format(100))))
        return [first, number, number, number]

    def _draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        font = self._number_font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        columns = self._columns(metrics)
        top = PADDING * 0.8
        for place, line in enumerate(self.lines()):
            painter.setPen(QColor(self._theme.muted if place == 0 else self._theme.text))
            self._write(painter, line, columns, top + place * metrics.height(), metrics.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_bars(painter, self.height() - PADDING)

    def _write(
        self,
        painter: QPainter,
        line: Sequence[str],
        columns: Sequence[float],
        top: float,
        height: float,
    ) -> None:
        left = float(PADDING)
        for place, (text, width) in enumerate(zip(line, columns, strict=True)):
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, top, width, height), side, text)
            left += width + GAP

    def _draw_bars(self, painter: QPainter, ground: int) -> None:
        theme, frames = self._theme, self._frames
        right = self.width() - PADDING
        times = zip(frames.between[: -BARS - 1 : -1], frames.work[: -BARS - 1 : -1], strict=True)
        for place, (between, work) in enumerate(times):
            left = right - BAR * (place + 1)
            is_late = between >= TALLEST
            _bar(painter, left, ground, between, theme.negative if is_late else theme.line)
            _bar(painter, left, ground, work, theme.accent)
        painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DashLine))
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


def _bar(painter: QPainter, left: int, ground: int, seconds: float, colour: str) -> None:
    height = min(BAR_HEIGHT, round(BAR_HEIGHT * seconds / TALLEST))
    painter.fillRect(left, ground - height, BAR, height, QColor(colour))


def _rounded(width: int, height: int) -> QRegion:
    """Return a rectangle without the pixels outside its rounded corners."""
    inner = QRegion(RADIUS, 0, width - 2 * RADIUS, height)
    inner += QRegion(0, RADIUS, width, height - 2 * RADIUS)
    for left in (0, width - 2 * RADIUS):
        for top in (0, height - 2 * RADIUS):
            ellipse = QRegion.RegionType.Ellipse
            inner += QRegion(left, top, 2 * RADIUS, 2 * RADIUS, ellipse)
    return inner
