"""Many starting points in a view: a grid, or a random sample that a seed repeats."""

from __future__ import annotations

import numpy as np

from core.compiler.arrays import FloatArray
from core.scene import Start, View

_WORD = 2.0**53


def grid_starts(view: View, columns: int, rows: int) -> tuple[Start, ...]:
    """Return the centres of the cells of a grid over a view, row by row from below."""
    x = _across(view.x_min, view.x_max, (np.arange(columns) + 0.5) / columns)
    y = _across(view.y_min, view.y_max, (np.arange(rows) + 0.5) / rows)
    return tuple(Start(across, up) for up in y.tolist() for across in x.tolist())


def random_starts(view: View, count: int, seed: int) -> tuple[Start, ...]:
    """Return points drawn evenly from a view, the first ones the same for any count.

    They are made of the raw words of PCG64, which are the same in every version of NumPy.

    References
    ----------
    M. E. O'Neill, "PCG: A family of simple fast space-efficient statistically good
    algorithms for random number generation", Harvey Mudd College, HMC-CS-2014-0905, 2014.
    """
    words = np.random.PCG64(seed).random_raw(2 * count) >> np.uint64(11)
    x, y = (words.astype(np.float64) / _WORD).reshape(count, 2).T
    xs = _across(view.x_min, view.x_max, x).tolist()
    ys = _across(view.y_min, view.y_max, y).tolist()
    return tuple(Start(*place) for place in zip(xs, ys, strict=True))


def _across(low: float, high: float, share: FloatArray) -> FloatArray:
    return low + (high - low) * share
