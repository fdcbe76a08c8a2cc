"""One contestant of the race: legend, name, live loss, learning rate, and the rest."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.optimizers.base import Hyperparameter, Optimizer
from core.optimizers.facts import hyperparameters, learning_rate, values, with_value
from core.scene import Entry
from gui.numbers import NOT_A_NUMBER, format_number
from gui.panels.entry_conditions import EntryConditions
from gui.panels.entry_details import EntryDetails
from gui.panels.hyperparameter_field import HyperparameterField
from gui.panels.icon_button import IconButton
from gui.panels.number_label import NumberLabel
from gui.panels.schedule_curve import ScheduleCurve
from gui.panels.swatch import Swatch
from gui.theme import Theme, TrailStyle


class EntryRow(QWidget):
    """A row that is updated in place; it holds the last entry it was given."""

    changed = Signal(int, object, bool)
    """Place of the entry, the entry as wanted, and whether the change is finished."""

    duplicated = Signal(int)
    removed = Signal(int)
    explanation_wanted = Signal(int)
    rule_wanted = Signal(int)
    copy_wanted = Signal(int, str)
    """Place of the entry, and a key of `gui.panels.rule_buttons.LANGUAGES`."""
    opened = Signal()

    def __init__(self, optimizer: Optimizer) -> None:
        super().__init__()
        self.facts = hyperparameters(optimizer)
        self._title = optimizer.title
        self._has_learning_rate = learning_rate(optimizer) is not None
        self._index = 0
        self._steps = 1
        self._entry: Entry | None = None
        self._theme: Theme | None = None
        self.rank = NumberLabel(2, "rank")
        self.swatch = Swatch()
        self.name = QLabel()
        self.name.setProperty("role", "name")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.name.setCursor(Qt.CursorShape.PointingHandCursor)
        self.loss = NumberLabel(7)
        self.chevron = IconButton(
            "chevron_right", self.tr("Show all hyperparameters."), diameter=24
        )
        self.chevron.setObjectName("openButton")
        self.chevron.setCheckable(True)
        self.chevron.toggled.connect(self._open)
        self.outcome = QLabel()
        self.outcome.setProperty("role", "small")
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setWordWrap(True)
        self.outcome.hide()
        self.fields = [self._make_field(facts) for facts in self.facts[:1]]
        self.curve = ScheduleCurve()
        self.details: EntryDetails | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("edge", "bottom")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        for widget in (self.rank, self.swatch, self.name, self.loss, self.chevron):
            self._head.addWidget(widget)
        self._head.setStretchFactor(self.name, 1)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(6)
        for field in self.fields:
            first.addWidget(field, 1)
        first.addWidget(self.curve)
        self._body.addLayout(first)
        self._body.addWidget(self.outcome)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 7, 0, 7)
        layout.setVerticalSpacing(0)
        layout.addLayout(self._head, 0, 0, 1, 2)
        layout.addLayout(self._body, 1, 1)
        layout.setColumnMinimumWidth(0, 24)
        layout.setColumnStretch(1, 1)

    def set_entry(
        self, index: int, entry: Entry, label: str, style: TrailStyle, theme: Theme
    ) -> None:
        """Show an entry; only what differs is touched."""
        self._index, self._entry, self._theme = index, entry, theme
        self.setObjectName(f"entryRow{index}")
        self.setAccessibleName(label)
        self.name.setText(label)
        self.name.setToolTip(label)
        self.name.setEnabled(entry.visible)
        self.swatch.set_style(style, is_faded=not entry.visible)
        self._show_values(entry)
        if self.details is not None:
            self.details.set_entry(entry, theme)

    def _show_values(self, entry: Entry) -> None:
        shown = values(entry.optimizer)
        for field in self.fields:
            field.set_value(shown[field.objectName()])
        self._show_schedule(entry)

    def _show_schedule(self, entry: Entry) -> None:
        rate = learning_rate(entry.optimizer)
        self.curve.set_schedule(entry.schedule if rate else "", rate or 1.0, self._steps)
        self._remark_rate()

    def _remark_rate(self) -> None:
        """Say what the schedule makes of the learning rate at the playhead's step."""
        if self.fields and self._has_learning_rate:
            is_scheduled = self.curve.isVisibleTo(self)
            self.fields[0].set_remark(self.curve.toolTip() if is_scheduled else "")

    def set_step(self, step: int, steps: int) -> None:
        """Mark the playhead's step of a run of so many steps in the schedule."""
        if steps != self._steps:
            self._steps = steps
            if self._entry is not None:
                self._show_schedule(self._entry)
            if self.details is not None:
                self.details.conditions.schedule.set_steps(steps)
        self.curve.set_step(step)
        self._remark_rate()

    def set_standing(self, loss: float, rank: int, outcome: str) -> None:
        """Show the loss at the playhead, the rank from 1 (0: none) and how the run ended."""
        text = NOT_A_NUMBER if loss != loss else format_number(loss, 3, keep_zeros=True)
        self.loss.set_text(text)
        self.rank.set_text(str(rank) if rank else NOT_A_NUMBER)
        leads = "true" if rank == 1 else "false"
        if self.rank.property("leads") != leads:
            self.rank.setProperty("leads", leads)
            self.rank.style().polish(self.rank)
        if outcome != self.outcome.text():
            self.outcome.setText(outcome)
            self.outcome.setVisible(bool(outcome))
        standing = self.tr("Rank {0}, loss {1}.").format(rank, text)
        self.setAccessibleDescription(standing if rank else self.tr("No loss, and no rank."))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's names
        """Take a press on the head, so that its release comes here too."""
        event.setAccepted(self._is_click_on_head(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open or close the row by a click anywhere on its head, as by the chevron."""
        if self._is_click_on_head(event):
            self.chevron.toggle()

    def _is_click_on_head(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        return event.button() == Qt.MouseButton.LeftButton and self._head.geometry().contains(place)

    def _open(self, is_open: bool) -> None:
        """Show or fold away everything beyond the learning rate."""
        self.chevron.set_icon("chevron_down" if is_open else "chevron_right")
        if is_open and self.details is None:
            self.details = self._make_details()
            self._body.insertWidget(1, self.details)
        if self.details is not None:
            self.details.setVisible(is_open)
        if is_open:
            self.opened.emit()

    def _make_field(self, facts: Hyperparameter) -> HyperparameterField:
        field = HyperparameterField(facts)
        field.changed.connect(self._take)
        return field

    def _make_details(self) -> EntryDetails:
        others = [self._make_field(facts) for facts in self.facts[1:]]
        self.fields += others
        conditions = EntryConditions(self._has_learning_rate)
        conditions.schedule.set_steps(self._steps)
        conditions.changed.connect(self._change)
        details = EntryDetails(others, self._title, conditions)
        details.relabelled.connect(self._relabel)
        details.recoloured.connect(self._recolour)
        details.visibility_toggled.connect(self._toggle_visibility)
        details.duplicate_pressed.connect(self._announce_duplicate)
        details.remove_pressed.connect(self._announce_remove)
        details.rule_buttons.explain_pressed.connect(self._announce_explanation)
        details.rule_buttons.edit_pressed.connect(self._announce_rule)
        details.rule_buttons.copy_chosen.connect(self._announce_copy)
        if self._entry is not None and self._theme is not None:
            details.set_entry(self._entry, self._theme)
            self._show_values(self._entry)
        return details

    def _take(self, name: str, value: float | bool, is_finished: bool) -> None:
        if self._entry is not None:
            optimizer = with_value(self._entry.optimizer, name, value)
            self._announce(msgspec.structs.replace(self._entry, optimizer=optimizer), is_finished)

    def _change(self, field: str, value: object, is_finished: bool) -> None:
        if self._entry is not None:
            entry = msgspec.structs.replace(self._entry, **{field: value})
            self._announce(entry, is_finished)

    def _relabel(self, label: str) -> None:
        if self._entry is not None and label != self._entry.label:
            self._announce(msgspec.structs.replace(self._entry, label=label))

    def _recolour(self, colour: str) -> None:
        if self._entry is not None and colour != self._entry.colour:
            self._announce(msgspec.structs.replace(self._entry, colour=colour))

    def _toggle_visibility(self) -> None:
        if self._entry is not None:
            self._announce(msgspec.structs.replace(self._entry, visible=not self._entry.visible))

    def _announce(self, entry: Entry, is_finished: bool = True) -> None:
        self._entry = entry
        self.changed.emit(self._index, entry, is_finished)

    def _announce_duplicate(self) -> None:
        self.duplicated.emit(self._index)

    def _announce_remove(self) -> None:
        self.removed.emit(self._index)

    def _announce_explanation(self) -> None:
        self.explanation_wanted.emit(self._index)

    def _announce_rule(self) -> None:
        self.rule_wanted.emit(self._index)

    def _announce_copy(self, language: str) -> None:
        self.copy_wanted.emit(self._index, language)
