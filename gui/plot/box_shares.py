"""Where the runs of each entry end, as stacked bars, and the list of those ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.basins import Fate
from gui.numbers import format_share
from gui.plot.basin_colours import HATCHES, colour_of, grey_of, hatch_colour
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely, write_with_halo
from gui.plot.shapes import marker_path
from gui.theme import LIGHT, Theme, TrailStyle

NAME_SHARE = 0.46
"""Most of the width that the names of the entries take."""

SWATCH = 22.0
GAP = 8.0

ROOM = 6.0
"""Pixels that a number in a bar leaves free; one that has not so many is left out."""


@dataclass(frozen=True, slots=True)
class End:
    """A place or a way in which runs end.

    Parameters
    ----------
    text
        Its name.
    slot
        Whose colour of a minimum it has, None for none.
    fate
        Whose grey it has, None for none.
    """

    text: str
    slot: int | None = None
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class ShareRow:
    """An entry, and the share of its runs for each end."""

    label: str
    style: TrailStyle
    shares: tuple[float, ...]


class ShareChart(QWidget):
    """Paints a bar for each entry, and below them each end with the share of one entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shareChart")
        self.setToolTip(self.tr("The share of the runs that end at each minimum."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._ends: tuple[End, ...] = ()
        self._rows: tuple[ShareRow, ...] = ()
        self._chosen = 0

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends that are listed."""
        return self._ends

    @property
    def rows(self) -> tuple[ShareRow, ...]:
        """The bars, from above."""
        return self._rows

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_shares(self, ends: Sequence[End], rows: Sequence[ShareRow]) -> None:
        """Show the share of each end for each entry."""
        self._ends, self._rows = tuple(ends), tuple(rows)
        self.setAccessibleName("\n".join(map(self._reading, rows)))
        self.updateGeometry()
        self.update()

    def set_chosen(self, place: int) -> None:
        """List the shares of another entry."""
        self._chosen = place
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for bars and list."""
        lines = len(self._ends) + bool(self._ends)
        height = len(self._rows) * self._bar_height() + lines * self._line_height() + 10
        return QSize(330, round(height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size below which nothing can be read."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint bars and list."""
        paint_safely(self, self._draw)

    def _reading(self, row: ShareRow) -> str:
        shares = zip(self._ends, row.shares, strict=True)
        return f"{row.label}: " + ", ".join(
            f"{end.text} {format_share(share)}" for end, share in shares
        )

    def _bar_height(self) -> float:
        return round(1.35 * self.fontMetrics().height() + 2)

    def _line_height(self) -> float:
        return round(1.25 * self.fontMetrics().height())

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, row in enumerate(self._rows):
            height = self._bar_height()
            self._draw_row(painter, QRectF(0, place * height, self.width(), height), row, place)
        if self._chosen < len(self._rows):
            self._draw_list(painter, self._rows[self._chosen])

    def _draw_row(self, painter: QPainter, area: QRectF, row: ShareRow, place: int) -> None:
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        baseline = area.center().y() + metrics.capHeight() / 2
        marker = marker_path(row.style.marker, 4.5).translated(8.0, area.center().y())
        painter.fillPath(marker, row.style.colour)
        left = self._names_width(metrics)
        name = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, left - 28)
        painter.setPen(QColor(self._theme.text if place == self._chosen else self._theme.muted))
        painter.drawText(QPointF(20, baseline), name)
        bar = QRectF(left, area.top() + 4, area.width() - left - 2, area.height() - 8)
        self._draw_bar(painter, bar, row)

    def _names_width(self, metrics: QFontMetricsF) -> float:
        """Return the room of the names, with their markers in front."""
        widest = max(metrics.horizontalAdvance(row.label) for row in self._rows)
        return min(30 + widest, NAME_SHARE * self.width())

    def _draw_bar(self, painter: QPainter, bar: QRectF, row: ShareRow) -> None:
        painter.setFont(axis_font(self.font()))
        metrics, left = QFontMetricsF(painter.font()), bar.left()
        for end, share in zip(self._ends, row.shares, strict=True):
            part = QRectF(left, bar.top(), share * bar.width(), bar.height())
            left = part.right()
            if not share:
                continue
            self._fill(painter, part, end)
            number = f"{100 * share:.0f}"
            text = f"{number} %"
            if metrics.horizontalAdvance(text) > part.width() - ROOM:
                text = number
            room = part.width() - metrics.horizontalAdvance(text)
            if room >= ROOM:
                at = QPointF(part.left() + room / 2, part.center().y() + metrics.capHeight() / 2)
                ground = QPen(self._ground(end), 4.0 if end.slot is None else 0.0)
                text_colour = QColor(self._theme.text)
                write_with_halo(painter, at, painter.font(), text, text_colour, ground)
        painter.setPen(QPen(QColor(self._theme.muted), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)

    def _draw_list(self, painter: QPainter, row: ShareRow) -> None:
        """List each end, with the share of one entry's runs at the right."""
        height, metrics = self._line_height(), QFontMetricsF(self.font())
        top = len(self._rows) * self._bar_height() + 8
        area = QRectF(0, top, self.width() - 2, height)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(area, right, metrics.elidedText(row.label, Qt.TextElideMode.ElideRight,
                                                         area.width()))  # fmt: skip
        for end, share in zip(self._ends, row.shares, strict=True):
            area.translate(0, height)
            swatch = QRectF(4, area.center().y() - 6, SWATCH, 12)
            self._fill(painter, swatch, end)
            painter.setPen(QPen(QColor(self._theme.muted), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(swatch)
            painter.setPen(QColor(self._theme.text))
            text = area.adjusted(4 + SWATCH + GAP, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, end.text)
            painter.drawText(text, right, format_share(share))

    def _fill(self, painter: QPainter, part: QRectF, end: End) -> None:
        painter.fillRect(part, self._ground(end))
        hatch = HATCHES.get(end.fate) if end.fate is not None else None
        if hatch is not None:
            painter.fillRect(part, QBrush(hatch_colour(self._theme), hatch))
        painter.setPen(QPen(QColor(self._theme.panel), 1.0))
        painter.drawLine(part.topRight(), part.bottomRight())

    def _ground(self, end: End) -> QColor:
        theme = self._theme
        if end.slot is not None:
            return colour_of(end.slot, theme, 0.0 if theme.is_dark else 0.6)
        return grey_of(end.fate, theme) if end.fate is not None else QColor(theme.panel)
