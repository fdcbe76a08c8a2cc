"""Where steps of each size lead: the new loss, its change, and the model's prediction."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from core.landings import STEP_SIZES, Landing, Note
from gui.panels.landing_model import CHANGE, PREDICTED, LandingModel
from gui.style import number_font
from gui.theme import LIGHT, Theme

WIDEST = ("10⁻¹⁰", "−1.23456789e−10", "−1.23e−10", "−1.23e−10")
PADDING = 8
"""Pixels a cell leaves free beside its text, both sides together."""

_Index = QModelIndex | QPersistentModelIndex


class Cells(QStyledItemDelegate):
    """Paints the cells themselves: by the style sheet a frame of them takes too long."""

    def __init__(self, model: LandingModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.theme = LIGHT
        self.font = QFont()

    def width(self, column: int) -> int:
        """Return the width of a column's widest text, with its margins."""
        return QFontMetrics(self.font).horizontalAdvance(WIDEST[column]) + PADDING

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint ground, line and text of a cell."""
        box = option.rect
        row, column = index.row(), index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self.theme.button))
        painter.setPen(QColor(self.theme.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setFont(self.font)
        painter.setPen(QColor(self._colour(row, column)))
        alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            box.adjusted(0, 0, -PADDING // 2, 0), alignment, self._model.text(row, column)
        )

    def _colour(self, row: int, column: int) -> str:
        if not self._model.landings:
            return self.theme.muted
        landing = self._model.landings[row]
        if landing.note is not Note.NONE or column == PREDICTED:
            return self.theme.muted
        if column == CHANGE:
            return self.theme.positive if landing.change < 0 else self.theme.negative
        return self.theme.text


class LandingTable(QTableView):
    """A table of whole rows; the current one is shown on the chart and on the plot."""

    chosen = Signal(object)
    """The step size of the current row, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = LandingModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self._cells = Cells(self.rows, self)
        self.setItemDelegate(self._cells)
        self.setObjectName("landingTable")
        self.setAccessibleName(self.tr("Step size and new loss"))
        self.setToolTip(self.tr("Choose a step to see where it lands."))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(10)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().selectionChanged.connect(self._announce)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours, and the fonts that the style sheet has given by now."""
        self.ensurePolished()
        self._cells.theme, self._cells.font = theme, number_font(self)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.35))
        self.setFixedHeight(self.sizeHint().height())
        self._fit_columns()
        self.updateGeometry()

    def current_landing(self) -> Landing | None:
        """Return the landing place of the chosen row."""
        rows = self.selectionModel().selectedRows()
        return self.rows.landings[rows[0].row()] if rows and self.rows.landings else None

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for all rows and columns."""
        height = self.horizontalHeader().sizeHint().height()
        height += len(STEP_SIZES) * self.verticalHeader().defaultSectionSize()
        return QSize(sum(map(self._cells.width, range(len(WIDEST)))), height + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: no number is cut off."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        widths = [self._cells.width(column) for column in range(len(WIDEST))]
        spare = max(0, self.viewport().width() - sum(widths)) // len(widths)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width + spare)

    def _announce(self) -> None:
        rows = self.selectionModel().selectedRows()
        self.chosen.emit(STEP_SIZES[rows[0].row()] if rows else None)
