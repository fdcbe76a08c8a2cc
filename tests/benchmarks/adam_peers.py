"""The same steps of Adam as others take them: NumPy, PyTorch and jax, where they are there."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.expression import parse_loss
from tests.benchmarks.losses import LOSSES
from tests.core.slow_reading import read_expressions

RATE, BETA_1, BETA_2, EPSILON = 0.05, 0.9, 0.999, 1e-7
TURN = 2 * np.pi


def _gaussians(x: Any, y: Any, module: Any) -> Any:
    total = 0.0
    for number in range(12):
        column, row = divmod(number, 3)
        distance = (x - (2 * column - 3)) ** 2 + (y - (2 * row - 2)) ** 2
        total = total - float(f"1.{number}") * module.exp(-distance / (number + 1))
    return total


WRITTEN: dict[str, Callable[[Any, Any, Any], Any]] = {
    "bowl": lambda x, y, _: x**2 / 20 + y**2,
    "Rosenbrock": lambda x, y, _: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "Himmelblau": lambda x, y, _: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "Beale": lambda x, y, _: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "Ackley": lambda x, y, m: (
        -20 * m.exp(-0.2 * m.sqrt(0.5 * (x**2 + y**2)))
        - m.exp(0.5 * (m.cos(TURN * x) + m.cos(TURN * y)))
        + np.e
        + 20
    ),
    "Rastrigin": lambda x, y, m: 20 + x**2 - 10 * m.cos(TURN * x) + y**2 - 10 * m.cos(TURN * y),
    "12 Gaussians": _gaussians,
}
"""Each loss as one writes it in Python, over arrays of whichever module is given."""


def is_there(package: str) -> bool:
    """Tell whether a package is installed."""
    return importlib.util.find_spec(package) is not None


def adam_in_numpy(loss: str, x: FloatArray, y: FloatArray, steps: int) -> FloatArray:
    """Take steps with NumPy, the gradient read from the trees that are compiled too."""
    formula = parse_loss(LOSSES[loss])
    gradient = reverse_gradient(formula.tree, formula.variables)
    trees = [formula.tree, *gradient]
    place = np.stack([x, y])
    first, second = np.zeros_like(place), np.zeros_like(place)
    for step in range(1, steps + 1):
        _, *slopes = read_expressions(trees, {"x": place[0], "y": place[1]})
        g = np.stack(slopes)
        first = BETA_1 * first + (1 - BETA_1) * g
        second = BETA_2 * second + (1 - BETA_2) * g * g
        root = np.sqrt(second / (1 - BETA_2**step))
        place = place - RATE * (first / (1 - BETA_1**step)) / (root + EPSILON)
    return place


def adam_in_pytorch(loss: str, x: FloatArray, y: FloatArray, steps: int) -> FloatArray:
    """Take steps with PyTorch's own fused Adam and its automatic differentiation."""
    torch: Any = importlib.import_module("torch")
    place = torch.tensor(np.stack([x, y]), requires_grad=True)
    settings = {"lr": RATE, "betas": (BETA_1, BETA_2), "eps": EPSILON, "fused": True}
    optimizer = torch.optim.Adam([place], **settings)
    for _ in range(steps):
        optimizer.zero_grad()
        WRITTEN[loss](place[0], place[1], torch).sum().backward()
        optimizer.step()
    return np.array(place.detach().numpy())


def jax_adam(loss: str) -> Callable[[FloatArray, FloatArray, int], FloatArray]:
    """Return Adam as one function that jax has made machine code of."""
    jax: Any = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    slope = jax.value_and_grad(lambda place: WRITTEN[loss](place[0], place[1], jax.numpy).sum())

    def one_step(step: Any, state: Any) -> Any:
        place, first, second, _ = state
        total, g = slope(place)
        first = BETA_1 * first + (1 - BETA_1) * g
        second = BETA_2 * second + (1 - BETA_2) * g * g
        root = jax.numpy.sqrt(second / (1 - BETA_2**step))
        move = RATE * (first / (1 - BETA_1**step)) / (root + EPSILON)
        return place - move, first, second, total

    def all_steps(place: Any, steps: Any) -> Any:
        nothing = jax.numpy.zeros_like(place)
        return jax.lax.fori_loop(1, steps + 1, one_step, (place, nothing, nothing, 0.0))[0]

    adam = jax.jit(all_steps)
    return lambda x, y, steps: np.asarray(adam(np.stack([x, y]), steps))
