"""Nesterov's accelerated gradient: the slope is felt ahead of the ball."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer


class Nesterov(Optimizer, frozen=True, tag="nesterov"):
    """Nesterov momentum in the form of PyTorch's SGD.

    The lookahead form of Sutskever and others, equations 3 and 4, is
    vₜ₊₁ = μ vₜ − ε ∇f(θₜ + μ vₜ), θₜ₊₁ = θₜ + vₜ₊₁. Followed at the point looked at,
    θ + μ v, and with b for −v/ε, it becomes what stands here: the gradient is taken at x
    itself. μ is `momentum`, ε is `learning_rate`; b starts at zero.

    Warning: in PyTorch's form the learning rate scales the whole step; in the lookahead
    form it scales each new gradient as it enters the velocity. With a constant η both
    visit the same points; they differ once η changes during a run, as under a schedule.
    Nesterov's own method lets μ grow from step to step; here it is constant.

    References
    ----------
    Y. Nesterov, "A method for solving the convex programming problem with convergence
    rate O(1/k²)", Soviet Mathematics Doklady 27(2), 1983, pages 372–376.

    I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization
    and momentum in deep learning", ICML 2013.
    """

    title: ClassVar[str] = "Nesterov momentum"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        b = mu b + g
        x = x - eta (g + mu b)
    """

    learning_rate: LearningRate = 0.01
    momentum: Annotated[
        float,
        Meta(ge=0, lt=1, title="mu", description="How much of the velocity is kept."),
    ] = 0.9
