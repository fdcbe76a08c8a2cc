"""Sharpness-aware minimization: the slope of the worst point nearby."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer


class SharpnessAware(Optimizer, frozen=True, tag="sam"):
    """Gradient descent with the gradient of the worst neighbour.

    The variant is Algorithm 1 of the paper with p = 2: ε̂(w) = ρ ∇L(w)/‖∇L(w)‖ leads to
    where the loss is largest within ρ, to first order, and the step follows the
    gradient there, g_SAM = ∇L(w + ε̂(w)). A narrow minimum, out of which ε̂ reaches, is
    left for a flat one. ρ is `radius`.

    Warning: 10⁻¹² is added to the norm, as in common implementations, so that a level
    place stays where it is. Terms with the derivative of ε̂ are dropped, as in the paper.

    References
    ----------
    P. Foret, A. Kleiner, H. Mobahi and B. Neyshabur, "Sharpness-Aware Minimization for
    Efficiently Improving Generalization", ICLR 2021, arXiv:2010.01412, Algorithm 1.
    """

    title: ClassVar[str] = "SAM"
    family: ClassVar[str] = "Saddles and flat minima"
    rule: ClassVar[str] = """
        p = x + rho g / (norm(g) + 1e-12)
        x = x - eta grad(p)
    """

    learning_rate: LearningRate = 0.01
    radius: Annotated[
        float,
        Meta(ge=0, le=1e3, title="rho", description="How far away the worst point is sought."),
    ] = 0.05
