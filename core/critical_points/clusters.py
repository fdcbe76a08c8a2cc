"""Points that are one point, and groups of points that lie close together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.distinct import distinct_columns

FloatArray = npt.NDArray[np.float64]
Cell = tuple[int, int]


def merged(points: FloatArray, tolerance: float) -> npt.NDArray[np.intp]:
    """Choose one of each group of points that lie closer together than a tolerance.

    Parameters
    ----------
    points
        Shape ``(2, n)``; of a group the one that comes first is kept.
    tolerance
        Groups should be much smaller than it, and much further apart.

    Returns
    -------
    ndarray
        Indices of the points kept, ascending.
    """
    kept = np.arange(points.shape[1])
    # A group may lie across the border of two cells, but not of all four tilings.
    for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        cells = np.floor(points[:, kept] / tolerance + np.array(shift)[:, np.newaxis])
        kept = kept[np.sort(distinct_columns(cells)[0])]
    return kept


def components(points: FloatArray, cell: float) -> list[npt.NDArray[np.intp]]:
    """Part points into groups of neighbours.

    Parameters
    ----------
    points
        Shape ``(2, n)``.
    cell
        Points in the same or in adjoining square cells of this side are neighbours.

    Returns
    -------
    list of ndarray
        Indices of the points of each group.
    """
    members: dict[Cell, list[int]] = {}
    for place, (column, row) in enumerate(np.floor(points / cell).astype(int).T.tolist()):
        members.setdefault((column, row), []).append(place)
    unvisited = set(members)
    groups = []
    while unvisited:
        group = [place for one in _connected(unvisited) for place in members[one]]
        groups.append(np.array(sorted(group), dtype=np.intp))
    return groups


def _connected(unvisited: set[Cell]) -> list[Cell]:
    """Take one connected group out of a set of cells."""
    group = [unvisited.pop()]
    for column, row in group:
        around = {(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & unvisited
        unvisited -= around
        group.extend(around)
    return group
