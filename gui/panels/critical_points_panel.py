"""The critical points in view, by shape; a click centres one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.critical_points import CriticalPoint
from gui.panels.critical_points_model import COLUMNS, KIND, CriticalPointsModel, summary
from gui.theme import Theme

LEAST_ROWS = 4


class PointsTable(QTableView):
    """A table of whole rows, chosen by a click or by Enter."""

    chosen = Signal(int)

    def __init__(self, model: CriticalPointsModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setObjectName("criticalPointsTable")
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

    def fit(self) -> None:
        """Give rows and columns the room their texts need."""
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.75))
        self._fit_columns()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        """Give every column what its texts need, and what is left to the kind."""
        widths = [self._model.width(column) for column in range(COLUMNS)]
        widths[KIND] += max(0, self.viewport().width() - sum(widths))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for all rows."""
        rows = max(LEAST_ROWS, self.model().rowCount())
        return QSize(300, rows * self.verticalHeader().defaultSectionSize() + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for a few rows; the rest scrolls."""
        rows = min(LEAST_ROWS, max(1, self.model().rowCount()))
        return QSize(200, rows * self.verticalHeader().defaultSectionSize() + 2)

    def _announce(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class CriticalPointsPanel(QWidget):
    """Lists the critical points in view and emits which one is wanted."""

    point_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("criticalPointsPanel")
        self._model = CriticalPointsModel(self)
        self.table = PointsTable(self._model)
        self.table.setAccessibleName(self.tr("Critical points in view"))
        self.table.setToolTip(self.tr("Click a point to centre the picture on it."))
        self.table.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.table.chosen.connect(self.point_selected)
        self.summary = QLabel()
        self.summary.setObjectName("criticalPointsSummary")
        self.message = QLabel()
        self.message.setObjectName("criticalPointsMessage")
        self.message.setProperty("role", "small")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._head())
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        self.set_points([], "")

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("Critical points"))
        head = QHBoxLayout()
        for label in (title, self.summary):
            label.setProperty("role", "heading")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        head.addWidget(self.summary, 1)
        return head

    def set_theme(self, theme: Theme) -> None:
        """Take the colours, and the fonts that the style sheet has given by now."""
        self.ensurePolished()
        self.table.ensurePolished()
        numbers = QFont(self.table.font())
        numbers.setFamilies(["JetBrains Mono", "Menlo", "Consolas", "monospace"])
        numbers.setPixelSize(max(1, self.table.fontInfo().pixelSize() - 1))
        self._model.set_look(theme, self.table.font(), numbers, self.devicePixelRatioF())
        self.table.fit()

    def set_points(self, points: Sequence[CriticalPoint], message: str) -> None:
        """Show these points, and a sentence when there is something to say."""
        self._model.set_points(points)
        self.summary.setText(summary(points))
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self.table.setVisible(bool(points))
        self.table.fit()

    def set_selected(self, index: int | None) -> None:
        """Let one point stand out, or none."""
        self._model.set_selected(index)
        if index is not None and 0 <= index < len(self._model.points):
            self.table.scrollTo(self._model.index(index, KIND))
