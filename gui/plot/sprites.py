"""Marks painted once into small pixmaps, then stamped many times."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from core.critical_points import Status
from gui.plot.painting import paint_safely
from gui.plot.shapes import critical_point_path, ending_path, marker_path
from gui.plot.transform import FloatArray
from gui.theme import Theme, TrailStyle

START_RADIUS = 6.5
CRITICAL_RADIUS = 7.5
HEAD_RADIUS = 6.0
BADGE_RADIUS = 6.5
CROWD = 30
"""Marks of one kind from which coinciding ones are looked for."""


def head(style: TrailStyle, theme: Theme, radius: float, ratio: float) -> QPixmap:
    """Return the mark at the end of a trail that still runs."""
    return _sprite(radius * 1.6 + 2, ratio, partial(_paint_head, style, theme, radius))


def stopped_head(style: TrailStyle, theme: Theme, radius: float, ratio: float) -> QPixmap:
    """Return the mark where a run was lost: a cross in the trail's colour."""
    return _sprite(radius * 1.6 + 2, ratio, partial(_paint_stopped, style, theme, radius))


def badge(ending: str, style: TrailStyle, theme: Theme, radius: float, ratio: float) -> QPixmap:
    """Return the mark of a way to end: a sign on a disc in the trail's colour."""
    return _sprite(radius + 3, ratio, partial(_paint_badge, ending, style, theme, radius))


def start(theme: Theme, is_active: bool, radius: float, ratio: float) -> QPixmap:
    """Return the mark of a starting point, a ring about a dot."""
    return _sprite(radius + 5, ratio, partial(_paint_start, theme, is_active, radius))


def dot(colour: QColor, radius: float, ratio: float) -> QPixmap:
    """Return a plain disc."""
    disc = marker_path("circle", radius)
    return _sprite(radius + 1, ratio, lambda painter: painter.fillPath(disc, colour))


def critical_point(
    kind: str, status: Status, theme: Theme, is_selected: bool, radius: float, ratio: float
) -> QPixmap:
    """Return the mark of a kind of critical point: dashed where it is not proved."""
    draw = partial(_paint_critical, kind, status, theme, is_selected, radius)
    return _sprite(radius * 1.2 + 5, ratio, draw)


def stamp(
    painter: QPainter, frame: QRectF, sprite: QPixmap, columns: FloatArray, rows: FloatArray
) -> None:
    """Paint a sprite about each of some pixels where any of it can be seen in a frame."""
    half = sprite.deviceIndependentSize().width() / 2
    centre, reach = frame.center(), half + np.array((frame.width(), frame.height())) / 2
    seen = (np.abs(columns - centre.x()) <= reach[0]) & (np.abs(rows - centre.y()) <= reach[1])
    places = np.stack((columns[seen], rows[seen]))
    if places.shape[1] > CROWD:
        # Runs that have met lie on each other: one stamp shows them all.
        column_cells, row_cells = np.rint(places * 2)
        _, first = np.unique(column_cells * 2.0**20 + row_cells, return_index=True)
        places = places[:, first]
    for left, top in (places - half).T.tolist():
        painter.drawPixmap(QPointF(left, top), sprite)


def _sprite(half: float, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    side = round(2 * half * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)

    def centred(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / ratio / 2, side / ratio / 2)
        draw(painter)

    paint_safely(pixmap, centred)
    return pixmap


def _paint_head(style: TrailStyle, theme: Theme, radius: float, painter: QPainter) -> None:
    outline = marker_path(style.marker, radius)
    painter.strokePath(outline, _pen(theme.halo, 3.0))
    painter.fillPath(outline, style.colour)


def _paint_stopped(style: TrailStyle, theme: Theme, radius: float, painter: QPainter) -> None:
    cross = critical_point_path("saddle", radius)
    painter.strokePath(cross, _pen(theme.halo, 5.5))
    painter.strokePath(cross, _pen(style.colour, 3.0))


def _paint_badge(
    ending: str, style: TrailStyle, theme: Theme, radius: float, painter: QPainter
) -> None:
    disc = marker_path("circle", radius)
    painter.strokePath(disc, _pen(theme.halo, 3.0))
    painter.fillPath(disc, style.colour)
    painter.strokePath(ending_path(ending, radius), _pen(theme.halo, 0.27 * radius))


def _paint_start(theme: Theme, is_active: bool, radius: float, painter: QPainter) -> None:
    ring = marker_path("circle", radius)
    colour = theme.accent if is_active else theme.mark
    painter.strokePath(ring, _pen(theme.halo, 5.0))
    painter.fillPath(ring, QColor(theme.halo))
    painter.strokePath(ring, _pen(colour, 2.4 if is_active else 2.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(0, 0), 1.8, 1.8)


def _paint_critical(
    kind: str,
    status: Status,
    theme: Theme,
    is_selected: bool,
    radius: float,
    painter: QPainter,
) -> None:
    is_open = status is Status.UNDECIDED
    outline = marker_path("circle", radius) if is_open else critical_point_path(kind, radius)
    colour = theme.accent if is_selected else theme.mark
    width = (2.8 if is_selected else 2.0) * max(0.6, radius / CRITICAL_RADIUS)
    pen = _pen(colour, width)
    if status is Status.NUMERICAL:
        _break_sides(pen, outline, is_closed=kind != "saddle")
    # Not filled: the colour of a head below tells who has arrived.
    painter.strokePath(outline, _pen(theme.halo, width + 2.0))
    if is_open:
        _paint_question(theme, colour, radius, painter)
        pen.setWidthF(0.7 * width)
        pen.setDashPattern((0.1, 2.0))
    painter.strokePath(outline, pen)


def _break_sides(pen: QPen, outline: QPainterPath, *, is_closed: bool) -> None:
    """Leave a gap in the middle of each side of a polygon, or in each half of a line."""
    start, end = outline.elementAt(0), outline.elementAt(1)
    side = math.hypot(end.x - start.x, end.y - start.y) / pen.widthF()
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_closed:
        pen.setDashPattern((0.6 * side, 0.4 * side))
        pen.setDashOffset(0.3 * side)
    else:
        pen.setDashPattern((0.22 * side, 0.17 * side))


def _paint_question(theme: Theme, colour: str, radius: float, painter: QPainter) -> None:
    font = QFont()
    font.setPixelSize(max(6, round(1.6 * radius)))
    font.setWeight(QFont.Weight.Bold)
    letter = QPainterPath()
    letter.addText(0, 0, font, "?")
    letter.translate(-letter.boundingRect().center())
    painter.strokePath(letter, _pen(theme.halo, 3.0))
    painter.fillPath(letter, QColor(colour))


def _pen(colour: str | QColor, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.MiterJoin,
    )
