"""Recurrences of the methods that scale each coordinate by its own past."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.lion import Lion
from core.optimizers.nadam import Nadam
from core.optimizers.rmsprop import RMSprop
from tests.core.oracles.problems import Advance, Run, Vector


def adagrad(method: AdaGrad, run: Run) -> Advance:
    gradients: list[Vector] = []

    def advance(_: int, x: Vector) -> Vector:
        gradients.append(run.gradient(x))
        scale: Vector = np.sqrt(np.sum(np.square(gradients), axis=0)) + method.epsilon
        return x - method.learning_rate * gradients[-1] / scale

    return advance


def rmsprop(method: RMSprop, run: Run) -> Advance:
    mean_square = np.zeros(2)

    def advance(_: int, x: Vector) -> Vector:
        nonlocal mean_square
        g = run.gradient(x)
        mean_square = method.decay * mean_square + (1 - method.decay) * np.square(g)
        return x - method.learning_rate * g / (np.sqrt(mean_square) + method.epsilon)

    return advance


def adadelta(method: Adadelta, run: Run) -> Advance:
    """Zeiler's Algorithm 1, with the learning rate as a factor on the update."""
    mean_square = mean_update = np.zeros(2)

    def root(mean: Vector) -> Vector:
        return np.sqrt(mean + method.epsilon)

    def advance(_: int, x: Vector) -> Vector:
        nonlocal mean_square, mean_update
        g, rho = run.gradient(x), method.decay
        mean_square = rho * mean_square + (1 - rho) * g**2
        update = -(root(mean_update) / root(mean_square)) * g
        mean_update = rho * mean_update + (1 - rho) * update**2
        return x + method.learning_rate * update

    return advance


def _weighted(gradients: list[Vector], beta: float) -> npt.NDArray[np.float64]:
    """Return the sum that an exponential mean's recurrence stands for."""
    ages = np.arange(len(gradients))[::-1, np.newaxis]
    weighted: npt.NDArray[np.float64] = np.sum((1 - beta) * beta**ages * gradients, axis=0)
    return weighted


def adam(method: Adam, run: Run) -> Advance:
    gradients: list[Vector] = []

    def advance(t: int, x: Vector) -> Vector:
        gradients.append(run.gradient(x))
        m = _weighted(gradients, method.beta1)
        v = _weighted([g**2 for g in gradients], method.beta2)
        if method.bias_correction:
            m, v = m / (1 - method.beta1**t), v / (1 - method.beta2**t)
        return x - method.learning_rate * m / (np.sqrt(v) + method.epsilon)

    return advance


def adamw(method: AdamW, run: Run) -> Advance:
    """The decay first, as PyTorch's documentation orders it."""
    gradients: list[Vector] = []

    def advance(t: int, x: Vector) -> Vector:
        gradients.append(run.gradient(x))
        m = _weighted(gradients, method.beta1) / (1 - method.beta1**t)
        v = _weighted([g**2 for g in gradients], method.beta2) / (1 - method.beta2**t)
        decayed = x * (1 - method.learning_rate * method.weight_decay)
        return decayed - method.learning_rate * m / (np.sqrt(v) + method.epsilon)

    return advance


def amsgrad(method: AMSGrad, run: Run) -> Advance:
    gradients: list[Vector] = []
    means: list[Vector] = []

    def advance(t: int, x: Vector) -> Vector:
        gradients.append(run.gradient(x))
        means.append(_weighted([g**2 for g in gradients], method.beta2))
        largest: Vector = np.max(means, axis=0) / (1 - method.beta2**t)
        m = _weighted(gradients, method.beta1) / (1 - method.beta1**t)
        return x - method.learning_rate * m / (np.sqrt(largest) + method.epsilon)

    return advance


def nadam(method: Nadam, run: Run) -> Advance:
    """The two updates of PyTorch's documentation, one after the other."""
    gradients: list[Vector] = []

    def share(t: int) -> float:
        return method.beta1 * (1 - 0.5 * math.pow(0.96, t * method.momentum_decay))

    def advance(t: int, x: Vector) -> Vector:
        gradients.append(run.gradient(x))
        product = float(np.prod([share(step) for step in range(1, t + 1)]))
        v = _weighted([g**2 for g in gradients], method.beta2) / (1 - method.beta2**t)
        scale: Vector = method.learning_rate / (np.sqrt(v) + method.epsilon)
        x = x - scale * gradients[-1] * (1 - share(t)) / (1 - product)
        ahead = share(t + 1) / (1 - product * share(t + 1))
        return x - scale * _weighted(gradients, method.beta1) * ahead

    return advance


def lion(method: Lion, run: Run) -> Advance:
    """Algorithm 2: the momentum is renewed after the step."""
    m = np.zeros(2)

    def advance(_: int, x: Vector) -> Vector:
        nonlocal m
        g = run.gradient(x)
        direction = np.sign(method.beta1 * m + (1 - method.beta1) * g)
        m = method.beta2 * m + (1 - method.beta2) * g
        return x - method.learning_rate * direction - method.learning_rate * method.weight_decay * x

    return advance
