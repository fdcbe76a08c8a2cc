"""The names and shares of basins of attraction, in a corner of the plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.basins import Fate
from gui.plot.basin_colours import HATCHES, colour_of, grey_of, hatch_colour
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.plot.painting import paint_safely
from gui.plot.readout import paint_readout
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

MARGIN = 12.0
PADDING = 10.0
SWATCH = 22.0
GAP = 8.0
AXIS_ROOM = 36.0
"""Pixels that the axis numbers take at the lower and at the left edge."""

MOST_PLACES = 100
"""Among more starts than these no corner is looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend.

    Parameters
    ----------
    text
        What it says.
    share
        Written at the right; may be empty.
    slot
        Whose colour it has, None for none.
    fate
        Whose grey it has, None for none.
    """

    text: str
    share: str = ""
    slot: int | None = None
    fate: Fate | None = None

    @property
    def has_swatch(self) -> bool:
        """Whether a sample of the picture stands before it."""
        return self.slot is not None or self.fate is not None


class BasinLegend(QWidget):
    """A panel with a title, a line for each basin and the measures.

    It lies over everything that the landscape paints, and lets every click through.
    """

    def __init__(self, landscape: LandscapeCanvas) -> None:
        super().__init__(landscape)
        self.setObjectName("basinLegend")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._landscape = landscape
        self._theme = LIGHT
        self._title = ""
        self._rows: Sequence[Row] = ()
        self._places: Sequence[tuple[float, float]] = ()
        self._said: object = None
        self._pointer: tuple[float, float] | None = None

    @property
    def title(self) -> str:
        """What the panel is about; empty is no panel."""
        return self._title

    @property
    def rows(self) -> Sequence[Row]:
        """The lines below the title."""
        return self._rows

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_lines(
        self, title: str, rows: Sequence[Row], places: Sequence[tuple[float, float]] = ()
    ) -> None:
        """Say something, or nothing.

        Parameters
        ----------
        title
            What the panel is about; empty is no panel.
        rows
            The lines below it.
        places
            Points of the plane that should not be hidden.
        """
        canvas, places = self._landscape, places[:MOST_PLACES]
        said = (title, rows, places, canvas.view)
        if said == self._said:
            return
        self._said = said
        self._title, self._rows, self._places = title, rows, places
        lines = (title, *(f"{row.text} {row.share}".strip() for row in rows))
        self.setAccessibleName("\n".join(lines))
        self.arrange()
        self.setVisible(bool(title))
        self.update()

    def set_pointer(self, x: float, y: float) -> None:
        """Take where in the plane the pointer is, whose line of text lies above the panel."""
        self._pointer = (x, y)

    def arrange(self) -> None:
        """Lie in the corner of the landscape where least is hidden."""
        transform, metrics = self._transform(), QFontMetricsF(self.font())
        width = min(self._width(metrics, QFontMetricsF(self._bold())), transform.width - 2 * MARGIN)
        height = self._line() * (1 + len(self._rows)) + 2 * PADDING - 3
        self.setGeometry(self._free_place(transform, width, height).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the panel."""
        paint_safely(self, self._draw)

    def _draw(self, painter: QPainter) -> None:
        panel, line = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._line()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(panel, 7, 7)
        inside = panel.adjusted(PADDING, PADDING - 2, -PADDING, 0)
        title, bold = QRectF(inside.left(), inside.top(), inside.width(), line), self._bold()
        painter.setFont(bold)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self._elided(bold, title.width()))
        painter.setFont(self.font())
        for place, row in enumerate(self._rows, 1):
            self._paint_row(painter, row, title.translated(0, line * place))
        self._paint_readout(painter)

    def _paint_readout(self, painter: QPainter) -> None:
        """Paint the part of the pointer's line that the panel would hide."""
        canvas = self._landscape
        if self._pointer is not None and canvas.readout:
            transform, theme, font = self._transform(), self._theme, canvas.font()
            painter.translate(-self.x(), -self.y())
            at = transform.point(*self._pointer)
            paint_readout(painter, transform, theme, font, canvas.readout, at)

    def _transform(self) -> Transform:
        canvas = self._landscape
        return Transform(canvas.view, max(1, canvas.width()), max(1, canvas.height()))

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        return bold

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height() + 3

    def _elided(self, font: QFont, room: float) -> str:
        return QFontMetricsF(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room)

    def _width(self, metrics: QFontMetricsF, bold: QFontMetricsF) -> float:
        widths = [bold.horizontalAdvance(self._title)]
        for row in self._rows:
            swatch = SWATCH + GAP if row.has_swatch else 0.0
            share = 2 * GAP + metrics.horizontalAdvance(row.share) if row.share else 0.0
            widths.append(swatch + metrics.horizontalAdvance(row.text) + share)
        return max(widths) + 2 * PADDING + 2

    def _paint_row(self, painter: QPainter, row: Row, place: QRectF) -> None:
        theme = self._theme
        text = place
        if row.has_swatch:
            swatch = QRectF(place.left(), place.center().y() - 6, SWATCH, 12)
            self._paint_swatch(painter, row, swatch)
            text = place.adjusted(SWATCH + GAP, 0, 0, 0)
        painter.setPen(QColor(theme.text if row.has_swatch else theme.muted))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, row.text)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(text, right, row.share)

    def _paint_swatch(self, painter: QPainter, row: Row, place: QRectF) -> None:
        theme = self._theme
        painter.setPen(QPen(QColor(theme.muted), 1.0))
        if row.slot is not None:
            painter.setBrush(colour_of(row.slot, theme, 0.6 if not theme.is_dark else 0.0))
            painter.drawRect(place)
        elif row.fate is not None:
            painter.setBrush(grey_of(row.fate, theme))
            painter.drawRect(place)
            hatch = HATCHES.get(row.fate)
            if hatch is not None:
                painter.fillRect(place, QBrush(hatch_colour(theme), hatch))

    def _free_place(self, transform: Transform, width: float, height: float) -> QRectF:
        """Return the corner with the fewest marks: the lower right one is another note's."""
        right, low = transform.width - MARGIN - width, transform.height - AXIS_ROOM - height
        corners = [QRectF(left, top, width, height)
                   for left, top in ((AXIS_ROOM + MARGIN, MARGIN), (right, MARGIN),
                                     (AXIS_ROOM + MARGIN, low))]  # fmt: skip
        marks: list[QPointF] = [transform.point(*place) for place in self._places]

        def hidden(corner: QRectF) -> int:
            around = corner.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
            return sum(around.contains(mark) for mark in marks)

        return min(corners, key=hidden)
