"""Medians and quartiles of numbers some of which may be infinite."""

from __future__ import annotations

import math

from core.compiler.arrays import FloatArray


def quantile(values: FloatArray, share: float) -> FloatArray:
    """Return, along the last axis, the least value that a share of all values is at most.

    It is one of the values, never a mean of two, so that an infinite one does no harm:
    the median of steps is the number of steps by which half the runs have arrived.

    References
    ----------
    R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
    Statistician 50, 1996, definition 1.
    """
    ordered = values.copy()
    ordered.sort(axis=-1)
    place = max(1, math.ceil(share * values.shape[-1])) - 1
    found: FloatArray = ordered[..., place]
    return found
