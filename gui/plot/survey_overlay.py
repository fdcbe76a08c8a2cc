"""Curves of critical points, and where the loss is flat or not explored, on the landscape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from core.critical_points import CriticalCurve, Status, Survey
from core.critical_points.findings import Rectangles
from gui.plot.painting import paint_safely
from gui.plot.paths import short_paths_of_lines
from gui.plot.transform import FloatArray, Transform
from gui.theme import Theme

CURVE_WIDTH = 2.4
SELECTED_WIDTH = 4.0
HALO = 2.4
"""Pixels by which a halo is wider than its curve."""

TILE = 10
"""Pixels after which a texture repeats."""

SPACING = 2.0
"""Pixels between the vertices of a curve that are drawn."""

NEAR = 2e4
"""Pixels from the frame beyond which nothing is drawn: a rasteriser counts in few bits."""


class SurveyOverlay:
    """Paints what a survey found beside points: curves, flat and unexplored regions.

    Regions are shown of a finished survey only: while a search goes on, all that is not
    searched yet would flash.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._survey: Survey | None = None
        self._selected: int | None = None
        self._painted: tuple[Transform, float, QPixmap] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme, self._painted = theme, None

    def set_survey(self, survey: Survey | None) -> None:
        """Show what this survey found."""
        self._survey, self._painted = survey, None

    def set_selected(self, identity: int | None) -> None:
        """Let the curve of an identity stand out, or none."""
        self._selected, self._painted = identity, None

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint regions first and curves over them, anew only when something changed."""
        survey = self._survey
        if survey is None or not (survey.curves or survey.flat.size or survey.unexplored.size):
            return
        if self._painted is None or self._painted[:2] != (transform, ratio):
            picture = QPixmap(transform.device_size(ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            paint_safely(picture, partial(self._paint, transform, survey, ratio))
            self._painted = (transform, ratio, picture)
        painter.drawPixmap(0, 0, self._painted[2])

    def _paint(self, transform: Transform, survey: Survey, ratio: float, painter: QPainter) -> None:
        if survey.is_finished:
            self._paint_regions(painter, transform, survey, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in survey.curves:
            self._paint_curve(painter, transform, curve)

    def _paint_regions(
        self, painter: QPainter, transform: Transform, survey: Survey, ratio: float
    ) -> None:
        # Replaced, not blended: rectangles share the pixels on their edges.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        textures = ((survey.flat, self._dots(ratio)), (survey.unexplored, self._hatch(ratio)))
        for rectangles, texture in textures:
            brush = QBrush(texture)
            for frame in _pixel_rectangles(transform, rectangles):
                painter.fillRect(frame, brush)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _paint_curve(self, painter: QPainter, transform: Transform, curve: CriticalCurve) -> None:
        columns, rows = transform.to_pixels(*curve.points)
        paths = short_paths_of_lines(_drawable_pieces(np.stack((columns, rows), axis=1)))
        width = SELECTED_WIDTH if curve.identity == self._selected else CURVE_WIDTH
        pen = _pen(self._colour(curve), width)
        if curve.status is Status.UNDECIDED:
            pen.setDashPattern([1.0, 1.6])
        for one in (_pen(self._theme.halo, width + HALO), pen):
            for path in paths:
                painter.strokePath(path, one)

    def _colour(self, curve: CriticalCurve) -> str:
        theme = self._theme
        if curve.identity == self._selected:
            return theme.accent
        return {"valley": theme.positive, "ridge": theme.negative}.get(curve.name, theme.muted)

    def _dots(self, ratio: float) -> QPixmap:
        """Return a tile with one light dot."""
        tile = _tile(ratio)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faint(self._theme.mark, 0.28))
        painter.drawEllipse(QRectF(TILE / 2 - 0.9, TILE / 2 - 0.9, 1.8, 1.8))
        painter.end()
        return tile

    def _hatch(self, ratio: float) -> QPixmap:
        """Return a tile of lines that rise to the right, unlike those where no loss is."""
        tile = _tile(ratio)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_faint(self._theme.mark, 0.35), 1.0))
        for shift in (-TILE, 0, TILE):
            painter.drawLine(shift - 1, TILE + 1, shift + TILE + 1, -1)
        painter.end()
        return tile


def _tile(ratio: float) -> QPixmap:
    side = round(TILE * ratio)
    tile = QPixmap(side, side)
    tile.setDevicePixelRatio(side / TILE)
    tile.fill(Qt.GlobalColor.transparent)
    return tile


def _faint(colour: str, opacity: float) -> QColor:
    faint = QColor(colour)
    faint.setAlphaF(opacity)
    return faint


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.FlatCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _pixel_rectangles(transform: Transform, rectangles: Rectangles) -> list[QRectF]:
    """Return the rectangles that are seen, out to whole pixels so that neighbours abut."""
    left, bottom = transform.to_pixels(rectangles[0], rectangles[2])
    right, top = transform.to_pixels(rectangles[1], rectangles[3])
    columns = np.clip((np.floor(left), np.ceil(right)), 0, transform.width)
    rows = np.clip((np.floor(top), np.ceil(bottom)), 0, transform.height)
    seen = (columns[1] > columns[0]) & (rows[1] > rows[0])
    corners = np.stack((columns[0], rows[0], np.ptp(columns, axis=0), np.ptp(rows, axis=0)))
    return [QRectF(*corner) for corner in corners[:, seen].T.tolist()]


def _drawable_pieces(line: FloatArray) -> Sequence[FloatArray]:
    """Cut a line of shape ``(n, 2)`` where it leaves what can be drawn, and thin it."""
    is_near = (np.abs(line) <= NEAR).all(axis=1)
    pieces = np.split(line, np.flatnonzero(np.diff(is_near)) + 1)
    whole = [piece for piece in pieces if len(piece) > 1 and np.abs(piece[0]).max() <= NEAR]
    return [_thinned(piece) for piece in whole]


def _thinned(line: FloatArray) -> FloatArray:
    """Leave out vertices that lie in the same few pixels as the one before; keep both ends."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    steps = np.floor(np.concatenate(([0.0], np.cumsum(lengths))) / SPACING)
    is_kept = np.diff(steps, prepend=-1.0) > 0
    is_kept[-1] = True
    return line[is_kept]
