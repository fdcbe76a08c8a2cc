"""Adam: momentum and per-coordinate scale, both corrected for their start at zero."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import Beta1, Beta2, Epsilon, LearningRate, Optimizer


class Adam(Optimizer, frozen=True, tag="adam"):
    """Adaptive moment estimation.

    The variant is Algorithm 1 of the paper in the paper's letters: α is
    `learning_rate`, β₁ and β₂ are `beta1` and `beta2`, ε is `epsilon`; m and v start at
    zero and t counts from 1.

    Warning: ε stands outside the root and is added to √v̂, as in PyTorch. The paper's
    faster form, which TensorFlow uses, adds it to √v, before the correction. Without
    `bias_correction`, m̂ = m and v̂ = v, as in many copies of the method that left
    the correction out.

    References
    ----------
    D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015,
    arXiv:1412.6980, Algorithm 1.
    """

    title: ClassVar[str] = "Adam"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = where(bias_correction, m / (1 - beta1^t), m)
        v_hat = where(bias_correction, v / (1 - beta2^t), v)
        x = x - eta m_hat / (sqrt(v_hat) + epsilon)
    """

    learning_rate: LearningRate = 0.05
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-7
    bias_correction: Annotated[
        bool,
        Meta(title="bias_correction", description="Undo the pull of the moments towards zero."),
    ] = True
