"""Marks that stand alone: starting points and critical points."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from core.critical_points import CriticalCurve, CriticalPoint, Status
from core.scene import Start
from gui.plot import sprites
from gui.plot.painting import paint_safely
from gui.plot.transform import FloatArray, Transform
from gui.theme import Theme

REACH = 10.0
"""Pixels from a mark's centre within which it is pointed at."""

CURVE_REACH = 6.0
"""Pixels from a curve within which it is pointed at."""

FEW = 30
"""Marks that are painted in every frame; more are kept as one picture."""

Look = tuple[str, Status]


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
        self.selected: int | None = None
        """Identity of the critical point that stands out."""
        self.active_start: int | None = None
        """Index of the start under the pointer."""
        self._critical_points: tuple[CriticalPoint, ...] = ()
        self._curves: tuple[CriticalCurve, ...] = ()
        self._places = _coordinates(())
        self._looks: dict[Look, list[int]] = {}
        self._crowd, self._start_crowd = _Crowd(), _Crowd()
        self._theme: Theme | None = None
        self._sprites: dict[tuple[str, Status, bool, float, float], QPixmap] = {}
        self._start_sprites: dict[tuple[bool, float], QPixmap] = {}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._crowd, self._start_crowd = _Crowd(), _Crowd()
        self._sprites.clear()
        self._start_sprites.clear()

    def set_critical_points(
        self, points: Sequence[CriticalPoint], curves: Sequence[CriticalCurve]
    ) -> None:
        """Paint these points; the curves can be pointed at, and an overlay paints them."""
        self._critical_points, self._curves = tuple(points), tuple(curves)
        self._places, self._crowd = _coordinates(points), _Crowd()
        self._looks = {}
        for place, point in enumerate(points):
            self._looks.setdefault((point.kind.value, point.status), []).append(place)

    def start_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the index of the start at a pixel."""
        return _nearest(*_pixels(transform, self.starts), position)

    def critical_point_at(self, position: QPointF, transform: Transform) -> int | None:
        """Return the identity of the critical point at a pixel, or else of the curve there."""
        place = _nearest(*transform.to_pixels(*self._places), position)
        if place is not None:
            return self._critical_points[place].identity
        for curve in self._curves:
            if _distance(*transform.to_pixels(*curve.points), position) <= CURVE_REACH:
                return curve.identity
        return None

    def paint_critical_points(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the critical points, the one that stands out above all others."""
        if len(self._critical_points) <= FEW:
            self._paint_points(painter, transform, ratio)
            return
        self._crowd.paint(painter, transform, ratio, self.selected, self._paint_points)

    def _paint_points(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        points = self._critical_points
        columns, rows = transform.to_pixels(*self._places)
        radius = _radius(transform, len(points))
        for look, places in self._looks.items():
            sprite = self._sprite(look, False, ratio, radius)
            sprites.stamp(painter, transform.frame, sprite, columns[places], rows[places])
        for place, point in enumerate(points):
            if point.identity == self.selected:
                sprite = self._sprite((point.kind.value, point.status), True, ratio, radius)
                one = slice(place, place + 1)
                sprites.stamp(painter, transform.frame, sprite, columns[one], rows[one])

    def paint_starts(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the starting points."""
        if not self.starts:
            return
        if len(self.starts) <= FEW:
            self._paint_all_starts(painter, transform, ratio)
        else:
            self._start_crowd.paint(painter, transform, ratio, self.starts, self._paint_all_starts)
        if self.active_start is not None and self.active_start < len(self.starts):
            one = slice(self.active_start, self.active_start + 1)
            places = _pixels(transform, self.starts[one])
            sprites.stamp(painter, transform.frame, self._start_sprite(True, ratio), *places)

    def _paint_all_starts(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        places = _pixels(transform, self.starts)
        sprites.stamp(painter, transform.frame, self._start_sprite(False, ratio), *places)

    def _sprite(self, look: Look, stands_out: bool, ratio: float, radius: float) -> QPixmap:
        assert self._theme is not None
        key = (*look, stands_out, ratio, radius)
        if key not in self._sprites:
            self._sprites[key] = sprites.critical_point(
                *look, self._theme, stands_out, radius, ratio
            )
        return self._sprites[key]

    def _start_sprite(self, stands_out: bool, ratio: float) -> QPixmap:
        assert self._theme is not None
        key = (stands_out, ratio)
        if key not in self._start_sprites:
            self._start_sprites[key] = sprites.start(
                self._theme, stands_out, sprites.START_RADIUS, ratio
            )
        return self._start_sprites[key]


class _Crowd:
    """Many marks as one picture, made when they are painted for the second time alike."""

    def __init__(self) -> None:
        self._look: Hashable = None
        self._picture: QPixmap | None = None

    def paint(
        self,
        painter: QPainter,
        transform: Transform,
        ratio: float,
        marks: Hashable,
        paint: Callable[[QPainter, Transform, float], None],
    ) -> None:
        """Paint marks by what paints them one by one."""
        look = (transform, ratio, marks)
        if look != self._look:
            self._look, self._picture = look, None
            paint(painter, transform, ratio)
            return
        if self._picture is None:
            self._picture = QPixmap(transform.device_size(ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            paint_safely(self._picture, lambda inner: paint(inner, transform, ratio))
        painter.drawPixmap(0, 0, self._picture)


def _coordinates(places: Sequence[Place]) -> tuple[FloatArray, FloatArray]:
    x = np.array([place.x for place in places], dtype=np.float64)
    y = np.array([place.y for place in places], dtype=np.float64)
    return x, y


def _pixels(transform: Transform, places: Sequence[Place]) -> tuple[FloatArray, FloatArray]:
    return transform.to_pixels(*_coordinates(places))


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


def _distance(columns: FloatArray, rows: FloatArray, position: QPointF) -> float:
    """Return how far a pixel is from a line through vertices."""
    points = columns + 1j * rows
    starts, spans = points[:-1], np.diff(points)
    away = complex(position.x(), position.y()) - starts
    lengths = np.maximum(np.abs(spans) ** 2, np.finfo(float).tiny)
    along = np.clip((away * spans.conj()).real / lengths, 0.0, 1.0)
    return float(np.nanmin(np.abs(away - along * spans), initial=np.inf))
