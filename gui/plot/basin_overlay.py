"""Basins of attraction over the landscape, and the marks of where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from core.basins import Grid
from gui.plot.basin_colours import (
    COLOURS,
    HATCHES,
    MODES,
    Codes,
    hatch_colour,
    mask,
    picture,
)
from gui.plot.painting import paint_safely
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

MARK_RADIUS = 12.0
"""Of the disc behind the mark of a critical point: wider than that mark."""

MOST_MARKS = 40
"""More discs than these would hide what they name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A disc in a basin's colour, behind the point that the basin leads to."""

    x: float
    y: float
    slot: int


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    transform: Transform
    ratio: float
    pixmap: QPixmap


class BasinOverlay:
    """Lays a picture of basins over the landscape, below the trails."""

    def __init__(self) -> None:
        self._theme = LIGHT
        self._grid: Grid | None = None
        self._codes: Codes = np.zeros((0, 0), np.int32)
        self._slots: Sequence[int] = ()
        self._painted: _Painted | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme, self._painted = theme, None

    def set_picture(self, grid: Grid, codes: Codes, slots: Sequence[int]) -> None:
        """Show where the runs of a grid end, each destination in its colour."""
        self._grid, self._codes, self._slots, self._painted = grid, codes, slots, None

    def clear(self) -> None:
        """Show nothing."""
        self._grid = self._painted = None

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the picture, which moves with the view until it is renewed."""
        if self._grid is None:
            return
        painted = self._painted
        size = transform.device_size(ratio)
        if painted is None or painted.pixmap.size() != size:
            painted = self._painted = self._drawn(self._grid, transform, ratio)
        painter.setCompositionMode(MODES[self._theme.is_dark])
        if painted.transform == transform:
            painter.drawPixmap(0, 0, painted.pixmap)
            return
        place = transform.rectangle(painted.transform.view)
        painter.drawPixmap(place, painted.pixmap, QRectF(painted.pixmap.rect()))

    def _drawn(self, grid: Grid, transform: Transform, ratio: float) -> _Painted:
        own = Transform(grid.view, transform.width, transform.height)
        pixmap = QPixmap(transform.device_size(ratio))
        pixmap.setDevicePixelRatio(ratio)
        paint_safely(pixmap, partial(self._draw, grid, own, ratio))
        return _Painted(own, ratio, pixmap)

    def _draw(self, grid: Grid, transform: Transform, ratio: float, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = _place(grid, transform)
        painter.drawImage(place, picture(self._codes, self._slots, self._theme))
        for fate, hatch in HATCHES.items():
            where = mask(self._codes, fate)
            if where is not None:
                painter.drawImage(0, 0, self._hatched(where, hatch, transform, ratio, place))

    def _hatched(
        self, where: QImage, hatch: Qt.BrushStyle, transform: Transform, ratio: float, place: QRectF
    ) -> QImage:
        """Return a hatch where a mask is opaque, of the size of the view."""
        image = QImage(transform.device_size(ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.drawImage(place, where)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(transform.frame, QBrush(hatch_colour(self._theme), hatch))
        painter.end()
        return image


class BasinMarks:
    """Paints discs in the basins' colours, over the trails and below the marks of the points."""

    def __init__(self) -> None:
        self._theme = LIGHT
        self._marks: Sequence[Mark] = ()

    @property
    def marks(self) -> Sequence[Mark]:
        """What is painted."""
        return self._marks

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Paint these, or none where they are many."""
        self._marks = marks if len(marks) <= MOST_MARKS else ()

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint every disc that is seen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.mark), 1.0))
        for mark in self._marks:
            place: QPointF = transform.point(mark.x, mark.y)
            if transform.shows(place, MARK_RADIUS):
                painter.setBrush(QColor(COLOURS[mark.slot % len(COLOURS)]))
                painter.drawEllipse(place, MARK_RADIUS, MARK_RADIUS)


def _place(grid: Grid, transform: Transform) -> QRectF:
    """Return where an image with a pixel for each run lies: runs at the middles of pixels."""
    rows, columns = grid.numbers.shape
    left, bottom = ((0.5 - grid.stride / 2) / n for n in (grid.columns, grid.rows))
    width, height = columns * grid.stride / grid.columns, rows * grid.stride / grid.rows
    top = 1 - bottom - height
    return QRectF(
        left * transform.width,
        top * transform.height,
        width * transform.width,
        height * transform.height,
    )
