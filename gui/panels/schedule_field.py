"""An entry's learning-rate schedule: chosen from a list or typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.errors import ExpressionError
from core.schedule_factors import factors, schedule_warning
from core.schedules import PRESETS
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.loss_input import LossInput
from gui.theme import LIGHT, Theme

LONGEST_SCHEDULE = 200
TYPING_PAUSE_MILLISECONDS = 150


class ScheduleField(QWidget):
    """Offers the schedules that have names, and takes any other as a text.

    What is typed is checked at every step of the run; while it is refused, the schedule
    before it stays in the race.
    """

    changed = Signal(str)
    """A schedule that can be evaluated."""

    def __init__(self) -> None:
        super().__init__()
        self._schedule = ""
        self._steps = 1
        self._theme = LIGHT
        self.presets = ChoiceButton(
            "scheduleButton",
            self.tr("Schedule"),
            self.tr("Choose how the learning rate changes from step to step."),
            [(preset.text, preset.title) for preset in PRESETS],
        )
        self.presets.chosen.connect(self._choose)
        self.input = self._make_input()
        self.remark = QLabel()
        self.remark.setObjectName("scheduleRemark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self.remark.hide()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(titled(self.tr("Schedule"), self.presets))
        layout.addWidget(self.input)
        layout.addWidget(self.remark)

    def _make_input(self) -> LossInput:
        field = LossInput()
        field.setObjectName("scheduleField")
        field.setMaxLength(LONGEST_SCHEDULE)
        field.setPlaceholderText(self.tr("1 at every step"))
        field.setAccessibleName(self.tr("Factor on the learning rate"))
        field.setToolTip(
            self.tr("Type the factor on η at step t of T, such as 1/sqrt(t); empty is 1.")
        )
        field.textEdited.connect(self._wait)
        field.editingFinished.connect(self._take)
        return field

    def set_schedule(self, text: str, theme: Theme) -> None:
        """Show a schedule; what is being typed stays."""
        self._theme = theme
        if text != self._schedule:
            self._schedule = text
            self._show_text(text)
        self._show_choice()

    def set_steps(self, steps: int) -> None:
        """Check schedules over so many steps."""
        if steps != self._steps:
            self._steps = steps
            self._check(self.input.text())

    def _show_choice(self) -> None:
        self.presets.set_choice(self._schedule, self.tr("Typed"))

    def _show_text(self, text: str) -> None:
        if text != self.input.text().strip():
            self.input.setText(text)
            self.input.setCursorPosition(0)
        self._check(text)

    def _choose(self, text: str) -> None:
        self._pause.stop()
        self._show_text(text)
        self._announce(text)

    def _wait(self) -> None:
        self._pause.start()

    def _take(self) -> None:
        self._pause.stop()
        text = self.input.text().strip()
        if self._check(text):
            self._announce(text)

    def _announce(self, text: str) -> None:
        if text != self._schedule:
            self._schedule = text
            self._show_choice()
            self.changed.emit(text)

    def _check(self, text: str) -> bool:
        """Say what is wrong with a schedule or strange in it; return whether it can run."""
        try:
            factors(text, self._steps)
        except ExpressionError as error:
            self.input.mark(error.span, QColor(self._theme.error))
            self._say(error.message, "error")
            return False
        self.input.mark(None, QColor())
        self._say(schedule_warning(text, self._steps), "small")
        return True

    def _say(self, sentence: str, role: str) -> None:
        if self.remark.property("role") != role:
            self.remark.setProperty("role", role)
            self.remark.style().polish(self.remark)
        self.remark.setText(sentence)
        self.remark.setVisible(bool(sentence))
        self.input.setAccessibleDescription(sentence)
