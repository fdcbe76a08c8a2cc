"""Every method by family in one open menu, for the eye, the mouse and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from core.optimizers import METHODS
from core.optimizers.base import FAMILIES, Optimizer

COLUMNS = 3

_Family = tuple[str, list[Optimizer]]
"""A heading and the methods below it."""


class MethodChoice(QPushButton):
    """One line of the menu; arrows and letters are left to the menu."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action.text())
        self.setProperty("role", "choice")
        self.setObjectName(f"{action.objectName()}Choice")
        self.setAccessibleName(action.text())
        self.setToolTip(action.toolTip())
        self.setAutoDefault(True)
        self.clicked.connect(action.trigger)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Space and Enter; the rest moves about in the menu."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            event.ignore()


class MethodMenu(QMenu):
    """Offers the methods below the headings of their families, in columns.

    Parameters
    ----------
    purpose
        Begins the object names of the actions, as in ``add-adam``.
    offers_own
        Whether the last line is a method of one's own.
    """

    chosen = Signal(object)
    """The method at its defaults, an `Optimizer`."""
    own_chosen = Signal()

    def __init__(self, purpose: str, parent: QWidget, *, offers_own: bool = False) -> None:
        super().__init__(parent)
        self._purpose = purpose
        self._columns: list[list[MethodChoice]] = []
        self._page = QWidget()
        self._page.setProperty("surface", "panel")
        grid = QGridLayout(self._page)
        grid.setContentsMargins(6, 4, 6, 4)
        grid.setHorizontalSpacing(14)
        for place, families in enumerate(_in_columns(_by_family())):
            grid.addLayout(self._column(families), 0, place)
        if offers_own:
            grid.addWidget(self._own(), 1, 0, 1, COLUMNS)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(self._page)
        self.addAction(holder)
        self.aboutToShow.connect(self._begin)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with the arrows, or to the next line that begins with a letter."""
        moves = {
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Left: (-1, 0),
        }
        if event.key() in moves:
            self._move(*moves[Qt.Key(event.key())])
        elif event.text().isalpha():
            self._find(event.text())
        else:
            super().keyPressEvent(event)

    def _column(self, families: Sequence[_Family]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._columns.append([])
        for family, methods in families:
            heading = QLabel(family)
            heading.setProperty("role", "family")
            heading.setIndent(0)
            column.addWidget(heading)
            for method in methods:
                choice = MethodChoice(self._method_action(method))
                self._columns[-1].append(choice)
                column.addWidget(choice)
        column.addStretch(1)
        return column

    def _method_action(self, method: Optimizer) -> QAction:
        action = QAction(method.title, self)
        action.setObjectName(f"{self._purpose}-{method.name()}")
        action.setData(method)
        # The first line of a method's documentation says in one sentence what it is.
        action.setToolTip((type(method).__doc__ or method.title).splitlines()[0])
        action.triggered.connect(lambda: self._choose(method))
        return action

    def _own(self) -> QWidget:
        action = QAction(self.tr("New method…"), self)
        action.setObjectName(f"{self._purpose}-own")
        action.setToolTip(self.tr("Write the equations of a method of your own."))
        action.triggered.connect(self._choose_own)
        choice = MethodChoice(action)
        self._columns[0].append(choice)
        page = QWidget()
        page.setProperty("edge", "top")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 5, 0, 0)
        layout.addWidget(choice)
        return page

    def _choose(self, method: Optimizer) -> None:
        self.close()
        self.chosen.emit(method)

    def _choose_own(self) -> None:
        self.close()
        self.own_chosen.emit()

    def _begin(self) -> None:
        self._columns[0][0].setFocus()

    def _place(self) -> tuple[int, int]:
        for number, column in enumerate(self._columns):
            for row, choice in enumerate(column):
                if choice.hasFocus():
                    return number, row
        return 0, 0

    def _move(self, columns: int, rows: int) -> None:
        column, row = self._place()
        choices = self._columns[(column + columns) % len(self._columns)]
        row = (row + rows) % len(choices) if rows else min(row, len(choices) - 1)
        choices[row].setFocus()

    def _find(self, letter: str) -> None:
        """Go to the next line that begins with a letter, after the last to the first."""
        choices = [choice for column in self._columns for choice in column]
        column, row = self._place()
        here = choices.index(self._columns[column][row])
        for choice in choices[here + 1 :] + choices[: here + 1]:
            if choice.text().lower().startswith(letter.lower()):
                choice.setFocus()
                return


def _by_family() -> list[_Family]:
    methods = [method() for method in METHODS]
    families = [
        (family, [method for method in methods if method.family == family]) for family in FAMILIES
    ]
    return [(family, members) for family, members in families if members]


def _in_columns(families: Sequence[_Family]) -> list[Sequence[_Family]]:
    """Cut the list of families so that the longest column is as short as it can be."""

    def height(part: Sequence[_Family]) -> int:
        return sum(len(methods) + 2 for _family, methods in part)

    places = range(1, len(families))
    divisions = [
        [families[start:end] for start, end in pairwise((0, *cuts, len(families)))]
        for cuts in combinations(places, min(COLUMNS - 1, len(places)))
    ]
    return min(divisions, key=lambda parts: max(map(height, parts)))
