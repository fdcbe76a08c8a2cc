"""One hyperparameter of a method, built from its declared facts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.optimizers.base import Hyperparameter
from gui.letters import letter
from gui.numbers import format_number
from gui.panels.scales import scale_for
from gui.panels.switch import Switch
from gui.panels.value_row import ValueRow


class HyperparameterField(QWidget):
    """A slider and field for a number, a switch for a truth."""

    changed = Signal(str, object, bool)
    """Name of the hyperparameter, its value, and whether the change is finished."""

    def __init__(self, facts: Hyperparameter) -> None:
        super().__init__()
        self._facts = facts
        self.setObjectName(facts.name)
        self._description = facts.description or self.tr("Hyperparameter {0}.").format(facts.letter)
        self.setToolTip(self._description)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.row: ValueRow | None = None
        self.switch: Switch | None = None
        if facts.is_truth:
            layout.addLayout(self._truth())
        else:
            layout.addWidget(self._number())

    def set_value(self, value: float | bool) -> None:
        """Show a value."""
        if self.row is not None:
            self.row.set_value(float(value))
        if self.switch is not None:
            with QSignalBlocker(self.switch):
                self.switch.setChecked(bool(value))

    def set_remark(self, remark: str) -> None:
        """Add a sentence to what the tooltip says of the hyperparameter."""
        text = f"{self._description} {remark}".strip()
        if self.row is not None and text != self.row.toolTip():
            self.setToolTip(text)
            self.row.setToolTip(text)

    def _number(self) -> ValueRow:
        facts = self._facts
        self.row = ValueRow(
            facts.name, letter(facts.letter), self._description, scale_for(facts), self._refusal
        )
        self.row.changed.connect(self._announce_number)
        return self.row

    def _truth(self) -> QHBoxLayout:
        label = QLabel(self._facts.name.replace("_", " ").capitalize())
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.switch = Switch(self._facts.description)
        self.switch.setObjectName(f"{self._facts.name}Switch")
        self.switch.toggled.connect(self._announce_truth)
        layout = QHBoxLayout()
        layout.addWidget(label, 1)
        layout.addWidget(self.switch)
        return layout

    def _announce_number(self, value: float, is_finished: bool) -> None:
        self.changed.emit(self._facts.name, value, is_finished)

    def _announce_truth(self, value: bool) -> None:
        self.changed.emit(self._facts.name, value, True)

    def _refusal(self, value: float) -> str:
        """Return the sentence that refuses a value beyond the declared bounds."""
        facts = self._facts
        limits = (
            (facts.above, facts.above is not None and value <= facts.above, self.tr("above")),
            (facts.at_least, facts.at_least is not None and value < facts.at_least, "≥"),
            (facts.below, facts.below is not None and value >= facts.below, self.tr("below")),
            (facts.at_most, facts.at_most is not None and value > facts.at_most, "≤"),
        )
        for bound, is_broken, relation in limits:
            if bound is not None and is_broken:
                return self.tr("This must be {0} {1}.").format(relation, format_number(bound))
        return ""
