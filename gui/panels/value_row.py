"""One value to set: its letter, a slider for the hand and a field for the exact."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.panels.number_field import Check, NumberField, accept_all
from gui.panels.scale_slider import ScaleSlider
from gui.panels.scales import Scale


class LetterLabel(QLabel):
    """A letter with room for a subscript, so that sliders below each other align."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for a Greek letter and its subscript."""
        return super().minimumSizeHint().expandedTo(self._least())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the same, or what a longer name takes."""
        return super().sizeHint().expandedTo(self._least())

    def _least(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("β₂"), 0)


class ValueRow(QWidget):
    """Letter, slider and field that show one number.

    Parameters
    ----------
    name
        Object names are made from it: ``{name}Slider`` and ``{name}Field``.
    glyph
        What is printed in front.
    description
        The tooltip, and the accessible name of both controls.
    """

    changed = Signal(float, bool)
    """Value, and whether the change is finished."""

    def __init__(
        self, name: str, glyph: str, description: str, scale: Scale, check: Check = accept_all
    ) -> None:
        super().__init__()
        self.glyph = LetterLabel(glyph)
        self.slider = ScaleSlider(scale)
        self.field = NumberField(check)
        self.glyph.setProperty("role", "muted")
        self.glyph.setTextFormat(Qt.TextFormat.PlainText)
        self.slider.setObjectName(f"{name}Slider")
        self.field.setObjectName(f"{name}Field")
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(description)
        self.slider.setAccessibleName(description)
        self.field.setAccessibleName(description)
        self._lay_out()
        self.slider.value_changed.connect(self._take_from_slider)
        self.field.committed.connect(self._take_from_field)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.glyph)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)

    def set_value(self, value: float) -> None:
        """Show a value in both controls."""
        self.slider.set_value(value)
        self.field.set_value(value)

    def _take_from_slider(self, value: float, is_finished: bool) -> None:
        self.field.set_value(value)
        self.changed.emit(value, is_finished)

    def _take_from_field(self, value: float) -> None:
        self.slider.set_value(value)
        self.changed.emit(value, True)
