"""AdamW: Adam whose weight decay bypasses the adaptive scale."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Beta1, Beta2, Epsilon, LearningRate, Optimizer, WeightDecay


class AdamW(Optimizer, frozen=True, tag="adamw"):
    """Adam with decoupled weight decay.

    The variant is Algorithm 2 of the paper: m̂ and v̂ are Adam's, and
    θₜ = θₜ₋₁ − ηₜ (α m̂ₜ/(√v̂ₜ + ε) + λ θₜ₋₁), where λ is `weight_decay`. The iterate is
    drawn to the origin, so that it settles beside the minimum of the loss.

    Warning: as in PyTorch, λ is scaled by the learning rate, α λ in the paper's letters,
    and a schedule scales both. ε stands outside the root.

    References
    ----------
    I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
    arXiv:1711.05101, Algorithm 2.
    """

    title: ClassVar[str] = "AdamW"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t)
        v_hat = v / (1 - beta2^t)
        x = x - eta (m_hat / (sqrt(v_hat) + epsilon) + lambda x)
    """

    learning_rate: LearningRate = 0.05
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-7
    weight_decay: WeightDecay = 0.01
