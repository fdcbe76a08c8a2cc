"""Nadam: Adam with Nesterov's look ahead."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import Beta1, Beta2, Epsilon, LearningRate, Optimizer


class Nadam(Optimizer, frozen=True, tag="nadam"):
    """Nesterov-accelerated adaptive moment estimation.

    The variant is Algorithm 2 of Dozat's paper with his schedule of the momentum,
    μₜ = β₁ (1 − ½ · 0.96^(t ψ)), where ψ is `momentum_decay`. The gradient enters the
    step at once and the mean of the gradients with the momentum of the next step; p is
    the product of all μ so far, by which both are corrected.

    Warning: as in PyTorch, m keeps a constant share β₁, where Dozat's report lets it
    keep μₜ. ε stands outside the root.

    References
    ----------
    T. Dozat, "Incorporating Nesterov Momentum into Adam", ICLR 2016 workshop,
    Algorithm 2.
    """

    title: ClassVar[str] = "Nadam"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        p(0) = 1
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        mu = beta1 (1 - 0.96^(psi t) / 2)
        mu_next = beta1 (1 - 0.96^(psi (t + 1)) / 2)
        p = mu p
        m_hat = mu_next m / (1 - mu_next p) + (1 - mu) g / (1 - p)
        v_hat = v / (1 - beta2^t)
        x = x - eta m_hat / (sqrt(v_hat) + epsilon)
    """

    learning_rate: LearningRate = 0.05
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-7
    momentum_decay: Annotated[
        float,
        Meta(ge=0, le=1, title="psi", description="How fast the momentum grows to beta1."),
    ] = 0.004
