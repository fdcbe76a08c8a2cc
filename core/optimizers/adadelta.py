"""Adadelta: steps in the units of the steps before."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Epsilon, LearningRate, MeanSquareDecay, Optimizer


class Adadelta(Optimizer, frozen=True, tag="adadelta"):
    """Adaptive step that needs no learning rate.

    The variant is Algorithm 1 of the paper: E[g²]ₜ is s, E[Δx²]ₜ is u, and
    Δxₜ = −(RMS[Δx]ₜ₋₁/RMS[g]ₜ) gₜ is −d, where RMS[z] = √(E[z²] + ε); ρ is `decay`. The
    paper has no learning rate: that is `learning_rate` 1.

    Warning: ε stands inside both roots, as in the paper and in PyTorch, and its size
    decides how long the first steps are. As in PyTorch, `learning_rate` scales the
    step but not what u remembers of it.

    References
    ----------
    M. D. Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, arXiv:1212.5701,
    Algorithm 1.
    """

    title: ClassVar[str] = "Adadelta"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        s = rho s + (1 - rho) g^2
        d = g sqrt(u + epsilon) / sqrt(s + epsilon)
        u = rho u + (1 - rho) d^2
        x = x - eta d
    """

    learning_rate: LearningRate = 1.0
    decay: MeanSquareDecay = 0.9
    epsilon: Epsilon = 1e-6
