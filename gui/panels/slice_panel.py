"""A cut of the loss along a line: what it runs along, its chart, and a table of steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.landings import Landing
from core.slices import Along, Slice
from gui.numbers import format_number, format_point
from gui.panels.landing_table import LandingTable
from gui.panels.number_field import NumberField
from gui.panels.number_label import NumberLabel
from gui.panels.slice_choices import SliceChoices, label, link, row
from gui.plot.slice_chart import SliceChart
from gui.plot.ticks import power_of_ten
from gui.theme import Theme

SMALLEST_REACH, LARGEST_REACH = 1e-12, 1e9


class SlicePanel(QWidget):
    """Shows one slice and emits which one is wanted."""

    reach_typed = Signal(float)
    fit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slicePanel")
        self.choices = SliceChoices()
        self.chart, self.table = SliceChart(), LandingTable()
        self.problem, self.note = label("", ""), label("", "small")
        self.problem.setObjectName("sliceProblem")
        self.note.setObjectName("sliceNote")
        for sentence in (self.problem, self.note):
            sentence.setWordWrap(True)
            sentence.hide()
        self.slope, self.bend = self._value("sliceSlope"), self._value("sliceBend")
        self.lowest, self.place = self._value("sliceLowest"), self._value("slicePlace")
        self._lowest_name, self._place_name = label("", "muted"), label("", "muted")
        self._make_extent()
        self._lay_out()
        self.table.chosen.connect(self.chart.set_chosen)
        self.table.chosen.connect(self._show_chosen)

    def _make_extent(self) -> None:
        self.reach = NumberField(self._refusal, characters=8)
        self.reach.setObjectName("sliceReachField")
        self.reach.setAccessibleName(self.tr("Extent of the line"))
        self.reach.setToolTip(
            self.tr(
                "Type how far the line reaches from the point; "
                "the wheel over the chart changes it too."
            )
        )
        self.reach.committed.connect(self.reach_typed)
        self.fit = link(
            "fitSliceButton",
            self.tr("Fit"),
            self.tr("Let the line be as long as suits the view."),
        )
        self.fit.clicked.connect(self.fit_wanted)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(8)
        layout.addWidget(self.choices)
        layout.addWidget(self.chart)
        extent = QHBoxLayout()
        extent.setSpacing(6)
        extent.addWidget(label(self.tr("Extent"), "muted"))
        extent.addWidget(self.reach)
        extent.addStretch(1)
        extent.addWidget(self.fit)
        layout.addLayout(extent)
        layout.addWidget(self.problem)
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addLayout(row(label(self.tr("Slope along the line"), "muted"), self.slope))
        facts.addLayout(row(label(self.tr("Curvature along the line"), "muted"), self.bend))
        facts.addLayout(row(self._lowest_name, self.lowest))
        layout.addLayout(facts)
        layout.addWidget(self.table)
        layout.addLayout(row(self._place_name, self.place))
        layout.addWidget(self.note)
        layout.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self.chart.set_theme(theme)
        self.table.set_theme(theme)

    def set_reach(self, reach: float) -> None:
        """Show how far the line reaches."""
        self.reach.set_value(reach)

    def set_slice(self, line: Slice, landings: Sequence[Landing], names: tuple[str, str]) -> None:
        """Show a slice of a loss in variables of these names, and where steps land on it."""
        along = line.aim.along
        self.choices.set_slice(line, names)
        self.chart.set_slice(line, landings)
        self.table.rows.set_landings(landings, along)
        self._tell(self.problem, line.problem)
        self._show_facts(line)
        self._show_chosen()

    def _show_facts(self, line: Slice) -> None:
        """Show numbers that change with every frame of playing, without a layout."""
        self.slope.set_text(format_number(line.slope))
        self.bend.set_text(format_number(line.bend))
        is_along_gradient = line.aim.along is Along.GRADIENT
        name = self.tr("Model lowest at η") if is_along_gradient else self.tr("Model lowest at")
        if name != self._lowest_name.text():
            self._lowest_name.setText(name)
        lowest = self.tr("nowhere")
        if line.bend > 0:
            unit = math.hypot(*line.gradient) if is_along_gradient else 1.0
            lowest = format_number(-line.slope / line.bend / unit)
        self.lowest.set_text(lowest)

    def _show_chosen(self) -> None:
        landing = self.table.current_landing()
        name, place, note = self.tr("Choose a step to see where it lands."), "", ""
        if landing is not None:
            name = self.tr("Step {0} lands at").format(power_of_ten(landing.size))
            place, note = format_point(landing.x, landing.y, 5), landing.note.value
        if name != self._place_name.text():
            self._place_name.setText(name)
        self.place.set_text(place)
        self._tell(self.note, note)

    @staticmethod
    def _tell(place: QLabel, sentence: str) -> None:
        if sentence != place.text():
            place.setText(sentence)
            place.setVisible(bool(sentence))

    def _value(self, name: str) -> NumberLabel:
        value = NumberLabel(10)
        value.setObjectName(name)
        return value

    def _refusal(self, reach: float) -> str:
        if not SMALLEST_REACH <= reach <= LARGEST_REACH:
            bounds = map(format_number, (SMALLEST_REACH, LARGEST_REACH))
            return self.tr("This must be from {0} to {1}.").format(*bounds)
        return ""
