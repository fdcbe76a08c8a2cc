"""Pieces of trails that would paint again what has just been painted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Keys = NDArray[np.uint64]

CELLS_A_PIXEL = 2.0
"""Ends in the same cell count as the same place."""

_LARGEST_CELL = 2.0**40
_MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


class Repeats:
    """Tells new pieces from those of a run that swings to and fro in place.

    A method whose step never vanishes ends in a small cycle; without this, most of the
    time would go into painting the same few pixels thousands of times.
    """

    def __init__(self) -> None:
        self._before: Keys = np.empty(0, dtype=np.uint64)

    def are_new(
        self, run: NDArray[np.intp], begins: FloatArray, ends: FloatArray
    ) -> NDArray[np.bool_]:
        """Tell which pieces are neither among the last ones nor earlier among these.

        Parameters
        ----------
        run
            The run of each piece, shape (pieces,).
        begins, ends
            Columns and rows of their ends, shape (2, pieces). Which end is which makes
            no difference.
        """
        keys = _mixed(run.astype(np.uint64)) ^ (_place(begins) + _place(ends))
        distinct, first = np.unique(keys, return_index=True)
        new = np.zeros(len(keys), dtype=np.bool_)
        new[first] = True
        new &= ~np.isin(keys, self._before, assume_unique=False)
        self._before = distinct
        return new


def _place(points: FloatArray) -> Keys:
    cells = np.nan_to_num(np.rint(points * CELLS_A_PIXEL), nan=_LARGEST_CELL)
    columns, rows = np.clip(cells, -_LARGEST_CELL, _LARGEST_CELL).astype(np.int64).view(np.uint64)
    return _mixed(columns * _MIXERS[0] + rows)


def _mixed(keys: Keys) -> Keys:
    """Scatter keys over all 64 bits, so that sums of two rarely meet."""
    keys = (keys ^ (keys >> np.uint64(29))) * _MIXERS[1]
    mixed: Keys = keys ^ (keys >> np.uint64(32))
    return mixed
