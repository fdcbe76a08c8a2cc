"""Recurrences of the methods that read the Hessian, by NumPy's linear algebra."""

from __future__ import annotations

import numpy as np

from core.optimizers.damped_newton import DampedNewton
from core.optimizers.eigenvector_escape import EigenvectorEscape
from core.optimizers.newton import Newton
from core.optimizers.saddle_free_newton import SaddleFreeNewton
from tests.core.oracles.problems import Advance, Run, Vector


def newton(method: Newton, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        return x - method.learning_rate * np.linalg.solve(run.hessian(x), run.gradient(x))

    return advance


def damped_newton(method: DampedNewton, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        damped = run.hessian(x) + method.damping * np.eye(2)
        return x - method.learning_rate * np.linalg.solve(damped, run.gradient(x))

    return advance


def saddle_free_newton(method: SaddleFreeNewton, run: Run) -> Advance:
    """The absolute value of H is the root of its square."""

    def advance(_: int, x: Vector) -> Vector:
        h = run.hessian(x)
        # Of a 2×2 matrix A = H², √A = (A + s I)/√(trace A + 2 s) with s = √(det A).
        s = abs(np.linalg.det(h))
        absolute = (h @ h + s * np.eye(2)) / np.sqrt(np.trace(h @ h) + 2 * s)
        damped = absolute + method.damping * np.eye(2)
        return x - method.learning_rate * np.linalg.solve(damped, run.gradient(x))

    return advance


def eigenvector_escape(method: EigenvectorEscape, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        g = run.gradient(x)
        eigenvalues, vectors = np.linalg.eigh(run.hessian(x))
        if np.linalg.norm(g) >= method.gradient_threshold or eigenvalues[0] >= 0:
            return x - method.learning_rate * g
        direction = vectors[:, 0] * (1 if vectors[0, 0] > 0 else -1)
        if direction @ g > 0:
            direction = -direction
        return x + method.escape_rate * abs(float(eigenvalues[0])) * direction

    return advance
