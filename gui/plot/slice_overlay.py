"""The line of a slice on the landscape: its point, its ticks, and the chart's pointer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
)

from core.landings import Landing
from core.scene import View
from core.slices import Along, Slice
from gui.plot.landing_marks import marked_landings
from gui.plot.painting import write_with_halo
from gui.plot.shapes import marker_path
from gui.plot.ticks import power_of_ten, ticks
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

TICKS = 5
TICK_LENGTH = 5.0
HEAD_LENGTH = 11.0
LABEL_SHIFT = 11.0
"""Pixels between a mark's middle and its label."""

MARGIN = 10.0
"""Pixels outside the view within which marks are still drawn."""


class SliceOverlay:
    """Paints one slice over the trails, or nothing."""

    def __init__(self) -> None:
        self.line: Slice | None = None
        self.landings: Sequence[Landing] = ()
        self.chosen: float | None = None
        """The step size whose landing place stands out."""
        self.pointed = math.nan
        """The position under the chart's pointer."""
        self.theme: Theme = LIGHT

    def paint(self, painter: QPainter, transform: Transform, _ratio: float) -> None:
        """Paint the line with an arrow at its positive end, and the marks on it."""
        line = self.line
        if line is None or line.problem:
            return
        seen = _seen(transform.view, line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = QLineF(*(_place(transform, line, position) for position in seen))
        if ends.length() > 0:
            along = QPointF(ends.dx(), ends.dy()) / ends.length()
            self._draw_line(painter, ends, along)
            self._draw_ticks(painter, transform, line, seen, along)
            self._draw_marks(painter, transform, line, along)

    def _draw_line(self, painter: QPainter, ends: QLineF, along: QPointF) -> None:
        across = QPointF(-along.y(), along.x())
        tip, base = ends.p2(), ends.p2() - along * HEAD_LENGTH
        head = QPolygonF([tip, base + across * 4.5, base - across * 4.5])
        for colour, width in ((self.theme.halo, 4.5), (self.theme.mark, 1.8)):
            painter.setPen(
                QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            painter.setBrush(QColor(colour))
            painter.drawLine(ends.p1(), base)
            painter.setPen(QPen(QColor(colour), width - 1.0))
            painter.drawPolygon(head)

    def _draw_ticks(
        self,
        painter: QPainter,
        transform: Transform,
        line: Slice,
        seen: tuple[float, float],
        along: QPointF,
    ) -> None:
        across = QPointF(-along.y(), along.x()) * TICK_LENGTH
        values = [tick.value for tick in ticks(*_ends(line), TICKS)]
        places = [_place(transform, line, value) for value in values if seen[0] <= value <= seen[1]]
        for colour, width in ((self.theme.halo, 3.6), (self.theme.mark, 1.4)):
            painter.setPen(QPen(QColor(colour), width))
            for place in places:
                painter.drawLine(place - across, place + across)

    def _draw_marks(
        self, painter: QPainter, transform: Transform, line: Slice, along: QPointF
    ) -> None:
        origin = transform.point(*line.point)
        self._stamp(painter, transform, origin, "circle")
        if line.aim.along is Along.POINT:
            self._stamp(painter, transform, transform.point(*line.aim.other), "square")
        self._draw_landings(painter, transform, origin, along)
        if not math.isnan(self.pointed):
            place = _place(transform, line, self.pointed)
            self._stamp(painter, transform, place, "circle", is_chosen=True)

    def _draw_landings(
        self, painter: QPainter, transform: Transform, origin: QPointF, along: QPointF
    ) -> None:
        """Mark the chosen step, and the larger ones that can be told apart from others."""

        def seen_place(landing: Landing) -> QPointF | None:
            place = transform.point(landing.x, landing.y)
            return place if transform.shows(place) else None

        for landing, place in marked_landings(
            self.landings, self.chosen, origin, seen_place, lambda a, b: QLineF(a, b).length()
        ):
            is_chosen = landing.size == self.chosen
            self._stamp(painter, transform, place, "diamond", is_chosen=is_chosen)
            above = QPointF(along.y(), -along.x()) * math.copysign(1.0, along.x())
            self._label(painter, place, above, power_of_ten(landing.size), is_chosen)

    def _label(
        self, painter: QPainter, place: QPointF, above: QPointF, text: str, is_chosen: bool
    ) -> None:
        """Write beside a mark, away from the line, and clear of a start that is there."""
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        half = metrics.horizontalAdvance(text) / 2
        left = place.x() + above.x() * (LABEL_SHIFT + half) - half
        middle = place.y() + above.y() * (LABEL_SHIFT + metrics.capHeight() / 2)
        at = QPointF(left, middle + metrics.capHeight() / 2)
        colour = QColor(self.theme.accent if is_chosen else self.theme.mark)
        write_with_halo(painter, at, font, text, colour, QPen(QColor(self.theme.halo), 3.0))

    def _stamp(
        self,
        painter: QPainter,
        transform: Transform,
        place: QPointF,
        marker: str,
        *,
        is_chosen: bool = False,
    ) -> None:
        if not transform.shows(place, MARGIN):
            return
        outline = marker_path(marker, 5.0).translated(place)
        painter.strokePath(outline, QPen(QColor(self.theme.halo), 3.0))
        painter.fillPath(outline, QColor(self.theme.accent if is_chosen else self.theme.mark))


def _place(transform: Transform, line: Slice, position: float) -> QPointF:
    return transform.point(*line.at(position))


def _ends(line: Slice) -> tuple[float, float]:
    return float(line.positions[0]), float(line.positions[-1])


def _seen(view: View, line: Slice) -> tuple[float, float]:
    """Return the positions between which the line is in the view or close to it.

    What lies far outside would overflow the painter's integers. Where nothing of the line
    is close, both are the same.
    """
    low, high = _ends(line)
    spans = ((view.x_min, view.x_max), (view.y_min, view.y_max))
    for start, step, (least, most) in zip(line.point, line.direction, spans, strict=True):
        least, most = 2 * least - most, 2 * most - least
        if abs(step) * (high - low) > (most - least) * math.ulp(1.0):
            bounds = sorted(((least - start) / step, (most - start) / step))
            low, high = max(low, bounds[0]), min(high, bounds[1])
        elif not least <= start <= most:
            return low, low
    return (low, high) if low < high else (low, low)
