"""Newton's method brought to the last digits, at multiple zeros as well."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.spectrum import Spectrum, spectrum

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

LONGEST_STEP = 0.03
"""Of one iteration, in parts of the view; longer ones would leap over neighbours."""

_UNDAMPED = 1e-13
"""So little that only eigenvalues lost in rounding are held back."""

_FIRST_DAMPING = 1e-2
_LAST_DAMPING = 1e4


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

    def improves(self, earlier: _Front) -> BoolArray:
        """Tell where the gradient is shorter, or the way left to go.

        In a narrow bent valley the gradient must grow on the way; at a multiple zero
        rounding across hides what is gained along.
        """
        shorter: BoolArray = _norm(self.gradients) < _norm(earlier.gradients)
        return shorter | (self.remaining < earlier.remaining)


def polish(
    chart: Chart, points: FloatArray, iterations: int = 40, least_damping: float = _UNDAMPED
) -> FloatArray:
    """Bring approximate zeros of the gradient to the last digits that it has.

    Steps that shrink by a constant factor betray a multiple zero; their geometric series
    is summed at once.

    Parameters
    ----------
    chart
        The loss.
    points
        Shape ``(2, n)``.
    iterations
        At most so many.
    least_damping
        Relative to the Hessian's norm. Some of it holds back the weak eigendirection, so
        that a curve of critical points is met where it is nearest.

    References
    ----------
    K. Levenberg, "A Method for the Solution of Certain Non-Linear Problems in Least
    Squares", 1944, with the gradient as the residual.
    """
    front = _front(chart, points, np.full(points.shape[1], least_damping))
    previous = np.full_like(points, np.nan)
    for _ in range(iterations):
        steps = front.spectrum.newton_step(front.gradients, front.damping)
        stretch = _stretch(steps, previous)
        relaxed = np.maximum(front.damping / 10, least_damping)
        following = _front(chart, front.points + _shortened(steps * stretch), relaxed)
        better = following.improves(front)
        previous = np.where(better & (stretch == 1.0), steps, np.nan)
        front = _either(better, following, _damped(front))
        # A zero that is reached, or whose damping has run out, moves no more.
        is_done = (_norm(front.gradients) == 0) | (front.damping > _LAST_DAMPING)
        if is_done.all():
            break
    return front.points


def _damped(front: _Front) -> _Front:
    return replace(front, damping=np.maximum(front.damping * 10, _FIRST_DAMPING))


def _front(chart: Chart, points: FloatArray, damping: FloatArray) -> _Front:
    gradients, here = chart.gradient(points), spectrum(chart.hessian(points))
    remaining = _norm(here.newton_step(gradients, _UNDAMPED))
    return _Front(points, gradients, here.values, here.vectors, remaining, damping)


def _either(condition: BoolArray, first: _Front, second: _Front) -> _Front:
    pairs = zip(first.arrays(), second.arrays(), strict=True)
    return _Front(*(np.where(condition, a, b) for a, b in pairs))


def _stretch(steps: FloatArray, previous: FloatArray) -> FloatArray:
    """Return 1/(1 − ρ) where steps in one direction shrink by a constant factor ρ."""
    ratio = _norm(steps) / _norm(previous)
    aligned = (steps * previous).sum(axis=0) > 0.99 * _norm(steps) * _norm(previous)
    return np.where(aligned & (ratio > 0.3) & (ratio < 0.97), 1 / (1 - ratio), 1.0)


def _shortened(steps: FloatArray) -> FloatArray:
    return steps * np.minimum(1.0, LONGEST_STEP / _norm(steps))


def _norm(vectors: FloatArray) -> FloatArray:
    norm: FloatArray = np.hypot(vectors[0], vectors[1])
    return norm
