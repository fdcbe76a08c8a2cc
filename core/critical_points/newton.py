"""Damped Newton iterations for zeros of a gradient, from many starts at once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from core.landscape import Surface
from core.scene import View
from core.spectrum import Spectrum, spectrum

FloatArray = npt.NDArray[np.float64]

LONGEST_STEP = 0.03
"""Of one iteration, in parts of the view; longer ones would leap over basins."""

MARGIN = 0.1
"""How far outside the view, in parts of it, an iteration may pass."""

_UNDAMPED = 1e-13
"""So little that only eigenvalues lost in rounding are held back."""

_FIRST_DAMPING = 1e-2
_LAST_DAMPING = 1e4
_NEAR = 1e-3
"""Length of the last step, in parts of the view, that may still lead to a multiple zero."""

ITERATIONS = 60
POLISHING_ITERATIONS = 40


class UnitSquare:
    """A landscape in coordinates that run from 0 to 1 across the view.

    In them a step means the same along x and y, whatever the view's proportions.

    Parameters
    ----------
    landscape
        Anything that has the methods `gradient` and `hessian` of a landscape.
    view
        The rectangle that becomes the square.
    """

    def __init__(self, landscape: Surface, view: View) -> None:
        self._landscape = landscape
        self._corner = np.array([[view.x_min], [view.y_min]])
        self._size = np.array([[view.x_max - view.x_min], [view.y_max - view.y_min]])
        width, height = self._size[:, 0]
        self._hessian_scale = np.array([[width * width], [width * height], [height * height]])
        largest = np.abs([[view.x_min, view.x_max], [view.y_min, view.y_max]]).max(axis=1)
        self.resolution = 4 * np.finfo(float).eps * float(1 + (largest / self._size[:, 0]).max())
        """Distance within which rounded coordinates can't tell points apart."""

    def in_view(self, points: FloatArray) -> FloatArray:
        """Return the view's own coordinates of points of shape ``(2, n)``."""
        inside: FloatArray = self._corner + self._size * points
        return inside

    def gradient(self, points: FloatArray) -> FloatArray:
        """Return gradients of shape ``(2, n)``."""
        gradients: FloatArray = self._landscape.gradient(*self.in_view(points)) * self._size
        return gradients

    def hessian(self, points: FloatArray) -> FloatArray:
        """Return Hessians of shape ``(3, n)``, as xx, xy, yy."""
        entries = self._landscape.hessian(*self.in_view(points))
        hessians: FloatArray = entries * self._hessian_scale
        return hessians


@dataclass(frozen=True, eq=False)
class _Front:
    """Where the iterations stand; the last axis of each array counts them."""

    points: FloatArray
    gradients: FloatArray
    values: FloatArray
    vectors: FloatArray
    remaining: FloatArray
    """Length of the Newton step: an estimate of the distance still to go."""
    damping: FloatArray

    @property
    def spectrum(self) -> Spectrum:
        return Spectrum(self.values, self.vectors)

    def arrays(self) -> list[FloatArray]:
        return [getattr(self, field.name) for field in fields(self)]

    def chosen(self, which: npt.NDArray[np.bool_]) -> _Front:
        return _Front(*(array[..., which] for array in self.arrays()))

    def improves(self, earlier: _Front) -> npt.NDArray[np.bool_]:
        """Tell where the gradient is shorter, or the way left to go.

        In a narrow bent valley the gradient must grow on the way; at a multiple zero
        rounding across hides what is gained along.
        """
        shorter: npt.NDArray[np.bool_] = _norm(self.gradients) < _norm(earlier.gradients)
        return shorter | (self.remaining < earlier.remaining)


