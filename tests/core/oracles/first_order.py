"""Recurrences of the methods that read nothing but the slope, as their sources state them."""

from __future__ import annotations

import numpy as np

from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.gradient_flow import GradientFlow
from core.optimizers.momentum import Momentum
from core.optimizers.nesterov import Nesterov
from core.optimizers.polyak_step_size import PolyakStepSize
from core.optimizers.sign_descent import SignDescent
from tests.core.oracles.problems import Advance, Matrix, Run, Vector


def gd(method: GradientDescent, run: Run) -> Advance:
    return lambda _, x: x - method.learning_rate * run.gradient(x)


def momentum(method: Momentum, run: Run) -> Advance:
    """Polyak's own form, with no velocity but the last displacement."""
    before = run.start

    def advance(_: int, x: Vector) -> Vector:
        nonlocal before
        inertia = method.momentum * (x - before)
        before = x
        return x - method.learning_rate * run.gradient(x) + inertia

    return advance


def nesterov(method: Nesterov, run: Run) -> Advance:
    """Sutskever's lookahead form; what the rule visits is the point looked at."""
    place, velocity = run.start, np.zeros(2)

    def advance(_: int, ahead: Vector) -> Vector:
        nonlocal place, velocity
        velocity = method.momentum * velocity - method.learning_rate * run.gradient(ahead)
        place = place + velocity
        return place + method.momentum * velocity

    return advance


def sign_descent(method: SignDescent, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        signs = [(slope > 0) - (slope < 0) for slope in run.gradient(x).tolist()]
        return x - method.learning_rate * np.array(signs)

    return advance


def gradient_clipping(method: GradientClipping, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        g = run.gradient(x)
        norm = float(np.linalg.norm(g))
        factor = method.threshold / norm if norm >= method.threshold else 1.0
        return x - method.learning_rate * factor * g

    return advance


def polyak_step_size(method: PolyakStepSize, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        g = run.gradient(x)
        if not g.any():
            return x
        gap = run.loss(x) - method.minimum_loss
        return x - method.learning_rate * gap / float(np.linalg.norm(g)) ** 2 * g

    return advance


def gradient_flow(method: GradientFlow, run: Run) -> Advance:
    """Each substep is the end of the linearised flow, by the exponential of a matrix."""

    def advance(_: int, x: Vector) -> Vector:
        to_go = method.learning_rate
        for share in (4, 3, 2, 1):
            g, hessian = run.gradient(x), run.hessian(x)
            change = float(np.linalg.norm(hessian @ g))
            longest = float(np.linalg.norm(g)) / (2 * change) if change > 0 else to_go
            time = min(to_go / share, longest) if share > 1 else to_go
            x = x + _linear_flow(hessian, g, time)
            to_go -= time
        return x

    return advance


def _linear_flow(hessian: Matrix, g: Vector, time: float) -> Vector:
    """Return d(time) of d' = −g − H d, d(0) = 0."""
    system = np.zeros((3, 3))
    system[:2, :2], system[:2, 2] = -hessian, -g
    return np.asarray(_exponential(time * system)[:2, 2])


def _exponential(matrix: Matrix) -> Matrix:
    """Return a matrix's exponential by its series, scaled down and squared."""
    halvings = max(0, int(np.ceil(np.log2(max(np.abs(matrix).sum(), 1e-9)))) + 3)
    small = matrix / 2.0**halvings
    term = total = np.eye(len(matrix))
    for k in range(1, 16):
        term = term @ small / k
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total
