"""The page of the fair race: its terms, box plots, ends of runs, and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.panels.comparison_details import ComparisonDetails
from gui.panels.comparison_terms import ComparisonTerms
from gui.panels.slice_choices import label, link
from gui.plot.box_chart import BoxChart
from gui.plot.box_shares import ShareChart
from gui.theme import Theme

PROGRESS = 1000
PROGRESS_HEIGHT = 3


class ComparisonPanel(QWidget):
    """Shows one comparison and emits what is wanted of it."""

    run_wanted = Signal()
    shown_changed = Signal()
    """Another quantity or another learning rate shall be shown: see `shows_gradients`."""
    csv_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparisonPanel")
        self.terms, self.details = ComparisonTerms(), ComparisonDetails()
        self.boxes, self.shares = BoxChart(), ShareChart()
        self.news, self.doubts = label("", "news"), label("", "remark")
        self.conditions = label("", "small")
        for sentence, name in (
            (self.news, "comparisonNews"),
            (self.doubts, "comparisonDoubts"),
            (self.conditions, "comparisonConditions"),
        ):
            sentence.setObjectName(name)
            sentence.setWordWrap(True)
        self._make_buttons()
        self._ends = label(self.tr("Where the runs end"), "heading")
        self._lay_out()
        self.set_result(False)
        self.set_progress(None)
        self.set_news("", can_run=False)

    @property
    def shows_gradients(self) -> bool:
        """Whether evaluations of the gradient are shown in place of steps."""
        return self.gradients.isChecked()

    @property
    def shows_given(self) -> bool:
        """Whether entries are shown with the learning rates that they have."""
        return self.given.isChecked()

    @property
    def picture_parts(self) -> tuple[QWidget, ...]:
        """What leaves the program as a picture, the conditions included, from above."""
        return self.boxes, self._ends, self.shares, self.doubts, self.conditions

    def _make_buttons(self) -> None:
        self.best, self.given = self._segments(
            ("comparisonBestButton", self.tr("Best rate"),
             self.tr("Show every method with the best learning rate it found.")),
            ("comparisonGivenButton", self.tr("As entered"),
             self.tr("Show every method with the learning rate it has in the race.")),
        )  # fmt: skip
        self.steps, self.gradients = self._segments(
            ("comparisonStepsButton", self.tr("Steps"),
             self.tr("Count steps until a run arrives.")),
            ("comparisonGradientsButton", self.tr("Gradients"),
             self.tr("Count evaluations of the gradient until a run arrives.")),
        )  # fmt: skip
        self.run = QPushButton(self.tr("Run"))
        self.run.setObjectName("runComparisonButton")
        self.run.setProperty("role", "primary")
        self.run.setToolTip(self.tr("Race every method on these terms; Esc stops it."))
        self.run.setAccessibleName(self.tr("Run the fair race"))
        self.run.clicked.connect(self.run_wanted)
        self.csv = link(
            "comparisonCsvButton",
            self.tr("Save as CSV…"),
            self.tr("Write every learning rate of every method as a table."),
        )
        self.csv.clicked.connect(self.csv_wanted)
        self.png = link(
            "comparisonPictureButton",
            self.tr("Save as picture…"),
            self.tr("Write the box plots with their conditions to a PNG file."),
        )
        self.png.clicked.connect(self.picture_wanted)
        self.bar = QProgressBar()
        self.bar.setObjectName("comparisonProgress")
        self.bar.setAccessibleName(self.tr("How much of the race is done"))
        self.bar.setRange(0, PROGRESS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(PROGRESS_HEIGHT)

    def _segments(self, *kinds: tuple[str, str, str]) -> list[QPushButton]:
        group, buttons = QButtonGroup(self), []
        for name, text, tip in kinds:
            button = link(name, text, tip)
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.clicked.connect(self.shown_changed)
            group.addButton(button)
            buttons.append(button)
        buttons[0].setChecked(True)
        return buttons

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(8)
        layout.addWidget(self.terms)
        layout.addWidget(self.bar)
        state = QHBoxLayout()
        state.addWidget(self.news, 1)
        state.addWidget(self.run)
        layout.addLayout(state)
        self._choices = QWidget()
        choices = QHBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(2)
        for button in (self.best, self.given):
            choices.addWidget(button)
        choices.addStretch(1)
        for button in (self.steps, self.gradients):
            choices.addWidget(button)
        layout.addWidget(self._choices)
        for part in (self.boxes, self._ends, self.shares, self.doubts, self.details):
            layout.addWidget(part)
        layout.addWidget(self.conditions)
        self._exports = QWidget()
        exports = QHBoxLayout(self._exports)
        exports.setContentsMargins(0, 0, 0, 0)
        exports.addWidget(self.csv)
        exports.addStretch(1)
        exports.addWidget(self.png)
        layout.addWidget(self._exports)
        layout.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        for part in (self.boxes, self.shares, self.details):
            part.set_theme(theme)

    def set_result(self, is_there: bool) -> None:
        """Show the places of a result, or keep them away while there is none."""
        for part in (self._choices, *self.picture_parts, self.details, self._exports):
            part.setVisible(is_there)

    def set_progress(self, done: float | None) -> None:
        """Show how much is done, or that nothing is under way."""
        self.bar.setValue(round(PROGRESS * (done or 0.0)))
        keep_in_layout(self.bar)
        self.bar.setVisible(done is not None)

    def set_news(self, sentence: str, *, can_run: bool) -> None:
        """Say how the result stands, and whether it is to be asked for."""
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))
        self.run.setVisible(can_run)

    def set_rates_tried(self, are_there: bool) -> None:
        """Offer to choose between best and entered rates, where any were tried."""
        self.best.setVisible(are_there)
        self.given.setVisible(are_there)

    def set_texts(self, conditions: str, doubts: Sequence[str]) -> None:
        """Show the conditions, and what is uncertain."""
        self.conditions.setText(conditions)
        self.doubts.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))

    def set_chosen(self, place: int) -> None:
        """Let an entry stand out in both charts."""
        self.boxes.set_chosen(place)
        self.shares.set_chosen(place)


def keep_in_layout(widget: QWidget) -> None:
    """Let a widget keep its room while it is hidden, so that nothing below it jumps."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
