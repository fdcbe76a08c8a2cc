"""The floor of a valley, or the crest of a ridge, and where the loss is level along it.

Where one eigenvalue is zero and the other is not, the point across which the loss is level
is found at each place along the weak eigendirection, and the slope along the floor is a
function of one variable, whose zero can be enclosed even if it is a multiple one
(Lyapunov–Schmidt reduction).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.spectrum import spectrum

FloatArray = npt.NDArray[np.float64]

_PLACES = 49


def lowest_on_floor(chart: Chart, point: FloatArray, width: float) -> FloatArray:
    """Find where the slope along the floor through a point vanishes.

    Parameters
    ----------
    chart
        The loss.
    point
        Near the floor, shape ``(2,)``; returned as it is where there is no floor.
    width
        How far to both sides to look.
    """
    here = spectrum(chart.hessian(point[:, np.newaxis]))
    around = np.abs(chart.hessian(point[:, np.newaxis] + width * np.array([[1, -1], [1, -1]])))
    if not (here.weak < 0.1 * here.strong and here.strong > 0.1 * around.max()).all():
        return point
    along, across = here.vectors[0, :, 0], here.vectors[1, :, 0]
    best = point
    while width > chart.resolution:
        places = np.linspace(-width, width, _PLACES)
        floor = onto_floor(chart, best[:, np.newaxis] + places * along[:, np.newaxis], across)
        slopes = along @ chart.gradient(floor)
        if not np.isfinite(slopes).all():
            break
        changes = np.flatnonzero(np.sign(slopes[1:]) != np.sign(slopes[:-1]))
        if changes.size:
            pairs = np.abs(slopes[changes]) + np.abs(slopes[changes + 1])
            first = changes[int(np.argmin(pairs))]
            nearest = first + int(abs(slopes[first + 1]) < abs(slopes[first]))
        else:
            nearest = int(np.argmin(np.abs(slopes)))
        best, width = floor[:, nearest], 2 * width / (_PLACES - 1) * 1.5
    return best


def onto_floor(
    chart: Chart, points: FloatArray, across: FloatArray, iterations: int = 3
) -> FloatArray:
    """Move points along one direction to where the loss is level along it.

    Parameters
    ----------
    chart
        The loss.
    points
        Shape ``(2, n)``.
    across
        Unit vector, of shape ``(2,)``, or one for each point.
    iterations
        Of Newton's method.
    """
    across = across.reshape(2, -1)
    x, y = across
    for _ in range(iterations):
        xx, xy, yy = chart.hessian(points)
        bend = xx * x * x + 2 * xy * x * y + yy * y * y
        slope = (chart.gradient(points) * across).sum(axis=0)
        points = points - across * np.where(slope == 0, 0.0, slope / bend)
    return points
