"""NumPy arrays as painter paths, without a Python call for each point."""

from __future__ import annotations

from collections.abc import Sequence

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


def short_paths_of_lines(lines: Sequence[FloatArray]) -> list[QPainterPath]:
    """Build paths along lines, each of shape (points, 2), all finite.

    A path ends after `VERTICES_A_PATH` at the latest and the next begins where it ended:
    the time to stroke a path grows with the square of its length.
    """
    paths = []
    for line in lines:
        for first in range(0, len(line) - 1, VERTICES_A_PATH):
            piece = line[first : first + VERTICES_A_PATH + 1]
            joined = np.ones(len(piece), dtype=np.bool_)
            paths.append(path_of_vertices(piece[:, 0], piece[:, 1], joined))
    return paths
