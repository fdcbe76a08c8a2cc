"""The race: a row for each entry, in the order of their losses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters
from core.scene import Entry
from gui.panels.entry_row import EntryRow
from gui.panels.menu_button import forget_pointer
from gui.panels.method_menu import MethodMenu
from gui.panels.number_label import NumberLabel
from gui.panels.ranked_column import RankedColumn
from gui.theme import Theme, TrailStyle


class OptimizerPanel(QWidget):
    """Shows the entries and emits what the person wants of them."""

    entry_changed = Signal(int, object, bool)
    """Place, the wanted `Entry`, and whether the change is finished."""
    entry_added = Signal(object)
    """The method at its defaults, an `Optimizer`."""
    entry_removed = Signal(int)
    entry_duplicated = Signal(int)
    own_method_wanted = Signal()
    """A new method is to be written."""
    explanation_wanted = Signal(int)
    """The step at the playhead of the entry at this place is to be explained."""
    rule_wanted = Signal(int)
    """The rule of the entry at this place is to be edited."""
    copy_wanted = Signal(int, str)
    """Place of the entry whose program is to be copied, and the key of its language."""
    row_opened = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("optimizerPanel")
        self.rows: list[EntryRow] = []
        self._column = RankedColumn()
        self._step = NumberLabel(4, "heading")
        self._step.setObjectName("lossHeading")
        self._step.setToolTip(self.tr("The rows are ranked by this loss, the lowest first."))
        self._methods = MethodMenu("add", self, offers_own=True)
        self._add = QPushButton(self.tr("+ Add a method"))
        self._set_up_adding()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._add)
        self._foot.addStretch(1)
        layout.addLayout(self._heading())
        layout.addWidget(self._column)
        layout.addLayout(self._foot)

    def _heading(self) -> QHBoxLayout:
        heading = QHBoxLayout()
        title = QLabel(self.tr("Race"))
        title.setProperty("role", "heading")
        heading.addWidget(title, 1)
        heading.addWidget(self._step)
        return heading

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right of the one that adds a method."""
        self._foot.addWidget(button)

    def _set_up_adding(self) -> None:
        self._methods.chosen.connect(self.entry_added)
        self._methods.own_chosen.connect(self.own_method_wanted)
        self._add.setObjectName("addMethodButton")
        self._add.setProperty("role", "link")
        self._add.setToolTip(self.tr("Enter another method into the race."))
        self._add.setAccessibleName(self.tr("Add a method"))
        self._add.setMenu(self._methods)
        self._methods.aboutToHide.connect(lambda: forget_pointer(self._add))
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_entries(
        self,
        entries: Sequence[Entry],
        labels: Sequence[str],
        styles: Sequence[TrailStyle],
        theme: Theme,
    ) -> None:
        """Show these entries; rows whose hyperparameters stay are updated, not made again."""
        self._match_rows([entry.optimizer for entry in entries])
        facts = zip(self.rows, entries, labels, styles, strict=True)
        for index, (row, entry, label, style) in enumerate(facts):
            row.set_entry(index, entry, label, style, theme)

    def set_step(self, step: int, starts: int, steps: int) -> None:
        """Say at which of the steps the losses stand, and that they are means of starts."""
        for row in self.rows:
            row.set_step(step, steps)
        text = self.tr("mean loss at step {0}") if starts > 1 else self.tr("loss at step {0}")
        self._step.set_text(text.format(step))

    def set_losses(
        self, losses: Sequence[float], ranks: Sequence[int], outcomes: Sequence[str]
    ) -> None:
        """Show losses, ranks from 1 (0: none) and how runs ended, one of each an entry."""
        for row, loss, rank, outcome in zip(self.rows, losses, ranks, outcomes, strict=True):
            row.set_standing(loss, rank, outcome)
        order = sorted(range(len(ranks)), key=lambda index: ranks[index] or len(ranks) + 1)
        self._column.set_order(order)

    def confirm_copy(self, place: int, language: str) -> None:
        """Say at an opened entry that its program was copied."""
        details = self.rows[place].details
        if details is not None:
            details.rule_buttons.confirm_copy(language)

    def order(self) -> list[int]:
        """Return the entries from the top row to the last."""
        return self._column.order()

    def _match_rows(self, optimizers: Sequence[Optimizer]) -> None:
        """Keep the rows before and after the first and last difference."""
        old = [row.facts for row in self.rows]
        wanted = [hyperparameters(optimizer) for optimizer in optimizers]
        if old == wanted:
            return
        common = min(len(old), len(wanted))
        head = next((i for i in range(common) if old[i] != wanted[i]), common)
        tail = next(
            (i for i in range(common - head) if old[-1 - i] != wanted[-1 - i]),
            common - head,
        )
        for row in self.rows[head : len(old) - tail]:
            row.hide()
            row.deleteLater()
        new = [self._make_row(made) for made in optimizers[head : len(optimizers) - tail]]
        self.rows = self.rows[:head] + new + self.rows[len(old) - tail :]
        self._column.set_rows(self.rows)

    def _make_row(self, optimizer: Optimizer) -> EntryRow:
        row = EntryRow(optimizer)
        row.changed.connect(self.entry_changed)
        row.duplicated.connect(self.entry_duplicated)
        row.removed.connect(self.entry_removed)
        row.explanation_wanted.connect(self.explanation_wanted)
        row.rule_wanted.connect(self.rule_wanted)
        row.copy_wanted.connect(self.copy_wanted)
        row.opened.connect(lambda: self.row_opened.emit(row))
        return row
