"""One axis of a hyperparameter map: which hyperparameter, on which scale, from where to where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.axes import Axis
from gui.panels.choice_button import ChoiceButton
from gui.panels.number_field import Check, NumberField
from gui.panels.slice_choices import label

LINEAR, LOGARITHMIC = "linear", "logarithmic"

Refusal = Callable[[Axis], str]
"""Returns the sentence that refuses an axis, or an empty text."""


class MapAxisRow(QWidget):
    """The controls of an axis.

    Parameters
    ----------
    name
        Begins the object names: ``{name}AxisButton``, ``{name}ScaleButton``,
        ``{name}LowField`` and ``{name}HighField``.
    title
        Which axis it is.
    """

    hyperparameter_chosen = Signal(str)
    scale_chosen = Signal(bool)
    """Whether the axis shall be logarithmic."""
    range_typed = Signal(float, float)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._axis: Axis | None = None
        self.refusal: Refusal = _accept
        """Says what is wrong with a typed range."""
        self.hyperparameter = ChoiceButton(
            f"{name}AxisButton",
            title,
            self.tr("Choose the hyperparameter along this axis."),
            [],
        )
        self.scale = ChoiceButton(
            f"{name}ScaleButton",
            self.tr("Scale"),
            self.tr("Choose how its values are spread along this axis."),
            [(LINEAR, self.tr("linear")), (LOGARITHMIC, self.tr("logarithmic"))],
        )
        self.low = self._field(f"{name}LowField", self.tr("Least value"), self._refuse_low)
        self.high = self._field(f"{name}HighField", self.tr("Greatest value"), self._refuse_high)
        self.hyperparameter.chosen.connect(self.hyperparameter_chosen)
        self.scale.chosen.connect(lambda key: self.scale_chosen.emit(key == LOGARITHMIC))
        self._lay_out(title)

    def _field(self, name: str, title: str, check: Check) -> NumberField:
        field = NumberField(check, characters=9)
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setToolTip(self.tr("Type where this axis ends; zooming changes it too."))
        field.committed.connect(self._announce_range)
        return field

    def _lay_out(self, title: str) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
        first.addWidget(label(title, "muted"), 1)
        first.addWidget(self.hyperparameter)
        second.addWidget(self.scale)
        second.addStretch(1)
        second.addWidget(label(self.tr("from"), "muted"))
        second.addWidget(self.low)
        second.addWidget(label(self.tr("to"), "muted"))
        second.addWidget(self.high)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addLayout(second)

    def set_axis(self, axis: Axis, choices: Sequence[tuple[str, str]]) -> None:
        """Show an axis, and which hyperparameters there are, as pairs of a name and a text."""
        self._axis = axis
        self.hyperparameter.set_choices(choices)
        self.hyperparameter.set_choice(axis.name)
        self.scale.set_choice(LOGARITHMIC if axis.is_logarithmic else LINEAR)
        self.low.set_value(axis.low)
        self.high.set_value(axis.high)

    def _refuse_low(self, low: float) -> str:
        return self.refusal(replace(self._axis, low=low)) if self._axis is not None else ""

    def _refuse_high(self, high: float) -> str:
        return self.refusal(replace(self._axis, high=high)) if self._axis is not None else ""

    def _announce_range(self, _value: float) -> None:
        self.range_typed.emit(self.low.value(), self.high.value())


def _accept(_axis: Axis) -> str:
    return ""
