"""What the curvature means for descent: sharpness, rates and limits, and flatness."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from core.descent import GradientDescentFacts, HeavyBallFacts
from gui.numbers import MINUS, NOT_A_NUMBER, format_number
from gui.panels.fold import Fold
from gui.panels.number_field import NumberField
from gui.panels.number_label import NumberLabel

DEFAULT_RISE = 0.1

_ALMOST_ONE = 1e-3
"""A factor closer to 1 is written as 1 minus what is missing."""


class DescentView(Fold):
    """A heading that opens the rates of two methods on the quadratic model, and flatness."""

    rise_changed = Signal(float)
    """The rise of the loss up to which a place counts as flat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("For descent"),
            _tr("Show or hide what the curvature means for gradient descent."),
            parent,
        )
        self.setObjectName("descentView")
        self.chevron.setObjectName("descentButton")
        self.sharpness, self.flatness = NumberLabel(9), NumberLabel(9)
        self.limits, self.rates, self.momenta, self.factors, self.steps = (
            (NumberLabel(9), NumberLabel(9)) for _ in range(5)
        )
        self._note = QLabel()
        self._note.setObjectName("descentNote")
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self.rise = NumberField(_refuse_rise, characters=6)
        self.rise.setObjectName("flatnessRiseField")
        self.rise.set_value(DEFAULT_RISE)
        self.rise.committed.connect(self.rise_changed)
        tip = _tr("How much the loss may rise while a place still counts as flat.")
        self.rise.setToolTip(tip)
        self.rise.setAccessibleName(tip)
        self._name_values()
        self.column.setContentsMargins(4, 2, 0, 4)
        self.column.setSpacing(4)
        for layout in (self._sharpness_row(), self._table()):
            self.column.addLayout(layout)
        self.column.addWidget(self._note)
        self.column.addLayout(self._flatness_row())

    def _name_values(self) -> None:
        named = {"sharpnessValue": self.sharpness, "flatnessRadius": self.flatness}
        named |= {"stabilityLimit": self.limits[0], "heavyBallLimit": self.limits[1]}
        named |= {"bestLearningRate": self.rates[0], "bestHeavyBallRate": self.rates[1]}
        for name, label in named.items():
            label.setObjectName(name)

    def _sharpness_row(self) -> QHBoxLayout:
        self.sharpness.setToolTip(_tr("The largest eigenvalue: how sharply the loss bends up."))
        row = QHBoxLayout()
        row.addWidget(_muted(_tr("Sharpness λ₂")), 1)
        row.addWidget(self.sharpness)
        return row

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        for column, text in enumerate((_tr("Descent"), _tr("Heavy ball")), start=1):
            head = QLabel(text)
            head.setProperty("role", "heading")
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        rows = (
            (_tr("Diverges from η"), self.limits),
            (_tr("Best η"), self.rates),
            (_tr("Best γ"), self.momenta),
            (_tr("Error left by a step"), self.factors),
            (_tr("Steps for a digit"), self.steps),
        )
        for row, (text, values) in enumerate(rows, start=1):
            grid.addWidget(_muted(text), row, 0)
            for column, value in enumerate(values, start=1):
                grid.addWidget(value, row, column, Qt.AlignmentFlag.AlignRight)
        return grid

    def _flatness_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(_muted(_tr("Rises by less than")))
        row.addWidget(self.rise)
        row.addWidget(_muted(_tr("within radius")))
        row.addStretch(1)
        self.flatness.setToolTip(
            _tr("The radius within which the loss rises by less, as sampled on circles.")
        )
        row.addWidget(self.flatness)
        return row

    def set_sharpness(self, sharpness: float) -> None:
        """Show the largest eigenvalue."""
        self.sharpness.set_text(format_number(sharpness))

    def set_facts(
        self,
        limit: float,
        heavy_limit: float,
        momentum: float,
        facts: tuple[GradientDescentFacts, HeavyBallFacts] | None,
    ) -> None:
        """Show from which rates two methods diverge, and what is best in a bowl."""
        for label, value in zip(self.limits, (limit, heavy_limit), strict=True):
            label.set_text(NOT_A_NUMBER if math.isinf(value) else format_number(value))
        self._note.setText(
            _tr(
                "On the quadratic with this curvature; the heavy ball's limit is for γ = {0}."
            ).format(format_number(momentum))
        )
        for place in range(2):
            fact = facts[place] if facts else None
            self.rates[place].set_text(format_number(fact.best_rate) if fact else NOT_A_NUMBER)
            self.factors[place].set_text(_factor(fact) if fact else NOT_A_NUMBER)
            self.steps[place].set_text(format_steps(fact.steps_per_digit) if fact else NOT_A_NUMBER)
        best = facts[1].best_momentum if facts else math.nan
        self.momenta[0].set_text(NOT_A_NUMBER)
        self.momenta[1].set_text(format_number(best))

    def set_flatness(self, radius: float) -> None:
        """Show the radius within which the loss rises by less than the chosen amount."""
        self.flatness.set_text(format_number(radius, 3))


def format_steps(steps: float) -> str:
    """Write a number of steps, whole and rounded up."""
    return format_number(math.ceil(steps)) if math.isfinite(steps) else format_number(steps)


def _factor(facts: GradientDescentFacts | HeavyBallFacts) -> str:
    if facts.removed >= _ALMOST_ONE:
        return format_number(facts.factor)
    return f"1 {MINUS} {format_number(facts.removed, 2)}"


def _refuse_rise(value: float) -> str:
    return "" if value > 0 else _tr("The rise must be positive.")


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("DescentView", text)
