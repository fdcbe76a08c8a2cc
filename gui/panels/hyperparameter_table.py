"""The hyperparameters of one's own method: a letter and a default value each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.expression.names import LONGEST_NAME
from core.optimizers.own import LARGEST_VALUE, MOST_HYPERPARAMETERS
from gui.panels.icon_button import IconButton
from gui.panels.number_field import NumberField

FIRST_VALUE = 0.5


class HyperparameterRow(QWidget):
    """One declared hyperparameter."""

    edited = Signal()
    remove_pressed = Signal(object)
    """The row itself."""

    def __init__(self) -> None:
        super().__init__()
        self.letter = QLineEdit()
        self.letter.setObjectName("letterField")
        self.letter.setMaxLength(LONGEST_NAME)
        self.letter.setPlaceholderText(self.tr("name, as in the rule"))
        self.letter.setToolTip(self.tr("The name by which the rule calls it, such as beta1."))
        self.letter.setAccessibleName(self.tr("Name of the hyperparameter"))
        self.letter.setProperty("role", "code")
        self.letter.textEdited.connect(self.edited)
        self.value = NumberField(self._refusal, characters=10)
        self.value.setObjectName("defaultField")
        self.value.setToolTip(self.tr("Its value; the race's slider changes it later."))
        self.value.setAccessibleName(self.tr("Value of the hyperparameter"))
        self.value.committed.connect(self.edited)
        self.remove = IconButton("remove", self.tr("Remove this hyperparameter."), diameter=24)
        self.remove.setObjectName("removeHyperparameterButton")
        self.remove.clicked.connect(self._announce_remove)
        self._lay_out()

    def _lay_out(self) -> None:
        equals = QLabel("=")
        equals.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.letter, 1)
        for widget in (equals, self.value, self.remove):
            layout.addWidget(widget)

    def set_item(self, letter: str, value: float) -> None:
        """Show a name and its value."""
        self.letter.setText(letter)
        self.value.set_value(value)
        self.mark(False)

    def mark(self, is_wrong: bool) -> None:
        """Show whether the name can't be used."""
        invalid = "true" if is_wrong else "false"
        if self.letter.property("invalid") != invalid:
            self.letter.setProperty("invalid", invalid)
            self.letter.style().polish(self.letter)

    def _announce_remove(self) -> None:
        self.remove_pressed.emit(self)

    def _refusal(self, value: float) -> str:
        if abs(value) > LARGEST_VALUE:
            return self.tr("This must lie between −10⁶ and 10⁶.")
        if self.letter.text().strip() in ("eta", "η") and value <= 0:
            return self.tr("The learning rate must be above 0.")
        return ""


class HyperparameterTable(QWidget):
    """A row for each hyperparameter, and a button for one more."""

    edited = Signal()
    """A name or value was changed, or a row removed, by the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HyperparameterRow] = []
        # Kept for the next: rows that are destroyed while others are made have ended the process.
        self._spare: list[HyperparameterRow] = []
        self._more = QPushButton(self.tr("+ Hyperparameter"))
        self._more.setObjectName("addHyperparameterButton")
        self._more.setProperty("role", "link")
        self._more.setToolTip(self.tr("Declare one more number that a slider will set."))
        self._more.setAccessibleName(self.tr("Add a hyperparameter"))
        self._more.clicked.connect(self._add_empty)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def items(self) -> list[tuple[str, float]]:
        """Return each name as typed with its value; rows without a name are left out."""
        items = [(row.letter.text().strip(), row.value.value()) for row in self.rows]
        return [(letter, value) for letter, value in items if letter]

    def set_items(self, items: Mapping[str, float]) -> None:
        """Show these hyperparameters in place of the last."""
        if dict(self.items()) == dict(items) and len(self.rows) == len(items):
            return
        for row in list(self.rows):
            self._drop(row)
        for letter, value in items.items():
            self.declare(letter, value)

    def declare(self, letter: str, value: float) -> HyperparameterRow:
        """Add a row."""
        row = self._spare.pop(0) if self._spare else self._make_row()
        row.set_item(letter, value)
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        row.show()
        self._more.setVisible(len(self.rows) < MOST_HYPERPARAMETERS)
        return row

    def _make_row(self) -> HyperparameterRow:
        row = HyperparameterRow()
        row.edited.connect(self.edited)
        row.remove_pressed.connect(self._remove)
        return row

    def mark(self, letter: str) -> None:
        """Mark the rows of a name that can't be used; an empty one clears."""
        for row in self.rows:
            row.mark(bool(letter) and row.letter.text().strip() == letter)

    def _add_empty(self) -> None:
        self.declare("", FIRST_VALUE).letter.setFocus()

    def _remove(self, row: HyperparameterRow) -> None:
        self._drop(row)
        self.edited.emit()

    def _drop(self, row: HyperparameterRow) -> None:
        self.rows.remove(row)
        row.hide()
        self._layout.removeWidget(row)
        self._spare.append(row)
        self._more.show()
