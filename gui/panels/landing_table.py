"""Where steps of each size lead: the new loss, its change, and the model's prediction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.landings import STEP_SIZES, Landing, Note
from core.slices import Along
from gui.numbers import exact_number, format_number, format_point
from gui.plot.ticks import power_of_ten
from gui.theme import LIGHT, Theme

SIZE, LOSS, CHANGE, PREDICTED = range(4)
DIGITS = {LOSS: 9, CHANGE: 3, PREDICTED: 3}
"""Enough of the loss that small changes are seen in it."""

WIDEST = ("10⁻¹⁰", "−1.23456789e−10", "−1.23e−10", "−1.23e−10")
PADDING = 8
"""Pixels a cell leaves free beside its text, both sides together."""

_Index = QModelIndex | QPersistentModelIndex


class LandingModel(QAbstractTableModel):
    """A row for each step size; the number of rows never changes."""

    def __init__(self) -> None:
        super().__init__()
        self.landings: tuple[Landing, ...] = ()
        self._along = Along.GRADIENT
        self._theme = LIGHT
        self._font = QFont()

    def set_landings(self, landings: Sequence[Landing], along: Along) -> None:
        """Hold other landing places."""
        self.landings, self._along = tuple(landings), along
        self.dataChanged.emit(self.index(0, SIZE), self.index(len(STEP_SIZES) - 1, PREDICTED))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, SIZE, PREDICTED)

    def set_look(self, theme: Theme, font: QFont) -> None:
        """Take the colours, and the font of numbers."""
        self._theme, self._font = theme, font
        self.layoutChanged.emit()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of step sizes."""
        return len(STEP_SIZES)

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return len(WIDEST)

    def width(self, column: int) -> int:
        """Return the width of a column's widest text, with its margins."""
        return QFontMetrics(self._font).horizontalAdvance(WIDEST[column]) + PADDING

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
        """Return what a cell shows."""
        size = STEP_SIZES[index.row()]
        landing = self.landings[index.row()] if self.landings else None
        match role:
            case Qt.ItemDataRole.DisplayRole if index.column() == SIZE:
                return power_of_ten(size)
            case Qt.ItemDataRole.DisplayRole if landing is not None:
                return _text(landing, index.column())
            case Qt.ItemDataRole.FontRole:
                return self._font
            case Qt.ItemDataRole.ForegroundRole if landing is not None:
                return self._colour(landing, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole if landing is not None:
                return _details(landing)
        return None

    def _colour(self, landing: Landing, column: int) -> QColor | None:
        if landing.note is not Note.NONE or column == PREDICTED:
            return QColor(self._theme.muted)
        if column == CHANGE:
            return QColor(self._theme.positive if landing.change < 0 else self._theme.negative)
        return None


class LandingTable(QTableView):
    """A table of whole rows; the current one is shown on the chart and on the plot."""

    chosen = Signal(object)
    """The step size of the current row, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = LandingModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
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
        numbers = QFont(self.font())
        numbers.setFamilies(["JetBrains Mono", "Menlo", "Consolas", "monospace"])
        numbers.setPixelSize(max(1, self.fontInfo().pixelSize() - 1))
        self.rows.set_look(theme, numbers)
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
        return QSize(sum(map(self.rows.width, range(len(WIDEST)))), height + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: no number is cut off."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        widths = [self.rows.width(column) for column in range(len(WIDEST))]
        spare = max(0, self.viewport().width() - sum(widths)) // len(widths)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width + spare)

    def _announce(self) -> None:
        rows = self.selectionModel().selectedRows()
        self.chosen.emit(STEP_SIZES[rows[0].row()] if rows else None)


def _text(landing: Landing, column: int) -> str:
    value = {LOSS: landing.loss, CHANGE: landing.change, PREDICTED: landing.predicted}[column]
    return format_number(value, DIGITS[column], keep_zeros=True)


def _details(landing: Landing) -> str:
    """Return the place and all digits of the loss, for the tooltip of a row."""
    place = format_point(landing.x, landing.y, 6)
    return f"{place}   L = {exact_number(landing.loss)}\n{landing.note.value}".strip()
