"""The table of critical points: whole rows, chosen by a click or by Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.panels.critical_points_model import COLUMNS, KIND, CriticalPointsModel

LEAST_ROWS = 4
USUAL_ROWS = 9
"""Rows that get room without asking; a longer list scrolls, or has what room is left."""


class PointsTable(QTableView):
    """A table of whole rows, chosen by a click or by Enter.

    Its columns grow with their texts and shrink only when it was empty, so that numbers
    that change under a dragging hand stay in their places.
    """

    chosen = Signal(int)
    """Identity of what the row shows."""

    def __init__(self, model: CriticalPointsModel) -> None:
        super().__init__()
        self._model = model
        self._widths = [0] * COLUMNS
        self.setModel(model)
        self.setObjectName("criticalPointsTable")
        self.setToolTip(self.tr("Click a point to centre the picture on it."))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(10)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._announce)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose the current row with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._announce(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self._fit_columns()

    def measure(self) -> None:
        """Measure rows and columns anew, as after a change of fonts."""
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.75))
        self._widths = [0] * COLUMNS
        self.fit()

    def fit(self) -> None:
        """Give the columns the room that their texts need, and the table that of its rows."""
        if not self._model.rows:
            self._widths = [0] * COLUMNS
        self._fit_columns()
        self.updateGeometry()

    def show_row(self, row: int | None) -> None:
        """Scroll as little as shows a row."""
        if row is not None:
            self.scrollTo(self._model.index(row, KIND))

    def _fit_columns(self) -> None:
        """Give every column what its texts need, and what is left to the kind."""
        needed = [self._model.width(column) for column in range(COLUMNS)]
        self._widths = list(map(max, self._widths, needed))
        widths = list(self._widths)
        widths[KIND] += max(0, self.viewport().width() - sum(widths))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for all rows of a usual list."""
        rows = min(USUAL_ROWS, max(LEAST_ROWS, self.model().rowCount()))
        return QSize(300, rows * self.verticalHeader().defaultSectionSize() + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for a few rows; the rest scrolls."""
        rows = min(LEAST_ROWS, max(1, self.model().rowCount()))
        return QSize(200, rows * self.verticalHeader().defaultSectionSize() + 2)

    def _announce(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].found.identity)
