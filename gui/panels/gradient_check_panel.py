"""The gradient at a point, analytic and by differences, and what the errors say."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.gradient_check import Differences, GradientCheck
from gui.letters import letter
from gui.numbers import format_number
from gui.panels.number_field import NumberField
from gui.plot.error_chart import ErrorChart
from gui.theme import Theme

DIGITS = 12
"""Enough that the difference quotients differ to the eye."""


class GradientCheckPanel(QWidget):
    """Shows the check at one point; another can be typed."""

    point_typed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gradientCheckPanel")
        self._fields = (self._field("checkXField"), self._field("checkYField"))
        self._names = (_label("x", "muted"), _label("y", "muted"))
        self.chart = ErrorChart()
        self.sentence = _label("", "")
        self.sentence.setObjectName("checkSentence")
        self.sentence.setWordWrap(True)
        self._cells: dict[tuple[int, int], QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(14)
        layout.addLayout(self._point())
        layout.addLayout(self._table())
        layout.addWidget(self.chart)
        layout.addWidget(self.sentence)
        layout.addStretch(1)

    def _point(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for name, field in zip(self._names, self._fields, strict=True):
            row.addWidget(name)
            row.addWidget(field)
            row.addSpacing(10)
        row.addStretch(1)
        hint = _label(self.tr("Type a point, or Shift+click one on the plot."), "small")
        hint.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(hint)
        return column

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(4)
        titles = (
            self.tr("analytic"),
            self.tr("forward, best h"),
            self.tr("central, best h"),
        )
        for row, title in enumerate(titles, start=1):
            table.addWidget(_label(title, "muted"), row, 0)
        for row in range(4):
            for column in (1, 2):
                cell = _label("", "number" if row else "small")
                cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._cells[row, column] = cell
                table.addWidget(cell, row, column)
        table.setColumnStretch(1, 1)
        table.setColumnStretch(2, 1)
        return table

    def _field(self, name: str) -> NumberField:
        field = NumberField(characters=9)
        field.setObjectName(name)
        field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        field.setAccessibleName(self.tr("Coordinate of the checked point"))
        field.setToolTip(self.tr("Type a coordinate of the point to check."))
        field.committed.connect(self._announce)
        return field

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self.chart.set_theme(theme)

    def set_check(self, check: GradientCheck, names: tuple[str, str]) -> None:
        """Show a check of a loss in variables of these names."""
        for place, name in enumerate(map(letter, names)):
            self._names[place].setText(name)
            self._cells[0, place + 1].setText(f"∂L/∂{name}")
        for field, value in zip(self._fields, (check.x, check.y), strict=True):
            field.set_value(value)
        self._show_values(1, check.analytic)
        self._show_values(2, _at_best(check.forward))
        self._show_values(3, _at_best(check.central))
        self.chart.set_check(check)
        self.sentence.setText(self._sentence(check))

    def _show_values(self, row: int, values: tuple[float, float]) -> None:
        for column, value in enumerate(values, start=1):
            self._cells[row, column].setText(format_number(value, DIGITS, keep_zeros=True))

    def _sentence(self, check: GradientCheck) -> str:
        if check.forward.best is None or check.central.best is None:
            return check.problem
        forward = (
            self.tr("Forward differences are best near h = √ε = {0}: here at {1}, with an error "
                    "of {2} and a slope of {3}.")
            if not math.isnan(check.forward.slope)
            else self.tr("Forward differences err by rounding alone: at h = {1} by {2}.")
        )  # fmt: skip
        central = (
            self.tr("Central differences are best near h = ∛ε = {0}: here at {1}, with an error "
                    "of {2} and a slope of {3}.")
            if not math.isnan(check.central.slope)
            else self.tr("Central differences err by rounding alone: at h = {1} by {2}.")
        )  # fmt: skip
        sentences = [_filled(forward, check, check.forward), _filled(central, check, check.central)]
        return " ".join(filter(None, [check.problem, *sentences]))

    def _announce(self) -> None:
        x, y = self._fields
        self.point_typed.emit(x.value(), y.value())


def _at_best(differences: Differences) -> tuple[float, float]:
    if differences.best is None:
        return math.nan, math.nan
    x, y = differences.gradients[:, differences.best].tolist()
    return x, y


def _filled(sentence: str, check: GradientCheck, differences: Differences) -> str:
    """Put estimate, best step, least error and slope into a sentence."""
    assert differences.best is not None
    step, error = check.steps[differences.best], differences.errors[differences.best]
    return sentence.format(
        format_number(differences.estimate, 2),
        format_number(float(step), 2),
        format_number(float(error), 2),
        format_number(differences.slope, 3, keep_zeros=True),
    )


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
