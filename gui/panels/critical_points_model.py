"""Critical points as rows of a table: shape, status, kind, place, loss."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPen, QPixmap

from core.critical_points import CriticalPoint
from gui.numbers import format_number
from gui.panels.survey_words import STATUS_MARKS, Finding, details, kind_text, place_text
from gui.plot.shapes import critical_point_path, wave_path
from gui.theme import LIGHT, Theme

COLUMNS = 5
PADDING = 16
"""Pixels a cell leaves free beside its text, both sides together."""
MARK_PADDING = 20
"""The same beside a mark."""
SHAPE, STATUS, KIND, PLACE, LOSS = range(COLUMNS)
ROUNDING = 1e-15
"""Losses this small beside the largest in the list are what rounding leaves of zero."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A finding and what its cells say."""

    found: Finding
    texts: tuple[str, ...]
    wording: Hashable
    """All that the texts depend on."""

    @property
    def shape(self) -> str:
        """The kind of a point, or ``curve``."""
        return self.found.kind.value if isinstance(self.found, CriticalPoint) else "curve"


class CriticalPointsModel(QAbstractTableModel):
    """Holds the findings in the order they were given; one of them may be selected.

    Rows are known by the identity of what they show: a new list inserts, removes and
    moves only what differs, so that the view keeps its place while values change.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.selected: int | None = None
        """Identity of the finding that stands out."""
        self._theme = LIGHT
        self._fonts = (QFont(), QFont())
        self._ratio = 1.0
        self._shapes: dict[tuple[str, bool], QPixmap] = {}

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Hold these points and curves."""
        rows = self._made_rows(findings)
        wanted = [row.found.identity for row in rows]
        self._remove_all_but(set(wanted))
        present = set(self._identities())
        self._reorder([identity for identity in wanted if identity in present])
        self._insert_missing(rows)
        if rows != self.rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, SHAPE), self.index(len(rows) - 1, LOSS))

    def set_selected(self, identity: int | None) -> None:
        """Let one finding stand out, or none."""
        changed = [self.row_of(one) for one in (self.selected, identity)]
        self.selected = identity
        for row in changed:
            if row is not None:
                self.dataChanged.emit(self.index(row, SHAPE), self.index(row, LOSS))

    def row_of(self, identity: int | None) -> int | None:
        """Return where a finding stands in the list."""
        identities = self._identities()
        return identities.index(identity) if identity in identities else None

    def set_look(self, theme: Theme, text: QFont, numbers: QFont, ratio: float) -> None:
        """Take colours, the fonts of words and of numbers, and the pixel ratio of the screen."""
        self._theme, self._fonts, self._ratio = theme, (text, numbers), ratio
        self._shapes.clear()
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of findings; a cell has none below it."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else COLUMNS

    def width(self, column: int) -> int:
        """Return the width that the widest text of a column takes, with its margins."""
        metrics = QFontMetrics(self._font(column, is_selected=True))
        if column == SHAPE:
            return self._side() + MARK_PADDING
        widest = max((row.texts[column] for row in self.rows), key=len, default="")
        return metrics.horizontalAdvance(widest) + PADDING

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        is_selected = row.found.identity == self.selected
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.texts[column]
            case Qt.ItemDataRole.DecorationRole if column == SHAPE:
                return self._shape(row.shape, is_selected)
            case Qt.ItemDataRole.FontRole:
                is_word = column == PLACE and row.shape == "curve"
                return self._font(KIND if is_word else column, is_selected)
            case Qt.ItemDataRole.ForegroundRole if is_selected:
                return QColor(self._theme.accent)
            case Qt.ItemDataRole.ForegroundRole if column == STATUS:
                return QColor(self._theme.muted)
            case Qt.ItemDataRole.TextAlignmentRole if column == STATUS:
                return int(Qt.AlignmentFlag.AlignCenter)
            case Qt.ItemDataRole.TextAlignmentRole if column in (PLACE, LOSS):
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return details(row.found)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = {SHAPE: row.shape, STATUS: row.found.status.value}
                return words.get(column, row.texts[column])
        return None

    def _identities(self) -> list[int]:
        return [row.found.identity for row in self.rows]

    def _made_rows(self, findings: Sequence[Finding]) -> list[Row]:
        """Write the texts of what is new or has moved."""
        largest = max((abs(found.loss) for found in findings), default=0.0)
        smallest = ROUNDING * max(1.0, largest)
        known = {row.wording: row.texts for row in self.rows}
        rows = []
        for found in findings:
            loss = 0.0 if abs(found.loss) <= smallest else found.loss
            wording = _wording(found, loss)
            texts = known.get(wording) or _texts(found, loss)
            rows.append(Row(found, texts, wording))
        return rows

    def _remove_all_but(self, wanted: set[int]) -> None:
        unwanted = [row for row, one in enumerate(self._identities()) if one not in wanted]
        # From the end, so that the rows before stay where they are.
        for first, last in reversed(_runs(unwanted)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, wanted: list[int]) -> None:
        """Bring the rows that stay into another order, as the view's marks follow them."""
        before = self._identities()
        if before == wanted:
            return
        self.layoutAboutToBeChanged.emit()
        place = {identity: row for row, identity in enumerate(wanted)}
        held = self.persistentIndexList()
        moved = [self.index(place[before[one.row()]], one.column()) for one in held]
        self.rows.sort(key=lambda row: place[row.found.identity])
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _insert_missing(self, rows: Sequence[Row]) -> None:
        present = set(self._identities())
        missing = [place for place, row in enumerate(rows) if row.found.identity not in present]
        for first, last in _runs(missing):
            self.beginInsertRows(QModelIndex(), first, last)
            self.rows[first:first] = rows[first : last + 1]
            self.endInsertRows()

    def _side(self) -> int:
        return round(QFontInfo(self._fonts[0]).pixelSize() * 1.1)

    def _font(self, column: int, is_selected: bool) -> QFont:
        font = QFont(self._fonts[column in (PLACE, LOSS)])
        if is_selected:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _shape(self, shape: str, is_selected: bool) -> QPixmap:
        if (shape, is_selected) not in self._shapes:
            self._shapes[shape, is_selected] = self._painted_shape(shape, is_selected)
        return self._shapes[shape, is_selected]

    def _painted_shape(self, shape: str, is_selected: bool) -> QPixmap:
        side = self._side()
        picture = QPixmap(round(side * self._ratio), round(side * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        colour = QColor(self._theme.accent if is_selected else self._theme.text)
        radius = side * 0.36
        outline = wave_path(radius) if shape == "curve" else critical_point_path(shape, radius)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.strokePath(outline, QPen(colour, 1.6))
        painter.end()
        return picture


def _wording(found: Finding, loss: float) -> Hashable:
    if isinstance(found, CriticalPoint):
        return found.status, found.kind, found.is_kink, found.x, found.y, loss
    return found.status, found.name, found.is_closed, loss


def _texts(found: Finding, loss: float) -> tuple[str, ...]:
    mark = STATUS_MARKS[found.status]
    return ("", mark, kind_text(found), place_text(found), format_number(loss))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of consecutive numbers."""
    if not places:
        return []
    breaks = [(one, other) for one, other in pairwise(places) if other != one + 1]
    firsts = [places[0], *(other for _, other in breaks)]
    lasts = [*(one for one, _ in breaks), places[-1]]
    return list(zip(firsts, lasts, strict=True))
