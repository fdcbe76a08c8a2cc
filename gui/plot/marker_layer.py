"""Marks that stand alone: starting points and critical points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from core.critical_points import CriticalPoint
from core.scene import Start
from gui.plot import sprites
from gui.plot.transform import FloatArray, Transform
from gui.theme import Theme

REACH = 10.0
"""Pixels from a mark's centre within which it is pointed at."""


class Place(Protocol):
    """Anything that lies somewhere in the plane."""

    @property
    def x(self) -> float:
        """The first coordinate."""

    @property
    def y(self) -> float:
        """The second coordinate."""


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
        self._sprites: dict[tuple[str, bool, float, float], QPixmap] = {}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._sprites.clear()

    def start_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the index of the start at a pixel."""
        return _nearest(*_pixels(transform, self.starts), position)

    def critical_point_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the index of the critical point at a pixel."""
        return _nearest(*_pixels(transform, self.critical_points), position)

    def paint_critical_points(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the critical points."""
        columns, rows = _pixels(transform, self.critical_points)
        radius = _radius(transform, len(self.critical_points))
        for index, point in enumerate(self.critical_points):
            sprite = self._sprite(point.kind.value, index == self.selected, ratio, radius)
            one = slice(index, index + 1)
            sprites.stamp(painter, transform.frame, sprite, columns[one], rows[one])

    def paint_starts(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the starting points."""
        if not self.starts:
            return
        columns, rows = _pixels(transform, self.starts)
        sprites.stamp(painter, transform.frame, self._sprite("start", False, ratio), columns, rows)
        if self.active_start is not None and self.active_start < len(self.starts):
            one = slice(self.active_start, self.active_start + 1)
            sprite = self._sprite("start", True, ratio)
            sprites.stamp(painter, transform.frame, sprite, columns[one], rows[one])

    def _sprite(
        self, kind: str, stands_out: bool, ratio: float, radius: float = sprites.START_RADIUS
    ) -> QPixmap:
        assert self._theme is not None
        key = (kind, stands_out, ratio, radius)
        if key not in self._sprites:
            self._sprites[key] = (
                sprites.start(self._theme, stands_out, radius, ratio)
                if kind == "start"
                else sprites.critical_point(kind, self._theme, stands_out, radius, ratio)
            )
        return self._sprites[key]


def _pixels(transform: Transform, places: Sequence[Place]) -> tuple[FloatArray, FloatArray]:
    x = np.array([place.x for place in places], dtype=np.float64)
    y = np.array([place.y for place in places], dtype=np.float64)
    return transform.to_pixels(x, y)


def _radius(transform: Transform, count: int) -> float:
    """Return the size of that many marks: smaller where they would crowd the picture."""
    spacing = math.sqrt(transform.width * transform.height / max(1, count))
    return float(round(min(sprites.CRITICAL_RADIUS, max(3.0, spacing / 7))))


def _nearest(columns: FloatArray, rows: FloatArray, position: QPointF) -> int | None:
    """Return the index of the nearest mark within reach; of equals the last painted."""
    distances = np.hypot(columns - position.x(), rows - position.y())
    if not (distances <= REACH).any():
        return None
    return int(np.flatnonzero(distances == np.nanmin(distances))[-1])
