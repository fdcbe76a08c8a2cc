"""Steps of different size as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.landings import STEP_SIZES, Landing
from core.slices import Along
from gui.numbers import exact_number, format_number, format_point
from gui.plot.ticks import power_of_ten

COLUMNS = 4
SIZE, LOSS, CHANGE, PREDICTED = range(COLUMNS)
DIGITS = (1, 9, 3, 3)
"""Enough of the loss that small changes are seen in it."""


_Index = QModelIndex | QPersistentModelIndex


class LandingModel(QAbstractTableModel):
    """A row for each step size; the number of rows never changes."""

    def __init__(self) -> None:
        super().__init__()
        self.landings: tuple[Landing, ...] = ()
        self._along = Along.GRADIENT

    def set_landings(self, landings: Sequence[Landing], along: Along) -> None:
        """Hold other landing places."""
        self.landings = tuple(landings)
        self.dataChanged.emit(self.index(0, SIZE), self.index(len(STEP_SIZES) - 1, PREDICTED))
        if along is not self._along:
            self._along = along
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, SIZE, PREDICTED)

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of step sizes."""
        return len(STEP_SIZES)

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return COLUMNS

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            first = "η" if self._along is Along.GRADIENT else self.tr("length")
            return (first, self.tr("new loss"), self.tr("change"), self.tr("by model"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and self.landings:
            return _details(self.landings[row])
        return None

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        if column == SIZE:
            return power_of_ten(STEP_SIZES[row])
        if not self.landings:
            return ""
        landing = self.landings[row]
        value = (landing.size, landing.loss, landing.change, landing.predicted)[column]
        return format_number(value, DIGITS[column], keep_zeros=True)


def _details(landing: Landing) -> str:
    """Return the place and all digits of the loss, for the tooltip of a row."""
    place = format_point(landing.x, landing.y, 6)
    return f"{place}   L = {exact_number(landing.loss)}\n{landing.note.value}".strip()
