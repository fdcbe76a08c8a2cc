"""Momentum: a heavy ball that keeps part of its velocity."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer


class Momentum(Optimizer, frozen=True, tag="momentum"):
    """Polyak's heavy ball, in the velocity form of deep learning.

    Polyak writes xₖ₊₁ = xₖ − α ∇f(xₖ) + β (xₖ − xₖ₋₁), where α is `learning_rate`
    and β is `momentum`; v stands here for xₖ − xₖ₋₁ and starts at zero.

    Warning: PyTorch's SGD scales another velocity by the learning rate,
    b ← μ b + g and x ← x − η b. With a constant η the iterates are the same (v = −η b).
    They differ once η changes during a run, as under a schedule: here η scales each new
    gradient as it enters the velocity, and what has entered keeps its size; there η
    scales the whole velocity at the step. `scale_velocity` chooses PyTorch's form, with
    v = −b. The gradient is taken at the iterate, not ahead of it as in Nesterov's
    variant, and g isn't damped by 1 − γ.

    References
    ----------
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods",
    USSR Computational Mathematics and Mathematical Physics 4(5), 1964, pages 1–17.
    """

    title: ClassVar[str] = "Momentum"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        v = where(scale_velocity, gamma v - g, gamma v - eta g)
        x = where(scale_velocity, x + eta v, x + v)
    """

    learning_rate: LearningRate = 0.01
    momentum: Annotated[
        float,
        Meta(ge=0, lt=1, title="gamma", description="How much of the velocity is kept."),
    ] = 0.9
    scale_velocity: Annotated[
        bool,
        Meta(
            title="scale_velocity",
            description="Scale the whole velocity at the step, as PyTorch does.",
        ),
    ] = False
