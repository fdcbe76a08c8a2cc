"""When runs end before their last step, and how those of each method do end."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.scene import StoppingRule
from gui.numbers import format_number
from gui.panels.playback_bar import MOST_STEPS
from gui.panels.scales import Logarithmic
from gui.panels.switch import Switch
from gui.panels.value_row import ValueRow

USUAL_TOLERANCE = 1e-6


class ToleranceField(QWidget):
    """A rule that is off, or on with a tolerance.

    Parameters
    ----------
    name
        Object names are made from it: ``{name}Switch``, ``{name}Slider``, ``{name}Field``.
    title
        What is compared with the tolerance.
    tip
        One sentence for the tooltip of every control.
    """

    changed = Signal(object, bool)
    """The tolerance or None, and whether the change is finished."""

    def __init__(self, name: str, title: str, tip: str) -> None:
        super().__init__()
        self.setToolTip(tip)
        self.switch = Switch(title)
        self.switch.setObjectName(f"{name}Switch")
        self.switch.toggled.connect(self._turn)
        self.row = ValueRow(name, "≤", tip, Logarithmic(1e-12, 1.0), self._refusal)
        self.row.set_value(USUAL_TOLERANCE)
        self.row.setEnabled(False)
        self.row.changed.connect(self._take)
        label = QLabel(title)
        label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.addWidget(label, 1)
        head.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.row)

    def set_tolerance(self, tolerance: float | None) -> None:
        """Show a tolerance, or that the rule is off; the last one waits meanwhile."""
        self.switch.blockSignals(True)
        self.switch.setChecked(tolerance is not None)
        self.switch.blockSignals(False)
        self.switch.update()
        self.row.setEnabled(tolerance is not None)
        if tolerance is not None:
            self.row.set_value(tolerance)

    def _take(self, tolerance: float, is_finished: bool) -> None:
        self.changed.emit(tolerance, is_finished)

    def _turn(self, is_on: bool) -> None:
        self.row.setEnabled(is_on)
        self.changed.emit(self.row.field.value() if is_on else None, True)

    def _refusal(self, value: float) -> str:
        return "" if value > 0 else self.tr("This must be above 0.")


class StoppingPanel(QWidget):
    """Shows the stopping rule of the scene and emits the one that a person wants."""

    changed = Signal(object, bool)
    """The wanted `StoppingRule`, and whether the change is finished."""
    steps_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stoppingPanel")
        self._rule = StoppingRule()
        self.gradient_norm = ToleranceField(
            "gradientNorm",
            self.tr("Converged: norm of the gradient"),
            self.tr("End a run once the norm of its gradient is at most this."),
        )
        self.loss_change = ToleranceField(
            "lossChange",
            self.tr("Stalled: change of the loss in a step"),
            self.tr("End a run once its loss changes by at most this in a step."),
        )
        self.gradient_norm.changed.connect(self._take_gradient_norm)
        self.loss_change.changed.connect(self._take_loss_change)
        self.steps = ValueRow(
            "mostSteps",
            "T",
            self.tr("End every run after so many steps."),
            Logarithmic(10.0, 100_000.0),
            self._refusal,
        )
        self.steps.changed.connect(self._take_steps)
        self._fates: list[_Fate] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(16)
        layout.addWidget(_text(self.tr("A run ends as soon as one of these holds."), "muted"))
        layout.addWidget(self.gradient_norm)
        layout.addWidget(self.loss_change)
        limit = QVBoxLayout()
        limit.setSpacing(2)
        limit.addWidget(_text(self.tr("Ran all its steps: number of steps"), ""))
        limit.addWidget(self.steps)
        layout.addLayout(limit)
        layout.addWidget(_text(self.tr("How the runs end"), "heading"))
        layout.addLayout(self._column)
        layout.addStretch(1)

    def set_rule(self, rule: StoppingRule, steps: int) -> None:
        """Show a stopping rule and the number of steps."""
        self._rule = rule
        self.gradient_norm.set_tolerance(rule.gradient_norm)
        self.loss_change.set_tolerance(rule.loss_change)
        self.steps.set_value(steps)

    def set_fates(self, fates: Sequence[tuple[str, str, str]]) -> None:
        """Show how runs end: a name, the last step or nothing, and a sentence for each."""
        while len(self._fates) > len(fates):
            gone = self._fates.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._fates) < len(fates):
            self._fates.append(_Fate())
            self._column.addWidget(self._fates[-1])
        for shown, fate in zip(self._fates, fates, strict=True):
            shown.set_fate(*fate)

    def _take_gradient_norm(self, tolerance: float | None, is_finished: bool) -> None:
        self._announce(replace(self._rule, gradient_norm=tolerance), is_finished)

    def _take_loss_change(self, tolerance: float | None, is_finished: bool) -> None:
        self._announce(replace(self._rule, loss_change=tolerance), is_finished)

    def _announce(self, rule: StoppingRule, is_finished: bool) -> None:
        self._rule = rule
        self.changed.emit(rule, is_finished)

    def _take_steps(self, steps: float, is_finished: bool) -> None:
        if is_finished:
            self.steps_changed.emit(round(steps))

    def _refusal(self, steps: float) -> str:
        if steps != round(steps) or not 1 <= steps <= MOST_STEPS:
            most = format_number(MOST_STEPS)
            return self.tr("This must be a whole number from 1 to {0}.").format(most)
        return ""


class _Fate(QWidget):
    """How the runs of one entry end."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._step = _text("", "name"), _text("", "number")
        self._sentence = _text("", "small")
        self._step.setWordWrap(False)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._sentence)

    def set_fate(self, name: str, step: str, sentence: str) -> None:
        self._name.setText(name)
        self._step.setText(step)
        self._sentence.setText(sentence)


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
