"""Sign descent: every coordinate moves by the same length."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import LearningRate, Optimizer


class SignDescent(Optimizer, frozen=True, tag="sign_descent"):
    """Descent along the signs of the gradient.

    The variant is Algorithm 1, signSGD, of the paper: xₖ₊₁ = xₖ − δ sign(g̃ₖ), where δ is
    `learning_rate`. The size of the gradient plays no part, so that a constant
    `learning_rate` ends in a dance around the minimum. A coordinate whose derivative is
    exactly zero stays.

    References
    ----------
    J. Bernstein, Y.-X. Wang, K. Azizzadenesheli and A. Anandkumar, "signSGD: Compressed
    Optimisation for Non-Convex Problems", ICML 2018, arXiv:1802.04434, Algorithm 1.
    """

    title: ClassVar[str] = "Sign descent"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        x = x - eta sign(g)
    """

    learning_rate: LearningRate = 0.01
