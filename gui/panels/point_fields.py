"""Two fields for the coordinates of a point."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.letters import letter
from gui.panels.number_field import NumberField
from gui.panels.value_row import LetterLabel


class PointFields(QWidget):
    """Two fields for the coordinates of a point, with the names of the variables."""

    typed = Signal(float, float)

    def __init__(self, name: str, title: str, tip: str) -> None:
        super().__init__()
        self._names = (LetterLabel("x"), LetterLabel("y"))
        self._fields = (
            self._field(f"{name}XField", title, tip),
            self._field(f"{name}YField", title, tip),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for label, field in zip(self._names, self._fields, strict=True):
            label.setProperty("role", "muted")
            label.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)

    def _field(self, name: str, title: str, tip: str) -> NumberField:
        field = NumberField(characters=9)
        field.setObjectName(name)
        field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        field.setAccessibleName(title)
        field.setToolTip(tip)
        field.committed.connect(self._announce)
        return field

    def set_point(self, x: float, y: float) -> None:
        """Show a point."""
        for field, value in zip(self._fields, (x, y), strict=True):
            field.set_value(value)

    def set_names(self, names: tuple[str, str]) -> None:
        """Name the coordinates."""
        for label, name in zip(self._names, names, strict=True):
            label.setText(letter(name))

    def _announce(self) -> None:
        x, y = self._fields
        self.typed.emit(x.value(), y.value())