def search(square: UnitSquare, starts: FloatArray, least_damping: float = 0.0) -> FloatArray:
    """Iterate from starts until the gradient vanishes, or nothing more is to be hoped.

    Parameters
    ----------
    square
        The landscape.
    starts
        Shape ``(2, n)``.
    least_damping
        Relative to the Hessian's norm. Some of it holds back the weak eigendirection, so
        that a curve of critical points is met where it is nearest.

    Returns
    -------
    ndarray
        Where the gradient seems to vanish, shape ``(2, m)``; one point many times.

    References
    ----------
    K. Levenberg, "A Method for the Solution of Certain Non-Linear Problems in Least
    Squares", 1944, with the gradient as the residual.
    """
    found = []
    floor = max(least_damping, _UNDAMPED)
    front = _front(square, starts, np.full(starts.shape[1], floor))
    for _ in range(ITERATIONS):
        arrived = _norm(front.gradients) <= square.resolution * front.spectrum.strong
        arrived |= front.remaining <= square.resolution
        # Where no step shortens the gradient, rounding may be all that is left of it.
        stuck = front.damping >= _LAST_DAMPING
        found.append(front.points[:, arrived | (stuck & (front.remaining <= _NEAR))])
        front = _advanced(square, front.chosen(~(arrived | stuck)), floor)
        if front.points.shape[1] == 0:
            break
    # A multiple zero is approached by a constant factor each time: close is enough.
    found.append(front.points[:, front.remaining <= _NEAR])
    return np.concatenate(found, axis=1)


def polish(square: UnitSquare, points: FloatArray) -> FloatArray:
    """Bring approximate zeros of the gradient to the last digits that it has.

    Steps that shrink by a constant factor betray a multiple zero; their geometric series
    is summed at once.

    Parameters
    ----------
    square
        The landscape.
    points
        Shape ``(2, n)``.
    """
    front = _front(square, points, np.full(points.shape[1], _UNDAMPED))
    previous = np.full_like(points, np.nan)
    for _ in range(POLISHING_ITERATIONS):
        steps = front.spectrum.newton_step(front.gradients, front.damping)
        stretch = _stretch(steps, previous)
        following = _stepped(square, front, steps * stretch, _UNDAMPED)
        better = following.improves(front)
        plain = stretch == 1.0
        front = _either(better, following, _damped(front))
        previous = np.where(better & plain, steps, np.nan)
    return front.points


def _advanced(square: UnitSquare, front: _Front, floor: float) -> _Front:
    """Take a step where it shortens the gradient or the next step, else damp harder."""
    steps = front.spectrum.newton_step(front.gradients, front.damping)
    following = _stepped(square, front, steps, floor)
    merged = _either(following.improves(front), following, _damped(front))
    return merged.chosen(np.all(np.abs(merged.points - 0.5) <= 0.5 + MARGIN, axis=0))


def _stepped(square: UnitSquare, front: _Front, steps: FloatArray, floor: float) -> _Front:
    relaxed = np.maximum(front.damping / 10, floor)
    return _front(square, front.points + _shortened(steps, LONGEST_STEP), relaxed)


def _damped(front: _Front) -> _Front:
    return replace(front, damping=np.maximum(front.damping * 10, _FIRST_DAMPING))


def _front(square: UnitSquare, points: FloatArray, damping: FloatArray) -> _Front:
    gradients, here = square.gradient(points), spectrum(square.hessian(points))
    remaining = _norm(here.newton_step(gradients, _UNDAMPED))
    return _Front(points, gradients, here.values, here.vectors, remaining, damping)


def _either(condition: npt.NDArray[np.bool_], first: _Front, second: _Front) -> _Front:
    pairs = zip(first.arrays(), second.arrays(), strict=True)
    return _Front(*(np.where(condition, a, b) for a, b in pairs))


def _stretch(steps: FloatArray, previous: FloatArray) -> FloatArray:
    """Return 1/(1 − ρ) where steps in one direction shrink by a constant factor ρ."""
    ratio = _norm(steps) / _norm(previous)
    aligned = (steps * previous).sum(axis=0) > 0.99 * _norm(steps) * _norm(previous)
    return np.where(aligned & (ratio > 0.3) & (ratio < 0.97), 1 / (1 - ratio), 1.0)


def _shortened(steps: FloatArray, longest: float) -> FloatArray:
    return steps * np.minimum(1.0, longest / _norm(steps))


def _norm(vectors: FloatArray) -> FloatArray:
    norm: FloatArray = np.hypot(vectors[0], vectors[1])
    return norm
