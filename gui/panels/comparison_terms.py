"""The terms of a fair race: where runs start, how often, what they are to reach and may try."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.budget import HIGHEST_RATE, Rates, Tolerance
from gui.fair_race.work import Terms
from gui.numbers import format_number
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.fold import Fold
from gui.panels.number_field import Check, NumberField, accept_all
from gui.panels.slice_choices import label

LARGEST_SIDE = 100
MOST_STARTS = 10_000
MOST_SEEDS = 100
MOST_RATES = 60
LARGEST_SEED = 999_999_999


class ComparisonTerms(Fold):
    """A heading that names the terms and opens the controls that change them."""

    changed = Signal(object)
    """The wanted `Terms`."""

    def __init__(self) -> None:
        super().__init__("", _tr("Show or hide the conditions of the race."))
        self.setObjectName("comparisonTerms")
        self.chevron.setObjectName("comparisonTermsButton")
        self._terms = Terms()
        self.column.setContentsMargins(4, 2, 0, 6)
        self.column.setSpacing(2)
        self._make_starts()
        self._make_goal()
        self._make_rates()
        self.set_terms(self._terms)

    def _make_starts(self) -> None:
        self.sample = ChoiceButton(
            "comparisonSampleButton",
            _tr("Starts"),
            _tr("Choose where the runs of every method start."),
            [
                ("grid", _tr("In a grid over the view")),
                ("random", _tr("At random in the view")),
                ("scene", _tr("Where the scene says")),
            ],
        )
        self.sample.chosen.connect(lambda key: self._announce(sample=key))
        whole, tr = _whole, _tr
        self.side = self._field("Side", tr("Columns of the grid, and rows."),
                                whole(1, LARGEST_SIDE), "side")  # fmt: skip
        self.count = self._field("Count", tr("How many random starts there are."),
                                 whole(1, MOST_STARTS), "count")  # fmt: skip
        self.draw = self._field("Draw", tr("The seed that the random starts are drawn with."),
                                whole(0, LARGEST_SEED), "draw")  # fmt: skip
        self.seeds = self._field("Seeds", tr("With how many seeds noise and random rules run."),
                                 whole(1, MOST_SEEDS), "seeds")  # fmt: skip
        self.column.addLayout(titled(tr("Starts"), self.sample))
        self._side_row = _row(tr("Columns and rows"), self.side)
        self._count_row = _row(tr("Points"), self.count, tr("seed"), self.draw)
        for row in (self._side_row, self._count_row, _row(tr("Seeds of noise"), self.seeds)):
            self.column.addWidget(row)

    def _make_goal(self) -> None:
        self.of = ChoiceButton(
            "comparisonGoalButton",
            _tr("To reach"),
            _tr("Choose what counts as having arrived."),
            [("gradient_norm", _tr("Gradient norm at most")), ("loss", _tr("Loss at most"))],
        )
        self.of.chosen.connect(self._change_goal)
        self.value = self._number(
            "Tolerance", _tr("A run has arrived once it is at most this."), self._refuse_goal
        )
        self.value.committed.connect(lambda value: self._announce(tolerance=self._goal(value)))
        self.column.addWidget(_row(_tr("To reach"), self.of, "", self.value))

    def _make_rates(self) -> None:
        self.rates = self._number("Rates", _tr("How many learning rates every method tries."),
                                  _whole(0, MOST_RATES))  # fmt: skip
        self.low = self._number("LowRate", _tr("The lowest learning rate that is tried."),
                                self._refuse_low)  # fmt: skip
        self.high = self._number("HighRate", _tr("The highest learning rate that is tried."),
                                 self._refuse_high)  # fmt: skip
        for field in (self.rates, self.low, self.high):
            field.committed.connect(self._take_rates)
        self.column.addWidget(
            _row(_tr("Learning rates"), self.rates, _tr("from"), self.low, _tr("to"), self.high)
        )

    def set_summary(self, text: str) -> None:
        """Name the terms in the heading."""
        if text != self.title.text():
            self.title.setText(text)
            self.title.setAccessibleName(text)

    def set_terms(self, terms: Terms) -> None:
        """Show terms."""
        self._terms = terms
        self.sample.set_choice(terms.sample)
        for name in ("side", "count", "draw", "seeds"):
            getattr(self, name).set_value(getattr(terms, name))
        self.of.set_choice(terms.tolerance.of)
        self.value.set_value(terms.tolerance.value)
        self.rates.set_value(terms.rates.count)
        self.low.set_value(terms.rates.low)
        self.high.set_value(terms.rates.high)
        self._side_row.setVisible(terms.sample == "grid")
        self._count_row.setVisible(terms.sample == "random")

    def _change_goal(self, of: str) -> None:
        tolerance = msgspec.structs.replace(self._terms.tolerance, of=of)
        if of == "gradient_norm" and tolerance.value <= 0:
            tolerance = Tolerance()
        self._announce(tolerance=tolerance)

    def _goal(self, value: float) -> Tolerance:
        return msgspec.structs.replace(self._terms.tolerance, value=value)

    def _take_rates(self) -> None:
        self._announce(rates=Rates(self.low.value(), self.high.value(), int(self.rates.value())))

    def _announce(self, **changes: object) -> None:
        self.set_terms(replace(self._terms, **changes))  # type: ignore[arg-type]
        self.changed.emit(self._terms)

    def _field(self, name: str, tip: str, check: Check, part: str) -> NumberField:
        """Make a field for one of the whole numbers of the terms."""
        field = self._number(name, tip, check)
        field.committed.connect(lambda value: self._announce(**{part: int(value)}))
        return field

    def _number(self, name: str, tip: str, check: Check = accept_all) -> NumberField:
        field = NumberField(check, characters=7)
        field.setObjectName(f"comparison{name}Field")
        field.setAccessibleName(tip)
        field.setToolTip(tip)
        return field

    def _refuse_goal(self, value: float) -> str:
        if value > 0 or self._terms.tolerance.of == "loss":
            return ""
        return _tr("This must be above 0.")

    def _refuse_low(self, rate: float) -> str:
        highest = self._terms.rates.high
        if 0 < rate <= highest:
            return ""
        return _tr("This must be above 0 and at most {0}.").format(format_number(highest))

    def _refuse_high(self, rate: float) -> str:
        lowest = self._terms.rates.low
        if lowest <= rate <= HIGHEST_RATE:
            return ""
        bounds = map(format_number, (lowest, HIGHEST_RATE))
        return _tr("This must be from {0} to {1}.").format(*bounds)


def _row(title: str, *parts: QWidget | str) -> QWidget:
    """Return a line with a title at the left and controls, or words, at the right."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    line.addWidget(label(title, "muted"), 1)
    for part in parts:
        line.addWidget(label(part, "muted") if isinstance(part, str) else part)
    return holder


def _whole(least: int, most: int) -> Callable[[float], str]:
    def refusal(value: float) -> str:
        if value == round(value) and least <= value <= most:
            return ""
        bounds: Iterable[str] = map(format_number, (least, most))
        return _tr("This must be a whole number from {0} to {1}.").format(*bounds)

    return refusal


def _tr(text: str) -> str:
    return QCoreApplication.translate("FairRace", text)
