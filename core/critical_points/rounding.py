"""The roundest of numbers that arithmetic can't tell apart: 0 tells more than −2e-17."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart

FloatArray = npt.NDArray[np.float64]

_DIGITS = range(2, 8)
"""How many digits, relative to the view, a round number has."""

_NEAR = 1e-5


def simplest(chart: Chart, point: FloatArray) -> FloatArray:
    """Return the roundest point nearby whose gradient is no longer.

    Parameters
    ----------
    chart
        The loss.
    point
        Shape ``(2,)``, in the chart's coordinates, as is the one returned.
    """
    candidates = _rounded(chart, point)
    lengths = np.hypot(*chart.gradient(candidates))
    is_near = np.hypot(*(candidates - point[:, np.newaxis])) <= _NEAR
    good = (lengths <= lengths[-1]) & is_near
    return candidates[:, int(np.argmax(good))] if good.any() else point


def roundest(chart: Chart, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the roundest point of a rectangle, the middle if none is round.

    Parameters
    ----------
    chart
        The loss.
    low, high
        Corners of the rectangle, shape ``(2,)``.
    """
    middle: FloatArray = (low + high) / 2
    candidates = _rounded(chart, middle)
    inside = (candidates >= low[:, np.newaxis]) & (candidates <= high[:, np.newaxis])
    # Each coordinate apart: one may be round where the other is not.
    chosen = [axis[int(np.argmax(fits))] for axis, fits in zip(candidates, inside, strict=True)]
    return np.array(chosen)


def _rounded(chart: Chart, point: FloatArray) -> FloatArray:
    """Return a point rounded to more and more digits, and itself at last."""
    own = chart.in_view(point[:, np.newaxis])
    leading = -int(np.floor(np.log10(chart.size.max())))
    rounded = [np.round(own, leading + more) for more in _DIGITS]
    return np.concatenate(
        (chart.charted(np.concatenate(rounded, axis=1)), point[:, np.newaxis]), axis=1
    )
