"""Critical points as rows of a table: shape, kind, place, loss."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPen, QPixmap

from core.critical_points import CriticalPoint
from core.curvature import Kind
from gui.numbers import exact_number, format_number, format_point
from gui.plot.shapes import critical_point_path
from gui.theme import LIGHT, Theme

COLUMNS = 4
PADDING = 16
"""Pixels a cell leaves free beside its text, both sides together."""
SHAPE, KIND, PLACE, LOSS = range(COLUMNS)
MARKS = {Kind.MINIMUM: "▽", Kind.MAXIMUM: "△", Kind.SADDLE: "✕", Kind.DEGENERATE: "◇"}
ROUNDING = 1e-15
"""Losses this small beside the largest in the list are what rounding leaves of zero."""

NEGLIGIBLE = 1e-9
"""Coordinates smaller than this are shown as zero; the tooltip has every digit."""

_Index = QModelIndex | QPersistentModelIndex


class CriticalPointsModel(QAbstractTableModel):
    """Holds the points in the order they were given; one of them may be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.points: list[CriticalPoint] = []
        self.selected: int | None = None
        self._theme = LIGHT
        self._fonts = (QFont(), QFont())
        self._largest = 0.0
        self._ratio = 1.0
        self._shapes: dict[tuple[Kind, bool], QPixmap] = {}

    def set_points(self, points: Sequence[CriticalPoint]) -> None:
        """Hold these points."""
        self.beginResetModel()
        self.points = list(points)
        self.selected = None
        self._largest = max((abs(point.loss) for point in points), default=0.0)
        self.endResetModel()

    def set_selected(self, index: int | None) -> None:
        """Let one point stand out, or none."""
        if index is None or not 0 <= index < len(self.points):
            index = None
        changed = [row for row in (self.selected, index) if row is not None]
        self.selected = index
        for row in changed:
            self.dataChanged.emit(self.index(row, SHAPE), self.index(row, LOSS))

    def set_look(self, theme: Theme, text: QFont, numbers: QFont, ratio: float) -> None:
        """Take colours, the fonts of words and of numbers, and the pixel ratio of the screen."""
        self._theme, self._fonts, self._ratio = theme, (text, numbers), ratio
        self._shapes.clear()
        self.layoutChanged.emit()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of points."""
        return len(self.points)

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return COLUMNS

    def width(self, column: int) -> int:
        """Return the width that the widest text of a column takes, with its margins."""
        metrics = QFontMetrics(self._font(column, is_selected=True))
        if column == SHAPE:
            return self._side() + PADDING
        widest = max((self._text(point, column) for point in self.points), key=len, default="")
        return metrics.horizontalAdvance(widest) + PADDING

    def _side(self) -> int:
        return round(QFontInfo(self._fonts[0]).pixelSize() * 1.1)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        point = self.points[index.row()]
        is_selected = index.row() == self.selected
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(point, index.column())
            case Qt.ItemDataRole.DecorationRole if index.column() == SHAPE:
                return self._shape(point.kind, is_selected)
            case Qt.ItemDataRole.FontRole:
                return self._font(index.column(), is_selected)
            case Qt.ItemDataRole.ForegroundRole if is_selected:
                return QColor(self._theme.accent)
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in (PLACE, LOSS):
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return _details(point)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._text(point, index.column()) or point.kind.value
        return None

    def _text(self, point: CriticalPoint, column: int) -> str:
        if column == KIND:
            return point.kind.value
        if column == PLACE:
            return format_point(_rounded(point.x), _rounded(point.y))
        if column == LOSS:
            return format_number(0.0 if self._is_rounding(point.loss) else point.loss)
        return ""

    def _is_rounding(self, loss: float) -> bool:
        return abs(loss) <= ROUNDING * max(1.0, self._largest)

    def _font(self, column: int, is_selected: bool) -> QFont:
        font = QFont(self._fonts[column in (PLACE, LOSS)])
        if is_selected:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _shape(self, kind: Kind, is_selected: bool) -> QPixmap:
        if (kind, is_selected) not in self._shapes:
            self._shapes[kind, is_selected] = self._painted_shape(kind, is_selected)
        return self._shapes[kind, is_selected]

    def _painted_shape(self, kind: Kind, is_selected: bool) -> QPixmap:
        side = self._side()
        picture = QPixmap(round(side * self._ratio), round(side * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        colour = QColor(self._theme.accent if is_selected else self._theme.text)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.strokePath(critical_point_path(kind.value, side * 0.36), QPen(colour, 1.6))
        painter.end()
        return picture


def _rounded(coordinate: float) -> float:
    """Return zero for what the search for a point leaves of it."""
    return 0.0 if abs(coordinate) < NEGLIGIBLE else coordinate


def _details(point: CriticalPoint) -> str:
    """Return all digits of a point, for its tooltip."""
    place = f"({exact_number(point.x)}, {exact_number(point.y)})"
    eigenvalues = ", ".join(format_number(value) for value in point.eigenvalues)
    return f"{place}   L = {exact_number(point.loss)}   λ = {eigenvalues}"


def summary(points: Sequence[CriticalPoint]) -> str:
    """Count the kinds as ``9 = 4 ▽ + 1 △ + 4 ✕``."""
    kinds = [point.kind for point in points]
    counts = [f"{kinds.count(kind)} {MARKS[kind]}" for kind in MARKS if kind in kinds]
    return f"{len(points)} = {' + '.join(counts)}" if points else ""
