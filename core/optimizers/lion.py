"""Lion: the sign of a momentum, so that every step has the same length."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer, WeightDecay


class Lion(Optimizer, frozen=True, tag="lion"):
    """Evolved sign momentum.

    The variant is Algorithm 2 of the paper: the step follows the sign of
    cₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ, and m is renewed with β₂ only after that; λ is
    `weight_decay`, which the learning rate scales.

    Warning: the paper advises a learning rate three to ten times smaller than Adam's
    and a larger weight decay. Here it is zero unless set.

    References
    ----------
    X. Chen and others, "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023,
    arXiv:2302.06675, Algorithm 2.
    """

    title: ClassVar[str] = "Lion"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        c = beta1 m + (1 - beta1) g
        m = beta2 m + (1 - beta2) g
        x = x - eta (sign(c) + lambda x)
    """

    learning_rate: LearningRate = 0.01
    beta1: Annotated[
        float,
        Meta(ge=0, lt=1, title="beta1", description="How much the step listens to the past."),
    ] = 0.9
    beta2: Annotated[
        float,
        Meta(ge=0, lt=1, title="beta2", description="How much of the mean gradient is kept."),
    ] = 0.99
    weight_decay: WeightDecay = 0.0
