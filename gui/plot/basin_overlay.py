"""Basins of attraction over the landscape, and the marks of where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.plot.basin_colours import COLOURS, MODES
from gui.plot.basin_picture import BasinPicture
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


class BasinOverlay:
    """Lays a picture of basins over the landscape, below the trails."""

    def __init__(self) -> None:
        self._picture: BasinPicture | None = None
        self._pixmap = QPixmap()

    def set_picture(self, picture: BasinPicture | None) -> None:
        """Show where runs end, or nothing."""
        self._picture = picture
        self._pixmap = QPixmap.fromImage(picture.image) if picture is not None else QPixmap()

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the picture, which moves with the view until it is renewed."""
        picture, pixmap = self._picture, self._pixmap
        if picture is None:
            return
        painter.setCompositionMode(MODES[picture.is_dark])
        if picture.view == transform.view and pixmap.size() == transform.device_size(ratio):
            painter.drawPixmap(0, 0, pixmap)
            return
        painter.drawPixmap(transform.rectangle(picture.view), pixmap, QRectF(pixmap.rect()))


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
