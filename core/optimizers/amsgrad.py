"""AMSGrad: Adam whose scale never forgets a steep place."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Beta1, Beta2, Epsilon, LearningRate, Optimizer


class AMSGrad(Optimizer, frozen=True, tag="amsgrad"):
    """Adam with the largest mean square so far.

    The paper's Algorithm 2 takes v̂ₜ = max(v̂ₜ₋₁, vₜ), so that no coordinate's step
    length grows again, and with that repairs the proof of convergence that Adam lacks.

    Warning: the paper corrects no bias. Here, as in PyTorch, m is corrected as in Adam,
    and so is the maximum of the uncorrected v. ε stands outside the root.

    References
    ----------
    S. J. Reddi, S. Kale and S. Kumar, "On the Convergence of Adam and Beyond",
    ICLR 2018, arXiv:1904.09237, Algorithm 2.
    """

    title: ClassVar[str] = "AMSGrad"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        v_max = max(v_max, v)
        m_hat = m / (1 - beta1^t)
        v_hat = v_max / (1 - beta2^t)
        x = x - eta m_hat / (sqrt(v_hat) + epsilon)
    """

    learning_rate: LearningRate = 0.05
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-7
