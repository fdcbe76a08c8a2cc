"""A cut of the loss along a line: what it runs along, its chart, and a table of steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from core.landings import Landing
from core.slices import Along, Slice
from gui.numbers import format_number, format_point
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.landing_table import LandingTable
from gui.panels.menu_button import MenuButton
from gui.panels.number_field import NumberField
from gui.panels.point_fields import PointFields
from gui.plot.slice_chart import SliceChart
from gui.plot.ticks import power_of_ten
from gui.theme import Theme

LARGEST_REACH = 1e9


class SlicePanel(QWidget):
    """Shows one slice and emits which one is wanted."""

    point_typed = Signal(float, float)
    follow_chosen = Signal(str)
    """The key of what the point shall follow, one of `set_choices`."""
    along_chosen = Signal(str)
    """The value of an `Along`."""
    other_typed = Signal(float, float)
    next_point_wanted = Signal()
    another_wanted = Signal()
    reach_typed = Signal(float)
    fit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slicePanel")
        self.point = PointFields(
            "slice",
            self.tr("Coordinate of the point"),
            self.tr("Type a coordinate of the point through which the line runs."),
        )
        self.other = PointFields(
            "sliceOther",
            self.tr("Coordinate of the other point"),
            self.tr("Type a coordinate of the point to which the line leads."),
        )
        self.chart, self.table = SliceChart(), LandingTable()
        self.sentence, self.detail = _label("", ""), _label("", "small")
        self.sentence.setObjectName("sliceSentence")
        self.detail.setObjectName("sliceDetail")
        for label in (self.sentence, self.detail):
            label.setWordWrap(True)
        self._make_choices()
        self._lay_out()
        self.point.typed.connect(self.point_typed)
        self.other.typed.connect(self.other_typed)
        self.table.chosen.connect(self.chart.set_chosen)
        self.table.chosen.connect(self._show_detail)

    def _make_choices(self) -> None:
        self.along = ChoiceButton(
            "sliceDirectionButton",
            self.tr("Direction"),
            self.tr("Choose what the line runs along."),
            [
                (Along.GRADIENT.value, self.tr("Against the gradient")),
                (Along.FIRST_EIGENVECTOR.value, self.tr("Eigenvector 1, least curvature")),
                (Along.SECOND_EIGENVECTOR.value, self.tr("Eigenvector 2, greatest curvature")),
                (Along.POINT.value, self.tr("To another point")),
                (Along.RANDOM.value, self.tr("Random direction")),
            ],
        )
        self.along.chosen.connect(self.along_chosen)
        self._followed = QMenu(self)
        self._followed.triggered.connect(lambda action: self.follow_chosen.emit(action.data()))
        self.follow = MenuButton("", self._followed, is_quiet=True)
        self.follow.setObjectName("sliceFollowButton")
        self.follow.setToolTip(self.tr("Choose whether the point stays or follows a method."))
        self.next_point = _link(
            "nextPointButton",
            self.tr("Next critical point"),
            self.tr("Let the line lead to the next critical point in view."),
        )
        self.next_point.clicked.connect(self.next_point_wanted)
        self.another = _link(
            "anotherDirectionButton",
            self.tr("Another direction"),
            self.tr("Take the next random direction."),
        )
        self.another.clicked.connect(self.another_wanted)
        self.reach = NumberField(self._refusal, characters=8)
        self.reach.setObjectName("sliceReachField")
        self.reach.setAccessibleName(self.tr("Extent of the line"))
        self.reach.setToolTip(self.tr("Type how far the line reaches from the point."))
        self.reach.committed.connect(self.reach_typed)
        self.fit = _link(
            "fitSliceButton",
            self.tr("Fit"),
            self.tr("Let the line be as long as suits the view."),
        )
        self.fit.clicked.connect(self.fit_wanted)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(_row(self.point, self.follow))
        head.addLayout(titled(self.tr("Direction"), self.along))
        self._other_row = _held(_row(self.other, self.next_point))
        self._another_row = _held(_row(_label("", "muted"), self.another))
        head.addWidget(self._other_row)
        head.addWidget(self._another_row)
        layout.addLayout(head)
        layout.addWidget(self.chart)
        extent = QHBoxLayout()
        extent.setSpacing(6)
        extent.addWidget(_label(self.tr("Extent"), "muted"))
        extent.addWidget(self.reach)
        extent.addStretch(1)
        extent.addWidget(self.fit)
        layout.addLayout(extent)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table)
        layout.addWidget(self.detail)
        layout.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self.chart.set_theme(theme)
        self.table.set_theme(theme)

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer what can be followed, as pairs of a key and a text, and say what is."""
        if list(choices) != [(one.data(), one.text()) for one in self._followed.actions()]:
            self._followed.clear()
            for key, text in choices:
                action = self._followed.addAction(text)
                action.setObjectName(f"sliceFollowButton-{key}")
                action.setData(key)
        text = dict(choices).get(chosen, "")
        if text != self.follow.text():
            self.follow.setText(text)
            self.follow.setAccessibleName(text)
            self.follow.updateGeometry()

    def set_reach(self, reach: float) -> None:
        """Show how far the line reaches."""
        self.reach.set_value(reach)

    def set_slice(self, line: Slice, landings: Sequence[Landing], names: tuple[str, str]) -> None:
        """Show a slice of a loss in variables of these names, and where steps land on it."""
        along = line.aim.along
        self.point.set_names(names)
        self.other.set_names(names)
        self.point.set_point(*line.point)
        if along is Along.POINT:
            self.other.set_point(*line.aim.other)
        self.along.set_choice(along.value)
        self._other_row.setVisible(along is Along.POINT)
        self._another_row.setVisible(along is Along.RANDOM)
        self.chart.set_slice(line, landings)
        self.table.rows.set_landings(landings, along)
        sentence = line.problem or self._sentence(line)
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
        self._show_detail()

    def _sentence(self, line: Slice) -> str:
        slope, bend = format_number(line.slope), format_number(line.bend)
        text = self.tr("Along the line the slope is {0} and the curvature {1}.")
        sentence = text.format(slope, bend)
        if not line.bend > 0:
            return sentence
        lowest = -line.slope / line.bend
        if line.aim.along is Along.GRADIENT:
            size = lowest / math.hypot(*line.gradient)
            more = self.tr("The quadratic model is lowest for a step of η = {0}.")
            return f"{sentence} {more.format(format_number(size))}"
        more = self.tr("The quadratic model is lowest at a distance of {0}.")
        return f"{sentence} {more.format(format_number(lowest))}"

    def _show_detail(self) -> None:
        landing = self.table.current_landing()
        text = self.tr("Choose a step to see where it lands.")
        if landing is not None:
            where = self.tr("The step {0} lands at {1}.").format(
                power_of_ten(landing.size), format_point(landing.x, landing.y, 5)
            )
            text = f"{where} {landing.note.value}".strip()
        if text != self.detail.text():
            self.detail.setText(text)

    def _refusal(self, reach: float) -> str:
        if not 0 < reach <= LARGEST_REACH:
            return self.tr("This must be above 0 and at most {0}.").format(
                format_number(LARGEST_REACH)
            )
        return ""


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(left, 1)
    row.addWidget(right)
    return row


def _held(row: QHBoxLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(row)
    holder.hide()
    return holder


def _link(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
