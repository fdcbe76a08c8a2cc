"""Marks that stand alone: starting points and critical points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from core.scene import Start
from gui.plot import sprites
from gui.plot.transform import Transform
from gui.theme import Theme

if TYPE_CHECKING:
    from core.critical_points import CriticalPoint

REACH = 10.0
"""Pixels from a mark's centre within which it is pointed at."""


class MarkerLayer:
    """Paints starts and critical points, and tells which one lies at a pixel."""

    def __init__(self) -> None:
        self.starts: tuple[Start, ...] = ()
        self.critical_points: tuple[CriticalPoint, ...] = ()
        self.selected: int | None = None
        """Index of the critical point that stands out."""
        self.active_start: int | None = None
        """Index of the start under the pointer."""
        self._theme: Theme | None = None
        self._sprites: dict[tuple[str, bool, float], QPixmap] = {}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._sprites.clear()

    def start_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the index of the start at a pixel."""
        points = [transform.point(start.x, start.y) for start in self.starts]
        return _nearest(points, position)

    def critical_point_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the index of the critical point at a pixel."""
        points = [transform.point(point.x, point.y) for point in self.critical_points]
        return _nearest(points, position)

    def paint_critical_points(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the critical points, the selected one last."""
        order = sorted(range(len(self.critical_points)), key=lambda index: index == self.selected)
        for index in order:
            point = self.critical_points[index]
            sprite = self._sprite(point.kind.value, index == self.selected, ratio)
            stamp(painter, transform, transform.point(point.x, point.y), sprite)

    def paint_starts(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the starting points."""
        for index, start in enumerate(self.starts):
            sprite = self._sprite("start", index == self.active_start, ratio)
            stamp(painter, transform, transform.point(start.x, start.y), sprite)

    def _sprite(self, kind: str, stands_out: bool, ratio: float) -> QPixmap:
        assert self._theme is not None
        key = (kind, stands_out, ratio)
        if key not in self._sprites:
            self._sprites[key] = (
                sprites.start(self._theme, stands_out, ratio)
                if kind == "start"
                else sprites.critical_point(kind, self._theme, stands_out, ratio)
            )
        return self._sprites[key]


def stamp(painter: QPainter, transform: Transform, centre: QPointF, sprite: QPixmap) -> None:
    """Paint a sprite about its centre where any of it can be seen."""
    half = sprite.deviceIndependentSize().width() / 2
    if transform.shows(centre, half):
        painter.drawPixmap(centre - QPointF(half, half), sprite)


def _nearest(points: Sequence[QPointF], position: QPointF) -> int | None:
    """Return the index of the nearest point within reach; of equals the last painted."""
    nearest, smallest = None, REACH**2
    for index, point in enumerate(points):
        offset = point - position
        distance = QPointF.dotProduct(offset, offset)
        if distance <= smallest:
            nearest, smallest = index, distance
    return nearest
