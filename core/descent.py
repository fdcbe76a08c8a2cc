"""What curvature means for descent: which learning rates it allows, and how fast it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from core.eigen import Vector
from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import Optimizer
from core.optimizers.eigenvector_escape import EigenvectorEscape
from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.nesterov import Nesterov
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.optimizers.rmsprop import RMSprop

PRECONDITIONED = (AdaGrad, RMSprop, Adadelta, Adam, AdamW, AMSGrad, Nadam)
"""Methods that divide each coordinate: what counts is the sharpness of what is so scaled."""

Rate = TypeVar("Rate", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class GradientDescentFacts:
    """Gradient descent on a quadratic bowl.

    Parameters
    ----------
    limit
        The learning rate from which it diverges, 2/λmax.
    best_rate
        The learning rate at which it is fastest, 2/(λmin + λmax).
    factor
        What each step leaves of the error at that rate, (κ − 1)/(κ + 1).
    removed
        What each step removes of it, 1 − factor, without the cancellation.
    """

    limit: float
    best_rate: float
    factor: float
    removed: float

    @property
    def steps_per_digit(self) -> float:
        """How many steps at the best rate divide the error by ten."""
        return _steps_per_digit(self.removed)


@dataclass(frozen=True, slots=True)
class HeavyBallFacts:
    """The heavy ball on a quadratic bowl.

    Parameters
    ----------
    limit
        The learning rate from which it diverges with a given momentum, 2(1 + γ)/λmax.
    best_momentum, best_rate
        Where it is fastest: ((√κ − 1)/(√κ + 1))² and 4/(√λmin + √λmax)².
    factor
        What each step leaves of the error there in the long run, (√κ − 1)/(√κ + 1).
    removed
        What each step removes of it, 1 − factor, without the cancellation.
    """

    limit: float
    best_momentum: float
    best_rate: float
    factor: float
    removed: float

    @property
    def steps_per_digit(self) -> float:
        """How many steps at the best rate and momentum divide the error by ten."""
        return _steps_per_digit(self.removed)


def stability_limit(eigenvalues: Vector) -> float:
    """Return the learning rate from which gradient descent diverges on the quadratic model.

    It is 2/λ for the largest eigenvalue λ, and infinite where none is positive.

    References
    ----------
    B. T. Polyak, "Introduction to Optimization", 1987, section 1.4, theorem 3.
    """
    return 2 / eigenvalues[1] if eigenvalues[1] > 0 else math.inf


def gradient_descent_facts(eigenvalues: Vector) -> GradientDescentFacts | None:
    """Say how gradient descent fares on the quadratic model, or None if that is no bowl.

    Parameters
    ----------
    eigenvalues
        Of the Hessian, ascending.

    References
    ----------
    B. T. Polyak, "Introduction to Optimization", 1987, section 1.4, theorem 3.
    """
    lower, upper = eigenvalues
    if not 0 < lower <= upper < math.inf:
        return None
    # Halves, so that the sum of two large eigenvalues does not overflow.
    best = 1 / (lower / 2 + upper / 2)
    return GradientDescentFacts(2 / upper, best, (upper - lower) / 2 * best, lower * best)


def heavy_ball_facts(eigenvalues: Vector, momentum: float) -> HeavyBallFacts | None:
    """Say how the heavy ball fares on the quadratic model, or None if that is no bowl.

    Parameters
    ----------
    eigenvalues
        Of the Hessian, ascending.
    momentum
        The momentum γ for which the limit is asked.

    References
    ----------
    B. T. Polyak, "Introduction to Optimization", 1987, section 3.2, theorem 1.

    G. Goh, "Why Momentum Really Works", Distill, 2017.
    """
    lower, upper = eigenvalues
    if not 0 < lower <= upper < math.inf:
        return None
    slow, fast = math.sqrt(lower), math.sqrt(upper)
    factor = (fast - slow) / (fast + slow)
    return HeavyBallFacts(
        limit=(1 + momentum) * (2 / upper),
        best_momentum=factor**2,
        best_rate=(2 / (fast + slow)) ** 2,
        factor=factor,
        removed=2 * slow / (fast + slow),
    )


def critical_sharpness(
    optimizer: Optimizer, learning_rate: Rate, step: float = math.inf
) -> Rate | None:
    """Return the curvature above which a method is unstable on a quadratic loss.

    Where an eigenvalue of the Hessian H exceeds it, the iterate swings along that
    eigenvector ever more widely. For the methods in `PRECONDITIONED` the matrix that
    counts is P⁻¹H, where P is the diagonal that divides the step at that moment, such as
    √v̂ + ε, held as it is.

    Parameters
    ----------
    optimizer
        The method; its own `learning_rate` is not looked at.
    learning_rate
        The one in force, schedule included.
    step
        Counted from 1; only Nadam's momentum changes with it.

    Returns
    -------
    float, array or None
        None for a method that has no such limit: because its step does not grow with the
        gradient (sign descent, Lion), because curvature shortens it (Newton's kin,
        gradient flow, Polyak's step size), because the limit depends on the gradient as
        well (SAM), because it uses no slope, or because the rule is a person's own.

    References
    ----------
    J. M. Cohen and others, "Gradient Descent on Neural Networks Typically Occurs at the
    Edge of Stability", ICLR 2021, arXiv:2103.00065, appendix A, for gradient descent,
    heavy ball and Nesterov momentum.

    J. M. Cohen and others, "Adaptive Gradient Methods at the Edge of Stability", 2022,
    arXiv:2207.14484, for preconditioned methods and Adam. The limits of AdamW and Nadam
    follow in the same way from their characteristic polynomials.
    """
    match optimizer:
        case (
            GradientDescent()
            | GradientClipping()
            | PerturbedGradientDescent()
            | EigenvectorEscape()
            | AdaGrad()
            | RMSprop()
            | Adadelta()
        ):
            return 2 / learning_rate
        case Momentum(momentum=kept):
            return 2 * (1 + kept) / learning_rate
        case Nesterov(momentum=kept):
            return 2 * (1 + kept) / (1 + 2 * kept) / learning_rate
        case Adam(beta1=kept) | AMSGrad(beta1=kept):
            return 2 * (1 + kept) / (1 - kept) / learning_rate
        case AdamW(beta1=kept, weight_decay=decay):
            return (2 / learning_rate - decay) * ((1 + kept) / (1 - kept))
        case Nadam():
            return _nadam(optimizer, step) / learning_rate
        case _:
            return None


def _nadam(optimizer: Nadam, step: float) -> float:
    """Return Nadam's limit times the learning rate, its momentum being what it is at a step."""
    kept, slowness = optimizer.beta1, 0.96**optimizer.momentum_decay
    now, ahead = (kept * (1 - slowness**at / 2) for at in (step, step + 1))
    return float(2 * (1 + kept) / (ahead * (1 - kept) + (1 - now) * (1 + kept)))


def _steps_per_digit(removed: float) -> float:
    return -math.log(10) / math.log1p(-removed) if removed < 1 else 1.0
