"""Equal cells of a view halved again and again, and groups of cells that touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import FloatArray, Rectangles
from core.critical_points.places import size_of
from core.scene import View

IntegerArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

FINEST_LEVEL = 34
"""Halvings of the view after which a cell is no longer divided."""


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Some cells of a grid that divides a view into ``2**level`` columns and rows.

    Neighbours share their edge to the last bit, so that together they cover the view
    without a gap.

    Parameters
    ----------
    view
        The rectangle that is divided.
    level
        How often each side was halved.
    places
        Column and row of each cell, shape ``(2, n)``.
    """

    view: View
    level: int
    places: IntegerArray

    @property
    def count(self) -> int:
        """How many cells there are."""
        return int(self.places.shape[1])

    @property
    def size(self) -> FloatArray:
        """Width and height of a cell, shape ``(2, 1)``."""
        size: FloatArray = size_of(self.view) / 2.0**self.level
        return size

    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return the lower and the upper corners, each of shape ``(2, n)``."""
        return self._edges(self.places), self._edges(self.places + 1)

    def rectangles(self) -> Rectangles:
        """Return x_min, x_max, y_min and y_max of each cell."""
        lower, upper = self.bounds()
        return np.stack((lower[0], upper[0], lower[1], upper[1]))

    def chosen(self, which: BoolArray | IntegerArray) -> Cells:
        """Return some of the cells."""
        return Cells(self.view, self.level, self.places[:, which])

    def parts(self, size: int) -> list[Cells]:
        """Return the cells in portions of at most that many."""
        begins = range(0, self.count, size)
        return [Cells(self.view, self.level, self.places[:, at : at + size]) for at in begins]

    def quartered(self) -> Cells:
        """Return the four quarters of each cell."""
        quarters = np.array([[0, 1, 0, 1], [0, 0, 1, 1]])[:, :, np.newaxis]
        places = 2 * self.places[:, np.newaxis] + quarters
        return Cells(self.view, self.level + 1, places.reshape(2, -1))

    def coarsened(self, level: int) -> Cells:
        """Return the cells of a coarser grid that hold these."""
        if level >= self.level:
            return self
        places = self.places[:, self.first_of_each(level)] >> (self.level - level)
        return Cells(self.view, level, places)

    def first_of_each(self, level: int) -> IntegerArray:
        """Return the index of one of the cells in each cell of a coarser grid."""
        numbers = _Numbering(self.places >> (self.level - level)).numbers
        first: IntegerArray = np.unique(numbers, return_index=True)[1]
        return first

    def holds(self, finer: Cells) -> BoolArray:
        """Tell which cells of a finer grid lie in one of these."""
        return _Numbering(self.places).find(finer.places >> (finer.level - self.level))[1]

    def groups(self) -> list[IntegerArray]:
        """Return the indices of the cells of each group that touches, if only at a corner."""
        labels = _labels(self.count, *_neighbours(self.places))
        order = np.argsort(labels, kind="stable")
        ends = np.flatnonzero(np.diff(labels[order])) + 1
        return np.split(order, ends)

    @property
    def extent(self) -> float:
        """The longer side of the rectangle round all cells, in parts of the view."""
        spans = self.places.max(axis=1) - self.places.min(axis=1) + 1
        return float(spans.max()) / 2.0**self.level

    def _edges(self, places: IntegerArray) -> FloatArray:
        view = self.view
        lowest = np.array([[view.x_min], [view.y_min]])
        highest = np.array([[view.x_max], [view.y_max]])
        shares = places / 2.0**self.level
        edges: FloatArray = np.where(shares < 1.0, lowest + shares * (highest - lowest), highest)
        return edges


def whole_view(view: View, level: int) -> Cells:
    """Return all cells of a view."""
    side = np.arange(2**level)
    places = np.stack([axis.ravel() for axis in np.meshgrid(side, side)])
    return Cells(view, level, places)


def finest_level(view: View) -> int:
    """Return how often a view can be halved before its cells are a few numbers wide."""
    corners = np.abs([view.x_min, view.x_max, view.y_min, view.y_max])
    sides = (view.x_max - view.x_min, view.y_max - view.y_min)
    digits = np.log2(min(sides) / np.spacing(corners.max()))
    return int(min(FINEST_LEVEL, max(0, digits - 6)))


class _Numbering:
    """Numbers places so that equal ones, and only they, have equal numbers.

    Columns and rows are counted among those that occur, since the product of their own
    numbers may exceed an integer.
    """

    def __init__(self, places: IntegerArray) -> None:
        self._columns, self._rows = (np.unique(axis) for axis in places)
        self.numbers = self._of(places)[0]
        self._order = np.argsort(self.numbers)

    def find(self, places: IntegerArray) -> tuple[IntegerArray, BoolArray]:
        """Return the indices of places among those numbered, and whether they are there."""
        numbers, has_number = self._of(places)
        rank, found = _rank(self.numbers[self._order], numbers)
        return self._order[rank] if len(self._order) else rank, found & has_number

    def _of(self, places: IntegerArray) -> tuple[IntegerArray, BoolArray]:
        column, has_column = _rank(self._columns, places[0])
        row, has_row = _rank(self._rows, places[1])
        return column * len(self._rows) + row, has_column & has_row


def _rank(values: IntegerArray, sought: IntegerArray) -> tuple[IntegerArray, BoolArray]:
    """Return where sought numbers stand among ascending ones, and whether they do."""
    if not len(values):
        return sought, np.zeros(len(sought), dtype=bool)
    rank = np.minimum(np.searchsorted(values, sought), len(values) - 1)
    found: BoolArray = values[rank] == sought
    return rank, found


def _neighbours(places: IntegerArray) -> tuple[IntegerArray, IntegerArray]:
    """Return the indices of every two cells that touch."""
    numbering = _Numbering(places)
    first, second = [], []
    for shift in ((1, 0), (0, 1), (1, 1), (1, -1)):
        index, found = numbering.find(places + np.array(shift)[:, np.newaxis])
        first.append(np.flatnonzero(found))
        second.append(index[found])
    return np.concatenate(first), np.concatenate(second)


def _labels(count: int, first: IntegerArray, second: IntegerArray) -> IntegerArray:
    """Give indices that are linked, directly or by others, the same label.

    References
    ----------
    Y. Shiloach and U. Vishkin, "An O(log n) parallel connectivity algorithm", Journal of
    Algorithms 3, 1982.
    """
    labels = np.arange(count)
    while (labels[first] != labels[second]).any():
        lower = np.minimum(labels[first], labels[second])
        np.minimum.at(labels, labels[first], lower)
        np.minimum.at(labels, labels[second], lower)
        while (labels != labels[labels]).any():
            labels = labels[labels]
    return labels
