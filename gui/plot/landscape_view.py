"""The landscape under the reader's hand: mouse, wheel and keys become intent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from core.scene import View, entry_labels
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.plot.navigation import pan, zoom
from gui.plot.readout import readout_place
from gui.plot.trail_picking import TrailPicker, TrailPoint

CLICK_REACH = 4
"""A press that moves fewer pixels than this is a click."""

WHEEL_STEP = 1.2
"""How much one notch of the wheel magnifies."""

LARGEST_TURN = 10
"""Notches of one event; free-spinning wheels report hundreds."""

SETTLE_MILLISECONDS = 200
"""After the last turn of the wheel the view counts as chosen."""


BUBBLE_SHIFT = QPointF(2, 10)
"""What Qt adds to a place at which it shows a bubble, less a gap of some pixels."""


class Grip(Enum):
    """What a pressed left button has hold of."""

    PLANE = auto()
    START = auto()


@dataclass(slots=True)
class Press:
    """A left button that is down."""

    at: QPointF
    view: View
    grip: Grip
    start: int = -1
    has_moved: bool = False


class LandscapeView(LandscapeCanvas):
    """The picture of the loss, on which starts are placed and moved.

    It changes its own view at once while it is panned or zoomed, so that the hand is
    followed without delay; everything else it only asks for by its signals.
    """

    start_added = Signal(float, float)
    start_moved = Signal(int, float, float, bool)
    """Index, place, and whether the drag has ended."""
    start_removed = Signal(int)
    view_changed = Signal(object, bool)
    """The `View`, and whether the gesture has ended."""
    hovered = Signal(float, float)
    hover_left = Signal()
    pinned = Signal(float, float)
    critical_point_clicked = Signal(int, float, float)
    """Identity of a critical point or of a curve of them, and where it was clicked."""
    trail_clicked = Signal(int, int, int)
    """Entry, start and step."""
    menu_requested = Signal(QPoint, float, float)
    """Global position of the pointer, and its point of the plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("landscapeView")
        self.setAccessibleName(self.tr("Landscape of the loss"))
        self.setAccessibleDescription(
            self.tr("Contour plot with the starting points, trails and critical points.")
        )
        self.setToolTip(
            self.tr("Click to add a start, drag to pan, turn the wheel to zoom, "
                    "and Shift+click to pin the curvature.")
        )  # fmt: skip
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._press: Press | None = None
        self._picker = TrailPicker()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self._finish_zoom)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's names
        """Take hold of a start, a critical point or the plane."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._settle_now()
        position = event.position()
        start = self._markers.start_at(position, self._transform())
        grip = Grip.PLANE if start is None else Grip.START
        self._press = Press(position, self._view, grip, -1 if start is None else start)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Treat the second click like any other, so that quick clicks add two starts."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Hover, pan or drag a start."""
        self._pointer = event.position()
        if self._press is None:
            self._hover(event.position())
            return
        press, shift = self._press, event.position() - self._press.at
        if not press.has_moved and shift.manhattanLength() < CLICK_REACH:
            return
        press.has_moved = True
        if press.grip is Grip.START:
            self._drag_start(press, event.position(), finished=False)
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(press, shift, finished=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """End a drag or a pan, or click."""
        position = event.position()
        if event.button() == Qt.MouseButton.RightButton:
            self._right_click(event)
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        press, self._press = self._press, None
        if not press.has_moved:
            self._click(press, event)
        elif press.grip is Grip.START:
            self._drag_start(press, position, finished=True)
        else:
            self._pan(press, position - press.at, finished=True)
        self._hover(position)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take back what follows the pointer."""
        self._mark_active_start(None)
        self.set_readout("")
        self.hover_left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom about the pointer."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn and self._press is None:
            notches = min(LARGEST_TURN, max(-LARGEST_TURN, turn / 120))
            self._zoom(WHEEL_STEP**-notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Zoom about the centre; every other key belongs to the window."""
        factors = {"+": 1 / WHEEL_STEP, "=": 1 / WHEEL_STEP, "-": WHEEL_STEP, "−": WHEEL_STEP}
        factor = factors.get(event.text())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if factor is None or not plain:
            super().keyPressEvent(event)
            return
        self._zoom(factor, QPointF(self.width() / 2, self.height() / 2))

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers where there is such a pad; show hints over marks."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1 / max(0.1, 1 + event.value()), event.position())
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place, hint = QPointF(event.pos()), self._hint(QPointF(event.pos()))
            QToolTip.showText(self.mapToGlobal(self._hint_place(place)).toPoint(), hint, self)
            return True
        return super().event(event)

    def _click(self, press: Press, event: QMouseEvent) -> None:
        transform = self._transform()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pinned.emit(*transform.data(press.at))
            return
        if press.grip is Grip.START:
            return
        forces_start = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        point = self._markers.critical_point_at(press.at, transform)
        picked = self._trail_point_at(press.at)
        if point is not None and not forces_start:
            self.critical_point_clicked.emit(point, *transform.data(press.at))
        elif picked is not None and not forces_start:
            self.trail_clicked.emit(*picked)
        else:
            self.start_added.emit(*transform.data(press.at))

    def _right_click(self, event: QMouseEvent) -> None:
        start = self._markers.start_at(event.position(), self._transform())
        if start is not None:
            self.start_removed.emit(start)
        else:
            x, y = self._transform().data(event.position())
            self.menu_requested.emit(event.globalPosition().toPoint(), x, y)

    def _drag_start(self, press: Press, position: QPointF, *, finished: bool) -> None:
        x, y = self._transform().data(position)
        self.start_moved.emit(press.start, x, y, finished)
        self.hovered.emit(x, y)

    def _pan(self, press: Press, shift: QPointF, *, finished: bool) -> None:
        transform = self._transform()
        x_shift, y_shift = -shift.x() / transform.x_scale, shift.y() / transform.y_scale
        self._change_view(pan(press.view, x_shift, y_shift), finished=finished)

    def _zoom(self, factor: float, about: QPointF) -> None:
        self._change_view(zoom(self._view, factor, *self._transform().data(about)), finished=False)
        self._settle.start()

    def _settle_now(self) -> None:
        if self._settle.isActive():
            self._settle.stop()
            self._finish_zoom()

    def _finish_zoom(self) -> None:
        self.view_changed.emit(self._view, True)

    def _change_view(self, view: View, *, finished: bool) -> None:
        self.set_view(view)
        self.view_changed.emit(view, finished)

    def _hover(self, position: QPointF) -> None:
        transform = self._transform()
        start = self._markers.start_at(position, transform)
        point = self._markers.critical_point_at(position, transform)
        self._mark_active_start(start)
        shape = Qt.CursorShape.CrossCursor
        if start is not None:
            shape = Qt.CursorShape.OpenHandCursor
        elif point is not None or self._trail_point_at(position) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.hovered.emit(*transform.data(position))
        self.update()

    def _trail_point_at(self, position: QPointF) -> TrailPoint | None:
        return self._picker.point_at(self._trails, self._transform(), position, int(self._step))

    def _hint_place(self, position: QPointF) -> QPointF:
        """Return the place of a bubble that leaves the readout to be read."""
        if not self.readout:
            return position
        pill = readout_place(self._transform(), self.font(), self.readout, position)
        if pill.top() < position.y():
            return position
        return QPointF(pill.left(), pill.bottom()) - BUBBLE_SHIFT

    def _mark_active_start(self, index: int | None) -> None:
        if self._markers.active_start != index:
            self._markers.active_start = index
            self.update()

    def _hint(self, position: QPointF) -> str:
        if self._markers.start_at(position, self._transform()) is not None:
            return self.tr("Drag to move this start, right-click to remove it.")
        if self._markers.critical_point_at(position, self._transform()) is not None:
            return self.tr("Click to select this critical point.")
        if hint := self._ends.hint_at(position, self._transform(), self._step):
            return hint
        picked = self._trail_point_at(position)
        if picked is not None and self._trails is not None:
            gestures = self.tr("Click to explain this step, Ctrl+click to add a start here.")
            label = entry_labels(self._trails.race.entries)[picked.entry]
            return self.tr("{0}, step {1}.\n{2}").format(label, picked.step, gestures)
        # The readout says what is here; a second bubble would cover the picture.
        return "" if self.readout else self.toolTip()
