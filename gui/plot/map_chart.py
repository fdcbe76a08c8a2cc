"""A hyperparameter map that the hand zooms, moves and chooses on."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.plot.map_axes import MapAxes
from gui.plot.map_canvas import MapCanvas

WHEEL_STEP = 1.25
LARGEST_TURN = 8
REACH = 12.0
"""Pixels from the marker within which a press takes hold of it."""

DRAG_PIXELS = 4.0
"""Less than this is a click and no drag."""

CURSOR_STEP = 4.0
"""Pixels that an arrow key moves the cursor."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
KEY_ZOOM = {Qt.Key.Key_Plus: 1 / WHEEL_STEP, Qt.Key.Key_Equal: 1 / WHEEL_STEP,
            Qt.Key.Key_Minus: WHEEL_STEP}  # fmt: skip
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MapChart(MapCanvas):
    """Shows one map; what the hand wants is said in values of the two hyperparameters."""

    pointed_at = Signal(float, float)
    """The values under the pointer or the cursor; NaN once it has left."""
    chosen = Signal(float, float, bool)
    """The values that the entry shall take, and whether the hand has let go."""
    zoomed = Signal(float, float, float)
    """By which factor the ranges shall grow, and about which part of the way along each."""
    moved = Signal(float, float)
    """By which part of the way along each the ranges shall move."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapChart")
        self.setAccessibleName(self.tr("Map of two hyperparameters"))
        self.setToolTip(
            self.tr("Click to give the method these values, turn the wheel to zoom, drag to pan; "
                    "arrow keys and Enter do it too.")
        )  # fmt: skip
        # A click leaves the arrow keys to the race.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._holds_marker = self._is_dragging = False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Say so: a map has pixels of the screen's size."""
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the marker, or else of the map."""
        axes = self.map_axes()
        if event.button() != Qt.MouseButton.LeftButton or axes is None:
            return
        if not axes.holds(event.position()):
            return
        self._pressed = self._last = event.position()
        marker = axes.point(*self._values) if not math.isnan(self._values[0]) else None
        self._holds_marker = marker is not None and _distance(marker, self._last) <= REACH
        self._is_dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Read the map, or drag what is held."""
        axes, place = self.map_axes(), event.position()
        if axes is None:
            return
        if self._pressed is None:
            self._point_at(place if axes.holds(place) else None)
            return
        if not self._is_dragging and _distance(place, self._pressed) < DRAG_PIXELS:
            return
        self._is_dragging = True
        if self._holds_marker:
            self._choose(place, is_finished=False)
        else:
            (x_before, y_before), (x, y) = axes.shares(self._last), axes.shares(place)
            self._last = place
            self.moved.emit(x_before - x, y_before - y)
        self._point_at(place if axes.holds(place) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose what was clicked, or let go of the marker."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if self._holds_marker and self._is_dragging:
            self._choose(event.position(), is_finished=True)
        elif not self._is_dragging:
            self._choose(self._pressed, is_finished=True)
        self._pressed = None
        self._holds_marker = self._is_dragging = False

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802
        """Stop reading the map."""
        self._point_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take the cursor away."""
        super().focusOutEvent(event)
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Ask for larger or smaller ranges about the pointer."""
        axes = self.map_axes()
        turn = max(-LARGEST_TURN, min(LARGEST_TURN, event.angleDelta().y() / 120.0))
        if axes is not None and turn and axes.holds(event.position()):
            self.zoomed.emit(WHEEL_STEP**-turn, *axes.shares(event.position()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that work here, and show no bubble over the reading."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _works_here(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and self._cursor is not None:
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move the cursor, choose what it is at, or zoom about it."""
        axes = self.map_axes()
        key = Qt.Key(event.key())
        if axes is None or not _works_here(event):
            super().keyPressEvent(event)
            return
        place = self._cursor if self._cursor is not None else self._marker_place(axes)
        if key in ARROWS:
            right, up = ARROWS[key]
            step = QPointF(CURSOR_STEP * right, -CURSOR_STEP * up)
            self._point_at(_inside(axes.area, place + step))
        elif key in CHOOSING:
            self._choose(place, is_finished=True)
        else:
            self.zoomed.emit(KEY_ZOOM[key], *axes.shares(place))

    def _marker_place(self, axes: MapAxes) -> QPointF:
        if math.isnan(self._values[0]):
            return axes.area.center()
        return _inside(axes.area, axes.point(*self._values))

    def _choose(self, place: QPointF, *, is_finished: bool) -> None:
        axes = self.map_axes()
        if axes is not None:
            self.chosen.emit(*_values(axes, _inside(axes.area, place)), is_finished)

    def _point_at(self, place: QPointF | None) -> None:
        axes = self.map_axes()
        if place == self._cursor or axes is None:
            return
        self._cursor = place
        self.pointed_at.emit(*((math.nan, math.nan) if place is None else _values(axes, place)))
        self.update()


def _values(axes: MapAxes, place: QPointF) -> tuple[float, float]:
    x, y = axes.shares(place)
    return float(axes.x.at(np.float64(x))), float(axes.y.at(np.float64(y)))


def _inside(area: QRectF, place: QPointF) -> QPointF:
    return QPointF(
        min(max(place.x(), area.left()), area.right()),
        min(max(place.y(), area.top()), area.bottom()),
    )


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())


def _works_here(event: QKeyEvent) -> bool:
    """Tell whether a key does something to the map; with Ctrl it is the window's."""
    has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return not has_control and event.key() in (*ARROWS, *KEY_ZOOM, *CHOOSING)
