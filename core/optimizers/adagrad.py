"""AdaGrad: a coordinate that was steep before takes shorter steps for good."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Epsilon, LearningRate, Optimizer


class AdaGrad(Optimizer, frozen=True, tag="adagrad"):
    """Adaptive subgradient method with a diagonal scale.

    The variant is the diagonal one of the paper, Figure 1: Gₜ,ᵢᵢ is the sum of all
    squared gradients of coordinate i, here s, and xₜ₊₁ = xₜ − η gₜ/(√Gₜ + δ), where η
    is `learning_rate` and δ is `epsilon`.

    Warning: s starts at zero, as in PyTorch; TensorFlow starts it at 0.1, which
    shortens the first steps. ε stands outside the root.

    References
    ----------
    J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient Methods for Online Learning
    and Stochastic Optimization", Journal of Machine Learning Research 12, 2011,
    pages 2121–2159.
    """

    title: ClassVar[str] = "AdaGrad"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        s = s + g^2
        x = x - eta g / (sqrt(s) + epsilon)
    """

    learning_rate: LearningRate = 0.1
    epsilon: Epsilon = 1e-7
