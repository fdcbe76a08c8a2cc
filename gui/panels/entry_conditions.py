"""The conditions under which an entry races: schedule, gradient and noise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.scene import Entry
from gui.panels.gradient_fields import NoiseField, NumericalGradientField
from gui.panels.schedule_field import ScheduleField
from gui.theme import Theme


class EntryConditions(QWidget):
    """Shows what an entry has besides its hyperparameters.

    Parameters
    ----------
    has_learning_rate
        Whether there is a learning rate for a schedule to scale.
    """

    changed = Signal(str, object, bool)
    """A field of `Entry`, its wanted value, and whether the change is finished."""

    def __init__(self, has_learning_rate: bool) -> None:
        super().__init__()
        self.schedule = ScheduleField()
        self.gradient = NumericalGradientField()
        self.noise = NoiseField()
        self.schedule.changed.connect(self._announce_schedule)
        self.gradient.changed.connect(self._announce_gradient)
        self.noise.changed.connect(self._announce_noise)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(3)
        for field in (self.schedule, self.gradient, self.noise):
            layout.addWidget(field)
        # Once it has a parent: before, it would flash as a window of its own.
        self.schedule.setVisible(has_learning_rate)

    def set_entry(self, entry: Entry, theme: Theme) -> None:
        """Show the conditions of an entry."""
        self.schedule.set_schedule(entry.schedule, theme)
        self.gradient.set_value(entry.numerical_gradient)
        self.noise.set_value(entry.noise)

    def _announce_schedule(self, schedule: str) -> None:
        self.changed.emit("schedule", schedule, True)

    def _announce_gradient(self, gradient: object, is_finished: bool) -> None:
        self.changed.emit("numerical_gradient", gradient, is_finished)

    def _announce_noise(self, noise: object, is_finished: bool) -> None:
        self.changed.emit("noise", noise, is_finished)
