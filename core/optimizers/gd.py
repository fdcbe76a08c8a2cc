"""Gradient descent: one step straight downhill."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import LearningRate, Optimizer


class GradientDescent(Optimizer, frozen=True, tag="gd"):
    """Gradient descent with a constant learning rate.

    With the letters of the source, xₖ₊₁ = xₖ − αₖ ∇f(xₖ), the step length αₖ is
    `learning_rate` and the same at every step: there is no line search. On a quadratic
    bowl it converges while `learning_rate` < 2/λ, λ being the largest eigenvalue of
    the Hessian.

    References
    ----------
    J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd edition, Springer 2006,
    section 3.1, steepest descent.
    """

    title: ClassVar[str] = "Gradient descent"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        x = x - eta g
    """

    learning_rate: LearningRate = 0.01
