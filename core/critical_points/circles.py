"""What a loss does on circles about a point, where its Hessian no longer decides.

On each circle the places are found where the loss is highest and lowest, as zeros of the
gradient's tangential part. They are enough: the gradient's turns can be counted from what
its radial part does there, and the loss on the circle is higher than at the centre
everywhere if it is so at them. However narrow the sector in which a loss such as
(y − x²)(y − 3x²) falls, one of them lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart

Told = TypeVar("Told")
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

RADII = tuple(2.0**-power for power in (17, 15, 13, 11, 9, 7, 5))
"""In parts of the view; the smallest first, since what goes on closest counts most."""

AGREEING = 3
"""So many neighbouring radii must tell the same."""

_ANGLES = 96
_BISECTIONS = 48
_ANGLE_ROUNDING = 2.0**-50
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_FRACTIONS, _SHARES = (_NODES + 1) / 2, _WEIGHTS / 2
_SHAKES = 2 * np.pi * (np.arange(6) + 0.3) / 6


@dataclass(frozen=True, slots=True)
class Circling:
    """What circles of several radii about a point agree on.

    Parameters
    ----------
    index
        How often the gradient turns round, anticlockwise, on the way round.
    falls, rises
        In how many sectors the loss is lower than at the centre, and higher.
    """

    index: int
    falls: int
    rises: int


def circling(
    chart: Chart, largest: float = np.inf, smallest: float = 0.0, wanted: int = AGREEING
) -> Circling | None:
    """Tell what a loss does round the origin of a chart, or None where that is not clear.

    Parameters
    ----------
    chart
        Its origin is the point.
    largest, smallest
        Circles that are larger or smaller tell of something else.
    wanted
        So many neighbouring radii must agree.

    References
    ----------
    The turning number as a count of signed crossings: J. Milnor, "Topology from the
    Differentiable Viewpoint", 1965, section 6.
    """
    radii = np.array([radius for radius in RADII if smallest <= radius <= largest])
    if radii.size < wanted:
        return None
    return agreed(_told(chart, radii), wanted)


def sides(chart: Chart, wanted: int = AGREEING) -> tuple[int, int] | None:
    """Count the sectors in which a loss falls and rises about a kink at a chart's origin.

    Parameters
    ----------
    chart
        Its origin is the kink, known to rounding only.
    wanted
        So many neighbouring radii must agree.

    Returns
    -------
    tuple or None
        None where that is not clear.
    """
    radii = np.array(RADII)
    extremes = _extremes(chart, radii)
    points = radii[extremes.circles] * _unit(extremes.angles)
    here, losses = chart.loss(np.zeros((2, 1))), chart.loss(points)
    slopes = np.abs(chart.gradient(points)).sum(axis=0)
    doubt = 8 * np.finfo(float).eps * (np.abs(here) + np.abs(losses))
    doubt += 4 * slopes * chart.resolution
    told = []
    for on in (extremes.circles == circle for circle in range(radii.size)):
        rises = (losses - here)[on]
        is_clear = on.any() and (np.abs(rises) > doubt[on]).all()
        told.append(sectors(np.sign(rises).astype(int)) if is_clear else None)
    return agreed(told, wanted)


def agreed(told: Sequence[Told | None], wanted: int = AGREEING) -> Told | None:
    """Return what neighbouring circles first agree on, from the smallest on."""
    for begin in range(len(told) - wanted + 1):
        first = told[begin]
        if first is not None and all(other == first for other in told[begin : begin + wanted]):
            return first
    return None


def sectors(signs: npt.NDArray[np.int_]) -> tuple[int, int]:
    """Count the runs of negative and of positive signs round a circle."""
    if (signs == signs[0]).all():
        return (1, 0) if signs[0] < 0 else (0, 1)
    begins = signs != np.roll(signs, 1)
    return int((begins & (signs < 0)).sum()), int((begins & (signs > 0)).sum())


def _told(chart: Chart, radii: FloatArray) -> list[Circling | None]:
    """Tell what each circle shows, or None where rounding hides it."""
    extremes = _extremes(chart, radii)
    directions = _unit(extremes.angles)
    off = scatter(chart, radii[extremes.circles] * directions)
    noise = np.abs((off * directions[:, np.newaxis]).sum(axis=0)).max(axis=0)
    directions[np.abs(directions) < _ANGLE_ROUNDING] = 0.0
    points = radii[extremes.circles] * directions
    gradients = chart.gradient(points)
    radial = (gradients * directions).sum(axis=0)
    rises, doubt = _rises(chart, points)
    # Unless it is met exactly, as on an axis, the extreme place lies a last digit beside.
    is_met = directions[0] * gradients[1] == directions[1] * gradients[0]
    beside = _ANGLE_ROUNDING * radii[extremes.circles]
    doubt += np.where(is_met, 0.0, np.abs(chart.hessian(points)).max(axis=0) * beside**2)
    clear = np.abs(radial) > 4 * noise
    clear &= np.abs(rises) > 4 * doubt + 16 * radii[extremes.circles] * noise
    return [
        _circling(rises[on], radial[on], extremes.is_upward[on]) if clear[on].all() else None
        for on in (extremes.circles == circle for circle in range(radii.size))
    ]


def _circling(rises: FloatArray, radial: FloatArray, is_upward: BoolArray) -> Circling | None:
    if rises.size == 0:
        return None
    crossings = np.where(is_upward, 1, -1)[radial > 0].sum()
    falls, higher = sectors(np.sign(rises).astype(int))
    return Circling(1 + int(crossings), falls, higher)


@dataclass(frozen=True, eq=False)
class _Extremes:
    """Angles at which the loss is extreme on circles, in order on each."""

    angles: FloatArray
    circles: npt.NDArray[np.intp]
    is_upward: BoolArray
    """Whether the loss is least there among its neighbours on the circle."""


def _extremes(chart: Chart, radii: FloatArray) -> _Extremes:
    """Find the angles at which the loss is extreme; none where it is not defined all round."""
    angles = 2 * np.pi * (np.arange(_ANGLES + 1) + 0.37) / _ANGLES
    tangential = _tangential(chart, radii[:, np.newaxis], angles)
    is_rising = tangential >= 0
    # A loss that is the same all round has no extremes of its own: any pair stands for them.
    is_rising[(tangential == 0).all(axis=1), : _ANGLES // 2] = False
    is_rising[:, -1] = is_rising[:, 0]
    is_rising[~np.isfinite(tangential).all(axis=1)] = False
    circles, changes = np.nonzero(is_rising[:, 1:] != is_rising[:, :-1])
    is_upward = ~is_rising[circles, changes]
    low, high = angles[changes], angles[changes + 1]
    for _ in range(_BISECTIONS if circles.size else 0):
        middle = (low + high) / 2
        # Where it already rises lies beyond a minimum, but before a maximum.
        is_beyond = (_tangential(chart, radii[circles], middle) >= 0) == is_upward
        low, high = np.where(is_beyond, low, middle), np.where(is_beyond, middle, high)
    return _Extremes((low + high) / 2, circles, is_upward)


def _tangential(chart: Chart, radii: FloatArray, angles: FloatArray) -> FloatArray:
    directions = _unit(angles)
    points = radii * directions[:, np.newaxis] if radii.ndim > 1 else radii * directions
    gradients = chart.gradient(points.reshape(2, -1)).reshape(points.shape)
    along: FloatArray = directions[0] * gradients[1] - directions[1] * gradients[0]
    return along


def _rises(chart: Chart, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how much higher the loss is than at the origin, and how far that is in doubt.

    It is the integral of the gradient along the radius, which a large loss at the origin
    can't swallow.
    """
    along = points[:, np.newaxis] * _FRACTIONS[:, np.newaxis]
    gradients = chart.gradient(along.reshape(2, -1)).reshape(along.shape)
    slopes = np.einsum("ikn,in->kn", gradients, points)
    sizes = np.einsum("ikn,in->kn", np.abs(gradients), np.abs(points))
    doubt = 8 * np.finfo(float).eps * (_SHARES @ sizes)
    return _SHARES @ slopes, doubt


def scatter(chart: Chart, points: FloatArray, distance: float = 4.0) -> FloatArray:
    """Measure how far rounding scatters the gradient, by moving a few last digits.

    Parameters
    ----------
    chart
        The loss.
    points
        Shape ``(2, n)``.
    distance
        How far to move them, in units of the last place.

    Returns
    -------
    ndarray
        The difference from what the Hessian makes of each move, shape ``(2, moves, n)``.
    """
    # No coordinate is finer than its own last digit, nor than that of the loss's.
    step = distance * (np.finfo(float).eps * np.hypot(*points) + chart.resolution / 4)
    dx, dy = moves = step * _unit(_SHAKES)[..., np.newaxis]
    moved = chart.gradient((points[:, np.newaxis] + moves).reshape(2, -1)).reshape(moves.shape)
    xx, xy, yy = chart.hessian(points)[:, np.newaxis]
    linear = np.stack((xx * dx + xy * dy, xy * dx + yy * dy))
    off: FloatArray = moved - chart.gradient(points)[:, np.newaxis] - linear
    return off


def _unit(angles: FloatArray) -> FloatArray:
    return np.stack((np.cos(angles), np.sin(angles)))
