"""The Taylor model on the plot: its contour lines, how far it holds, and the Newton step."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from core.taylor import StationaryPoint
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely, write_with_halo
from gui.plot.shapes import critical_point_path, marker_path
from gui.plot.taylor_lines import TaylorPicture, dashes
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

COLOURS = {False: "#6a35b8", True: "#c9adff"}
"""Of everything that belongs to the model, by whether the theme is dark; no trail has it."""

LINE_WIDTH, LINE_HALO = 1.5, 3.0
ARROW_WIDTH, ARROW_HEAD = 2.6, 12.0
HALO = 2.0
POINT_RADIUS = 4.0
MARK_RADIUS = 10.0
"""Larger than that of a critical point, on which a good Newton step ends."""
INSIDE = 26
"""Opacity, of 255, of the disc in which the model holds."""
SHORTEST_ARROW = 4.0
LEAST_NAMED = 14.0
"""Pixels of a radius from which a label says what the disc is."""
FARTHEST = 5000.0
"""Pixels beyond which nothing is drawn: painters lose their arithmetic before infinity."""


class TaylorOverlay:
    """Paints one model, and keeps what it painted for as long as nothing in it changes."""

    def __init__(self) -> None:
        self.picture: TaylorPicture | None = None
        self.theme: Theme = LIGHT
        self._pixmap: QPixmap | None = None
        self._painted: object = None
        """What the pixmap shows, and how."""

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the model, if there is one."""
        picture = self.picture
        if picture is None:
            self._pixmap = None
            return
        font = painter.font()
        shown = (picture, transform, ratio, font, self.theme)
        if self._pixmap is None or shown != self._painted:
            self._pixmap = QPixmap(transform.device_size(ratio))
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            paint_safely(
                self._pixmap, lambda inner: self._draw(inner, transform, picture, axis_font(font))
            )
            self._painted = shown
        painter.drawPixmap(0, 0, self._pixmap)

    def _draw(
        self, painter: QPainter, transform: Transform, picture: TaylorPicture, font: QFont
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        model = picture.model
        centre = transform.point(model.x, model.y)
        self._paint_lines(painter, transform, picture)
        if max(abs(centre.x()), abs(centre.y())) > FARTHEST:
            return
        end = picture.stationary
        # Each label stands on its own side of the point.
        goes_up = end is None or end.y >= model.y
        self._paint_disc(painter, transform, centre, picture.radius, is_named_above=not goes_up)
        if end is not None:
            self._paint_newton_step(painter, transform, centre, end, is_named_above=goes_up)
        self._paint_mark(painter, centre, marker_path("circle", POINT_RADIUS), is_filled=True)

    @property
    def _colour(self) -> QColor:
        return QColor(COLOURS[self.theme.is_dark])

    def _paint_lines(self, painter: QPainter, transform: Transform, picture: TaylorPicture) -> None:
        paths = dashes(picture, transform)
        # Opaque and with hard edges, which the line covers: a soft halo takes longer than all.
        for colour, width, is_soft in (
            (QColor(self.theme.halo), LINE_HALO, False),
            (self._colour, LINE_WIDTH, True),
        ):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_soft)
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            for path in paths:
                painter.strokePath(path, pen)

    def _paint_disc(
        self,
        painter: QPainter,
        transform: Transform,
        centre: QPointF,
        radius: float,
        *,
        is_named_above: bool,
    ) -> None:
        across, down = radius * transform.x_scale, radius * transform.y_scale
        if not 1.0 <= max(across, down) <= FARTHEST:
            return
        inside = self._colour
        inside.setAlpha(INSIDE)
        painter.setBrush(inside)
        for colour, width in ((QColor(self.theme.halo), 2 * HALO + 1.6), (self._colour, 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(centre, across, down)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        text = QCoreApplication.translate("TaylorOverlay", "error below 5 %")
        if down >= LEAST_NAMED:
            self._label(painter, transform, centre, down + 5, text, is_above=is_named_above)

    def _paint_newton_step(
        self,
        painter: QPainter,
        transform: Transform,
        tail: QPointF,
        end: StationaryPoint,
        *,
        is_named_above: bool,
    ) -> None:
        head, is_seen = _within_reach(tail, transform.point(end.x, end.y))
        mark = critical_point_path(end.kind.value, MARK_RADIUS)
        length = QLineF(tail, head).length()
        if length >= SHORTEST_ARROW + MARK_RADIUS:
            self._paint_arrow(painter, tail, head, MARK_RADIUS if is_seen else 0.0)
        if is_seen:
            self._paint_mark(painter, head, mark, is_filled=False)
            words = QCoreApplication.translate("TaylorOverlay", "{0} of the model")
            text = words.format(end.kind.value)
            gap = MARK_RADIUS + 5
            self._label(painter, transform, head, gap, text, is_above=is_named_above)

    def _paint_arrow(self, painter: QPainter, tail: QPointF, head: QPointF, gap: float) -> None:
        length = QLineF(tail, head).length()
        along = (head - tail) / length
        across = QPointF(-along.y(), along.x())
        tip = head - along * gap
        size = min(ARROW_HEAD, 0.6 * (length - gap))
        neck = tip - along * size
        triangle = QPolygonF([tip, neck + across * size * 0.42, neck - across * size * 0.42])
        for colour, extra in ((QColor(self.theme.halo), 2 * HALO), (self._colour, 0.0)):
            painter.setPen(_pen(colour, ARROW_WIDTH + extra))
            painter.drawLine(QLineF(tail, neck))
            painter.setPen(_pen(colour, extra) if extra else Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(triangle)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_mark(
        self, painter: QPainter, at: QPointF, outline: QPainterPath, *, is_filled: bool
    ) -> None:
        shape = outline.translated(at)
        painter.strokePath(shape, _pen(QColor(self.theme.halo), 2.6 + 2 * HALO))
        if is_filled:
            painter.fillPath(shape, self._colour)
        else:
            painter.strokePath(shape, _pen(self._colour, 2.6))

    def _label(
        self,
        painter: QPainter,
        transform: Transform,
        at: QPointF,
        gap: float,
        text: str,
        *,
        is_above: bool,
    ) -> None:
        """Write a line so far above or below a pixel, but within the picture."""
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text)
        frame = QRectF(transform.frame).adjusted(8, 8 + metrics.ascent(), -8 - width, -8)
        left = min(max(at.x() - width / 2, frame.left()), frame.right())
        baseline = at.y() - gap - metrics.descent() if is_above else at.y() + gap + metrics.ascent()
        baseline = min(max(baseline, frame.top()), frame.bottom())
        at, halo = QPointF(left, baseline), QPen(QColor(self.theme.halo), 4.0)
        write_with_halo(painter, at, painter.font(), text, self._colour, halo)


def _within_reach(tail: QPointF, head: QPointF) -> tuple[QPointF, bool]:
    """Return where an arrow ends, short of what can be drawn, and whether that is its head."""
    way = head - tail
    length = math.hypot(way.x(), way.y())
    if length <= FARTHEST:
        return head, True
    return tail + QPointF(way.x() / length, way.y() / length) * FARTHEST, False


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.MiterJoin
    )
