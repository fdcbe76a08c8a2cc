"""Sliders for the free names of the loss; absent while there are none."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.scene import Parameter
from gui.panels.parameter_row import ParameterRow


class ParameterPanel(QWidget):
    """Shows the parameters of the loss and emits what the person wants of them."""

    parameter_changed = Signal(str, object, bool)
    """Name, the wanted `Parameter`, and whether the change is finished."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameterPanel")
        self.rows: dict[str, ParameterRow] = {}
        heading = QLabel(self.tr("Parameters of the loss"))
        heading.setProperty("role", "heading")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(heading)
        self.hide()

    def set_parameters(self, parameters: Mapping[str, Parameter]) -> None:
        """Show these parameters; rows whose name stays are updated, not made again."""
        if list(parameters) != list(self.rows):
            self._match_rows(parameters)
        for name, parameter in parameters.items():
            self.rows[name].set_parameter(parameter)
        self.setVisible(bool(parameters))

    def _match_rows(self, parameters: Mapping[str, Parameter]) -> None:
        for name in set(self.rows) - set(parameters):
            row = self.rows.pop(name)
            row.hide()
            row.deleteLater()
        self.rows = {name: self.rows.get(name) or self._make_row(name) for name in parameters}
        for place, row in enumerate(self.rows.values(), start=1):
            self._layout.insertWidget(place, row)

    def _make_row(self, name: str) -> ParameterRow:
        row = ParameterRow(name)
        row.changed.connect(self.parameter_changed)
        return row
