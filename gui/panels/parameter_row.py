"""One parameter of the loss: its slider, its exact value, and the slider's ends."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.scene import COORDINATE_LIMIT, Parameter
from gui.letters import letter
from gui.numbers import format_number
from gui.panels.icon_button import IconButton
from gui.panels.number_field import NumberField
from gui.panels.scales import Linear
from gui.panels.value_row import ValueRow


class ParameterRow(QWidget):
    """A row that is updated in place; opening it shows the ends of the slider."""

    changed = Signal(str, object, bool)
    """Name, the wanted `Parameter`, and whether the change is finished."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"parameter-{name}")
        self._name = name
        self._parameter = Parameter()
        sentence = self.tr("Value of the parameter {0} of the loss.").format(letter(name))
        self.row = ValueRow(name, letter(name), sentence, self._scale(), self._refusal)
        self.row.glyph.setProperty("role", "name")
        self.row.changed.connect(self._take_value)
        self.chevron = IconButton(
            "chevron_right", self.tr("Show the ends of the slider."), diameter=24
        )
        self.chevron.setObjectName("rangeButton")
        self.chevron.setCheckable(True)
        self.chevron.toggled.connect(self._open)
        self.minimum = NumberField(self._minimum_refusal)
        self.maximum = NumberField(self._maximum_refusal)
        self._range = self._make_range()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.row, 1)
        head.addWidget(self.chevron)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._range)

    def _make_range(self) -> QWidget:
        self.minimum.setObjectName(f"{self._name}Minimum")
        self.maximum.setObjectName(f"{self._name}Maximum")
        self.minimum.setAccessibleName(self.tr("Lower end of the slider"))
        self.maximum.setAccessibleName(self.tr("Upper end of the slider"))
        self.minimum.setToolTip(self.tr("Type the lower end of the slider."))
        self.maximum.setToolTip(self.tr("Type the upper end of the slider."))
        self.minimum.committed.connect(self._take_minimum)
        self.maximum.committed.connect(self._take_maximum)
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 36, 0)
        layout.addStretch(1)
        for text, field in ((self.tr("from"), self.minimum), (self.tr("to"), self.maximum)):
            label = QLabel(text)
            label.setProperty("role", "muted")
            layout.addWidget(label)
            layout.addWidget(field)
        box.hide()
        return box

    def set_parameter(self, parameter: Parameter) -> None:
        """Show a value and a range."""
        has_new_range = (parameter.minimum, parameter.maximum) != (
            self._parameter.minimum,
            self._parameter.maximum,
        )
        self._parameter = parameter
        if has_new_range:
            self.row.slider.set_scale(self._scale(), parameter.value)
        self.row.set_value(parameter.value)
        self.minimum.set_value(parameter.minimum)
        self.maximum.set_value(parameter.maximum)

    def _scale(self) -> Linear:
        return Linear(self._parameter.minimum, self._parameter.maximum)

    def _open(self, is_open: bool) -> None:
        self.chevron.set_icon("chevron_down" if is_open else "chevron_right")
        self._range.setVisible(is_open)

    def _take_value(self, value: float, is_finished: bool) -> None:
        """Take a value; one beyond the slider's end moves that end."""
        before = self._parameter
        wanted = Parameter(value, min(before.minimum, value), max(before.maximum, value))
        self._announce(wanted, is_finished)

    def _take_minimum(self, minimum: float) -> None:
        value = max(minimum, self._parameter.value)
        self._announce(replace(self._parameter, minimum=minimum, value=value))

    def _take_maximum(self, maximum: float) -> None:
        value = min(maximum, self._parameter.value)
        self._announce(replace(self._parameter, maximum=maximum, value=value))

    def _announce(self, parameter: Parameter, is_finished: bool = True) -> None:
        self.set_parameter(parameter)
        self.changed.emit(self._name, parameter, is_finished)

    def _refusal(self, value: float) -> str:
        if abs(value) > COORDINATE_LIMIT:
            limit = format_number(COORDINATE_LIMIT)
            return self.tr("This must be between −{0} and {0}.").format(limit)
        return ""

    def _minimum_refusal(self, value: float) -> str:
        if value >= self._parameter.maximum:
            return self.tr("The lower end must be below the upper end.")
        return self._refusal(value)

    def _maximum_refusal(self, value: float) -> str:
        if value <= self._parameter.minimum:
            return self.tr("The upper end must be above the lower end.")
        return self._refusal(value)
