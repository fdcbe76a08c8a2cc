"""How an entry sees its gradient: analytic or as a difference quotient, and how noisy."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.scene import Noise, NumericalGradient
from gui.numbers import format_number
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.scales import Logarithmic
from gui.panels.value_row import ValueRow

NONE = "none"
SMALLEST_STEP = 1e-16
LARGEST_SCALE = 1e6
LARGEST_DEGREES = 1000.0


class NumericalGradientField(QWidget):
    """Chooses between the analytic gradient and two difference quotients."""

    changed = Signal(object, bool)
    """The `NumericalGradient` or None, and whether the change is finished."""

    def __init__(self) -> None:
        super().__init__()
        self._last = NumericalGradient()
        self.kind = ChoiceButton(
            "gradientButton",
            self.tr("Gradient"),
            self.tr("Choose where this method's gradient comes from."),
            [
                (NONE, self.tr("Analytic")),
                ("forward", self.tr("Forward difference")),
                ("central", self.tr("Central difference")),
            ],
        )
        self.kind.chosen.connect(self._choose)
        self.step = ValueRow(
            "differenceStep",
            "h",
            self.tr("How far apart the losses are whose difference is taken."),
            Logarithmic(SMALLEST_STEP, 1.0),
            lambda value: _refusal(self, value, 1.0),
        )
        self.step.changed.connect(self._take_step)
        _lay_out(self, self.tr("Gradient"), self.kind, self.step)

    def set_value(self, value: NumericalGradient | None) -> None:
        """Show a difference quotient, or the analytic gradient."""
        self.kind.set_choice(NONE if value is None else value.kind)
        self.step.setVisible(value is not None)
        if value is not None:
            self._last = value
            self.step.set_value(value.step)

    def _choose(self, kind: str) -> None:
        chosen = None if kind == NONE else replace(self._last, kind=kind)
        self.set_value(chosen)
        self.changed.emit(chosen, True)

    def _take_step(self, step: float, is_finished: bool) -> None:
        self._last = replace(self._last, step=step)
        self.changed.emit(self._last, is_finished)


class NoiseField(QWidget):
    """Chooses the noise that is added to every gradient of an entry."""

    changed = Signal(object, bool)
    """The `Noise` or None, and whether the change is finished."""

    def __init__(self) -> None:
        super().__init__()
        self._last = Noise()
        self.kind = ChoiceButton(
            "noiseButton",
            self.tr("Noise"),
            self.tr("Choose the noise that is added to every gradient this method sees."),
            [
                (NONE, self.tr("None")),
                ("gaussian", self.tr("Gaussian")),
                ("proportional", self.tr("Gaussian, times ‖g‖")),
                ("student", self.tr("Student's t")),
            ],
        )
        self.kind.chosen.connect(self._choose)
        self.scale = ValueRow(
            "noiseScale",
            "σ",
            self.tr("How large the noise is."),
            Logarithmic(1e-4, 100.0),
            lambda value: _refusal(self, value, LARGEST_SCALE),
        )
        self.degrees = ValueRow(
            "degreesOfFreedom",
            "ν",
            self.tr("Degrees of freedom: the fewer, the more often the noise is huge."),
            Logarithmic(0.5, 100.0),
            lambda value: _refusal(self, value, LARGEST_DEGREES),
        )
        self.scale.changed.connect(self._take_scale)
        self.degrees.changed.connect(self._take_degrees)
        _lay_out(self, self.tr("Noise"), self.kind, self.scale, self.degrees)

    def set_value(self, value: Noise | None) -> None:
        """Show some noise, or that there is none."""
        self.kind.set_choice(NONE if value is None else value.kind)
        self.scale.setVisible(value is not None)
        self.degrees.setVisible(value is not None and value.kind == "student")
        if value is not None:
            self._last = value
            self.scale.set_value(value.scale)
            self.degrees.set_value(value.degrees_of_freedom)

    def _choose(self, kind: str) -> None:
        chosen = None if kind == NONE else replace(self._last, kind=kind)
        self.set_value(chosen)
        self.changed.emit(chosen, True)

    def _take_scale(self, scale: float, is_finished: bool) -> None:
        self._last = replace(self._last, scale=scale)
        self.changed.emit(self._last, is_finished)

    def _take_degrees(self, degrees: float, is_finished: bool) -> None:
        self._last = replace(self._last, degrees_of_freedom=degrees)
        self.changed.emit(self._last, is_finished)


def _lay_out(field: QWidget, title: str, kind: ChoiceButton, *rows: ValueRow) -> None:
    layout = QVBoxLayout(field)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(3)
    layout.addLayout(titled(title, kind))
    for row in rows:
        row.hide()
        layout.addWidget(row)


def _refusal(context: QObject, value: float, largest: float) -> str:
    """Return the sentence that refuses a value that is not above 0 or is too large."""
    if value <= 0:
        return context.tr("This must be above 0.")
    if value > largest:
        return context.tr("This must be ≤ {0}.").format(format_number(largest))
    return ""
