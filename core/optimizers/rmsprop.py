"""RMSprop: each coordinate's step is measured by the recent size of its gradient."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Epsilon, LearningRate, MeanSquareDecay, Optimizer


class RMSprop(Optimizer, frozen=True, tag="rmsprop"):
    """Root mean square propagation.

    The lecture divides the gradient by the root of MeanSquare(w, t) =
    0.9 MeanSquare(w, t−1) + 0.1 (∂E/∂w)², here s, which starts at zero; the 0.9 is
    `decay`.

    Warning: ε stands outside the root, as in PyTorch; TensorFlow puts it inside. The
    mean isn't centred, there is no momentum, and the start of s at zero isn't
    corrected: under a constant gradient the first step is 1/√(1 − ρ) times as long as
    the last ones.

    References
    ----------
    T. Tieleman and G. Hinton, "Lecture 6.5 – rmsprop: Divide the gradient by a running
    average of its recent magnitude", Coursera: Neural Networks for Machine Learning,
    2012.
    """

    title: ClassVar[str] = "RMSprop"
    family: ClassVar[str] = "Adaptive"
    rule: ClassVar[str] = """
        s = rho s + (1 - rho) g^2
        x = x - eta g / (sqrt(s) + epsilon)
    """

    learning_rate: LearningRate = 0.01
    decay: MeanSquareDecay = 0.9
    epsilon: Epsilon = 1e-7
