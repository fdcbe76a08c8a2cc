"""The numbers of one entry in a fair race, and the learning rates that it tried."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.panels.number_label import NumberLabel
from gui.panels.slice_choices import label, link
from gui.plot.box_rates import RateChart, Trial
from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Details:
    """What is told of one entry, as it is written.

    Parameters
    ----------
    title
        Whose numbers these are.
    shares
        Of the runs that arrive, and that also end at a minimum; empty where none is known.
    steps, gradients, losses
        Three quartiles of each: until arrival, and of the last loss.
    trials, best, entered
        The learning rates that were tried, as for `RateChart`; there may be none.
    success
        What the runs do whose share the trials show.
    notes
        What each trial comes to, in words.
    use
        The text of the button that takes the best rate; empty for no button.
    asked
        What a step asks for.
    """

    title: str
    shares: tuple[str, str]
    steps: tuple[str, ...]
    gradients: tuple[str, ...]
    losses: tuple[str, ...]
    trials: tuple[Trial, ...]
    best: int
    entered: float | None
    success: str
    notes: tuple[str, ...]
    use: str
    asked: str


class ComparisonDetails(QWidget):
    """Shows the details of the chosen entry."""

    rate_wanted = Signal()
    """The entry shall take its best learning rate."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparisonDetails")
        self._details: Details | None = None
        self.title = label("", "name")
        self.use = link(
            "useBestRateButton",
            "",
            self.tr("Let this method race with the best learning rate that was found."),
        )
        self.use.clicked.connect(self.rate_wanted)
        self.rates = RateChart()
        self.rates.pointed_at.connect(self._read)
        self.reading = label("", "small")
        self.reading.setObjectName("comparisonReading")
        self.reading.setWordWrap(True)
        self.asked = label("", "small")
        self.asked.setWordWrap(True)
        self.shares = (NumberLabel(7), NumberLabel(7))
        self.settled = label(self.tr("… and end at a minimum"), "muted")
        self.steps, self.gradients, self.losses = (
            tuple(NumberLabel(6) for _ in range(3)) for _ in range(3)
        )
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.rates)
        layout.addWidget(self.reading)
        layout.addLayout(self._table())
        layout.addWidget(self.asked)

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for place, (title, value) in enumerate(
            (
                (label(self.tr("Runs that arrive"), "muted"), self.shares[0]),
                (self.settled, self.shares[1]),
            )
        ):
            grid.addWidget(title, place, 0, 1, 3)
            grid.addWidget(value, place, 3, Qt.AlignmentFlag.AlignRight)
        for column, text in enumerate(("25 %", self.tr("median"), "75 %"), start=1):
            grid.addWidget(label(text, "small"), 2, column, Qt.AlignmentFlag.AlignRight)
        for row, (text, values) in enumerate(
            (
                (self.tr("Steps"), self.steps),
                (self.tr("Gradients"), self.gradients),
                (self.tr("Last loss"), self.losses),
            ),
            start=3,
        ):
            grid.addWidget(label(text, "muted"), row, 0)
            for column, value in enumerate(values, start=1):
                grid.addWidget(value, row, column, Qt.AlignmentFlag.AlignRight)
        return grid

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self.rates.set_theme(theme)

    def set_details(self, details: Details) -> None:
        """Show the details of an entry."""
        self._details = details
        self.title.setText(details.title)
        self.use.setText(details.use)
        self.use.setAccessibleName(details.use)
        self.use.setVisible(bool(details.use))
        self.rates.setVisible(bool(details.trials))
        self.reading.setVisible(bool(details.trials))
        if details.trials:
            self.rates.set_trials(details.trials, details.best, details.entered, details.success)
        self._read(-1)
        for labels, texts in (
            (self.shares, details.shares),
            (self.steps, details.steps),
            (self.gradients, details.gradients),
            (self.losses, details.losses),
        ):
            for shown, text in zip(labels, texts, strict=True):
                shown.set_text(text)
        for part in (self.settled, self.shares[1]):
            part.setVisible(bool(details.shares[1]))
        self.asked.setText(details.asked)

    def _read(self, place: int) -> None:
        """Read the trial under the pointer, or else the best one."""
        details = self._details
        if details is not None and details.notes:
            self.reading.setText(details.notes[place if place >= 0 else details.best])
