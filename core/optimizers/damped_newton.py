"""Damped Newton: between Newton's step and a short one downhill."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Damping, LearningRate, Optimizer


class DampedNewton(Optimizer, frozen=True, tag="damped_newton"):
    """Newton's method with Levenberg's damping.

    xₖ₊₁ = xₖ − (H + μ I)⁻¹ g, where μ is `damping`: directions with curvature far above
    μ are stepped as by Newton, those far below it as by gradient descent with the
    learning rate 1/μ. Written in eigenvalues, (H + μ I)⁻¹ g = Σᵢ (uᵢ·g) uᵢ/(λᵢ + μ).

    Warning: others call Newton's step times a factor below 1 damped; that is Newton
    here with a smaller `learning_rate`. μ is constant: nothing raises it when the loss
    grows, and where an eigenvalue lies below −μ the step still climbs.

    References
    ----------
    K. Levenberg, "A method for the solution of certain non-linear problems in least
    squares", Quarterly of Applied Mathematics 2, 1944, pages 164–168, with the whole
    Hessian in place of the Gauss–Newton matrix.
    """

    title: ClassVar[str] = "Damped Newton"
    family: ClassVar[str] = "Second order"
    rule: ClassVar[str] = """
        lambda1 = eigenvalue1(x)
        lambda2 = eigenvalue2(x)
        u1 = eigenvector1(x)
        u2 = eigenvector2(x)
        d = dot(u1, g) u1 / (lambda1 + mu) + dot(u2, g) u2 / (lambda2 + mu)
        x = x - eta d
    """

    learning_rate: LearningRate = 1.0
    damping: Damping = 1.0
