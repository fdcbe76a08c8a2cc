"""NumPy arrays as painter paths, without a Python call for each point."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

FloatArray = NDArray[np.float64]

# The wire format of a QPainterPath: a count, its elements, the start of the last
# subpath and the fill rule, big endian.
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE_TO, _LINE_TO = 0, 1

VERTICES_A_PATH = 200
"""Vertices of a path that is stroked at once."""


def path_of_vertices(x: FloatArray, y: FloatArray, joined: NDArray[np.bool_]) -> QPainterPath:
    """Build a path through vertices.

    Parameters
    ----------
    x, y
        Pixel coordinates, all finite, shape (vertices,).
    joined
        True where a vertex continues the line from the one before; False begins a
        new line. The first is taken as False.
    """
    path = QPainterPath()
    count = len(x)
    if count == 0:
        return path
    elements = np.empty(count, _ELEMENT)
    elements["type"] = np.where(joined, _LINE_TO, _MOVE_TO)
    elements["type"][0] = _MOVE_TO
    elements["x"], elements["y"] = x, y
    last_start = int(np.flatnonzero(elements["type"] == _MOVE_TO)[-1])
    data = b"".join(
        (
            count.to_bytes(4, "big"),
            elements.tobytes(),
            last_start.to_bytes(4, "big"),
            bytes(4),
        )
    )
    QDataStream(QByteArray(data)) >> path
    return path


def end_to_end(lines: Sequence[FloatArray]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Put the vertices of many lines into one array, for one operation to move them all.

    Parameters
    ----------
    lines
        Each of shape (points, 2).

    Returns
    -------
    tuple
        All vertices, shape (vertices, 2), and where one continues the line from the one
        before it.
    """
    joined = np.ones(sum(map(len, lines)), dtype=np.bool_)
    joined[list(accumulate(map(len, lines[:-1]), initial=0))] = False
    return np.concatenate(lines), joined


def short_paths(x: FloatArray, y: FloatArray, joined: NDArray[np.bool_]) -> list[QPainterPath]:
    """Build paths through vertices, as `path_of_vertices` does, of a length that Qt likes.

    A path ends after `VERTICES_A_PATH` at the latest and the next begins where it ended:
    the time to stroke a path grows with the square of its length. Short lines share a
    path: each path made costs more than all its vertices.
    """
    cuts = [
        slice(first, first + VERTICES_A_PATH + 1) for first in range(0, len(x) - 1, VERTICES_A_PATH)
    ]
    return [path_of_vertices(x[cut], y[cut], joined[cut]) for cut in cuts]


def short_paths_of_lines(lines: Sequence[FloatArray]) -> list[QPainterPath]:
    """Build short paths along lines, each of shape (points, 2), all finite."""
    if not lines:
        return []
    vertices, joined = end_to_end(lines)
    return short_paths(vertices[:, 0], vertices[:, 1], joined)
