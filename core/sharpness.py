"""The curvature along a run against the limit above which its method is unstable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import FloatArray
from core.descent import PRECONDITIONED, critical_sharpness
from core.divisors import divisors
from core.landscape import Surface
from core.optimizers.base import LEARNING_RATE, Optimizer
from core.optimizers.facts import hyperparameters, values
from core.outcome import IntegerArray
from core.race import Race
from core.scene import Entry, Scene
from core.schedule_factors import factors
from core.spectrum import spectrum

MOST_SAMPLES = 1024
"""A longer run is looked at in so many of its iterates, evenly spaced."""


@dataclass(frozen=True, eq=False)
class SharpnessRecord:
    """Curvature and limits at the iterates of one run.

    What belongs to an iterate belongs to the step that leaves it: that step's learning
    rate and the scale that it divides by.

    Attributes
    ----------
    entry, start
        Which run of the race.
    steps
        The iterates looked at, ascending from 0, shape ``(n,)``.
    smaller, larger
        The eigenvalues of the Hessian there.
    gradient_norm
        The Euclidean norm of the analytic gradient.
    limit
        The curvature above which the method is unstable; None for a method that has no
        such limit, infinite where the schedule lets it rest, NaN where it climbs.
    divisor
        What an adaptive method divides each coordinate's step by, shape ``(2, n)``; None
        for every other method.
    scaled
        The eigenvalues of the Hessian so scaled, ascending, shape ``(2, n)``: those that
        the limit of an adaptive method is about; None for every other method.
    """

    entry: int
    start: int
    steps: IntegerArray
    smaller: FloatArray
    larger: FloatArray
    gradient_norm: FloatArray
    limit: FloatArray | None
    divisor: FloatArray | None
    scaled: FloatArray | None

    @property
    def governing(self) -> FloatArray:
        """The eigenvalues that the limit is about, ascending, shape ``(2, n)``."""
        return np.stack((self.smaller, self.larger)) if self.scaled is None else self.scaled

    def place(self, step: float) -> int:
        """Return the place of the last iterate looked at up to a step."""
        return max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)


def _nobody_cancels() -> bool:
    return False


def along(
    surface: Surface,
    scene: Scene,
    race: Race,
    entry: int,
    start: int,
    cancelled: Callable[[], bool] = _nobody_cancels,
) -> SharpnessRecord:
    """Follow the curvature along one run.

    Parameters
    ----------
    surface
        The loss of the race.
    scene
        What raced.
    race
        The race itself.
    entry, start
        Which of its entries, and from which of its starts.
    cancelled
        Asked now and then where a run must be followed step by step.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.

    References
    ----------
    J. M. Cohen and others, "Gradient Descent on Neural Networks Typically Occurs at the
    Edge of Stability", ICLR 2021, arXiv:2103.00065.
    """
    contestant = scene.entries[entry]
    steps = sampled_steps(int(race.last_step[entry, start]))
    at = entry, start, steps
    hessians = surface.hessian(race.x[at], race.y[at])
    lower, upper = eigenvalues(hessians)
    divisor = None
    if isinstance(contestant.optimizer, PRECONDITIONED):
        divisor = divisors(surface, scene, race, entry, start, steps, cancelled)
    return SharpnessRecord(
        entry=entry,
        start=start,
        steps=steps,
        smaller=lower,
        larger=upper,
        gradient_norm=np.hypot(race.gradient_x[at], race.gradient_y[at]),
        limit=limits(contestant, scene.steps, steps),
        divisor=divisor,
        scaled=None if divisor is None else scaled_eigenvalues(hessians, divisor),
    )


def sampled_steps(last: int) -> IntegerArray:
    """Choose the iterates to look at: all, or every k-th with an odd k.

    At the edge of stability a run swings with period two; an even stride would show one
    side of it alone.
    """
    stride = -(-(last + 1) // MOST_SAMPLES)
    return np.arange(0, last + 1, stride + (stride > 1 and stride % 2 == 0))


def limits(entry: Entry, last: int, steps: IntegerArray) -> FloatArray | None:
    """Return the curvature above which an entry is unstable as it leaves some iterates.

    Parameters
    ----------
    entry
        The method and its schedule.
    last
        The number of steps of the race, which the schedule may depend on.
    steps
        The iterates.
    """
    rate = learning_rate(entry.optimizer)
    if rate is None or critical_sharpness(entry.optimizer, rate) is None:
        return None
    leaving = np.minimum(steps + 1, last)
    rates = rate * factors(entry.schedule, last)[leaving - 1]
    pairs = zip(rates.tolist(), leaving.tolist(), strict=True)
    return np.array([_limit(entry.optimizer, rate, step) for rate, step in pairs])


def learning_rate(optimizer: Optimizer) -> float | None:
    """Return the hyperparameter that a schedule scales, or None if there is none."""
    for fact in hyperparameters(optimizer):
        if fact.letter == LEARNING_RATE:
            return float(values(optimizer)[fact.name])
    return None


def _limit(optimizer: Optimizer, rate: float, step: int) -> float:
    if rate <= 0:
        return np.inf if rate == 0 else np.nan
    limit = critical_sharpness(optimizer, rate, step)
    assert limit is not None
    return limit


def eigenvalues(hessians: FloatArray) -> FloatArray:
    """Return the eigenvalues of Hessians of shape ``(3, n)``, ascending, shape ``(2, n)``."""
    with np.errstate(all="ignore"):
        values: FloatArray = np.sort(spectrum(hessians).values, axis=0)
    return values


def scaled_eigenvalues(hessians: FloatArray, divisor: FloatArray) -> FloatArray:
    """Return the eigenvalues of P⁻¹H, which are those of P^(−1/2) H P^(−1/2), ascending.

    Parameters
    ----------
    hessians
        The entries xx, xy, yy, shape ``(3, n)``.
    divisor
        The diagonal of P, shape ``(2, n)`` or ``(2, 1)``; the result is not finite where
        it is zero.

    References
    ----------
    J. M. Cohen and others, "Adaptive Gradient Methods at the Edge of Stability", 2022,
    arXiv:2207.14484, section 2.
    """
    first, second = divisor
    with np.errstate(all="ignore"):
        root = np.sqrt(first) * np.sqrt(second)
        scaled = np.stack((hessians[0] / first, hessians[1] / root, hessians[2] / second))
    return eigenvalues(scaled)
