"""Equal cells of a view halved again and again, and groups of cells that touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import FloatArray, Rectangles
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
        view = self.view
        sides = np.array([[view.x_max - view.x_min], [view.y_max - view.y_min]])
        size: FloatArray = sides / 2.0**self.level
        return size

    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return the lower and the upper corners, each of shape ``(2, n)``."""
        return self._edges(self.places), self._edges(self.places + 1)

    def rectangles(self) -> Rectangles:
        """Return x_min, x_max, y_min and y_max of each cell."""
        lower, upper = self.bounds()
        return np.stack((lower[0], upper[0], lower[1], upper[1]))

    def chosen(self, which: BoolArray) -> Cells:
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
        places = np.unique(self.places >> (self.level - level), axis=1)
        return Cells(self.view, level, places)

    def groups(self) -> list[Cells]:
        """Divide the cells into groups that touch, if only at a corner."""
        unvisited = {(column, row) for column, row in self.places.T.tolist()}
        groups = []
        while unvisited:
            group = _connected(unvisited)
            groups.append(Cells(self.view, self.level, np.array(group, dtype=np.int64).T))
        return groups

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


def _connected(unvisited: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take one connected group out of a set of places."""
    group = [unvisited.pop()]
    for column, row in group:
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                neighbour = (column + i, row + j)
                if neighbour in unvisited:
                    unvisited.remove(neighbour)
                    group.append(neighbour)
    return group
