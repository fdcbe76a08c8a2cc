"""A slider of real numbers on any scale."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gui.panels.scales import Scale

POSITIONS = 1000


class JumpSlider(QSlider):
    """A horizontal slider whose handle comes to the pointer.

    The wheel scrolls the panel, not the value, unless the slider has the focus.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Bring the handle under the pointer, then let it be dragged."""
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            handle = self.style().subControlRect(
                QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
            )
            if not handle.contains(event.position().toPoint()):
                self.setSliderDown(True)
                self.setValue(self._position_under(event.position().x(), handle.width()))
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Turn the value only when the person is working on it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _position_under(self, x: float, handle_width: int) -> int:
        return QStyle.sliderValueFromPosition(
            self.minimum(),
            self.maximum(),
            round(x - handle_width / 2),
            self.width() - handle_width,
        )


class ScaleSlider(JumpSlider):
    """A slider of values on a scale; only the person's moves are announced."""

    value_changed = Signal(float, bool)
    """Value, and whether the move is finished."""

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self.setRange(0, POSITIONS)
        self.setSingleStep(10)
        self.setPageStep(100)
        self.valueChanged.connect(self._announce_move)
        self.sliderReleased.connect(self._announce_release)

    def set_scale(self, scale: Scale, value: float) -> None:
        """Take another scale and stand at a value on it."""
        self._scale = scale
        self.set_value(value)

    def set_value(self, value: float) -> None:
        """Stand at a value; a handle in the person's hand is left there."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(round(self._scale.fraction_of(value) * POSITIONS))

    def _announce_move(self) -> None:
        self.value_changed.emit(self._current(), not self.isSliderDown())

    def _announce_release(self) -> None:
        self.value_changed.emit(self._current(), True)

    def _current(self) -> float:
        return self._scale.value_at(self.value() / POSITIONS)
