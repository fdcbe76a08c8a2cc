"""Recurrences of the methods that look around, at random or at the worst neighbour."""

from __future__ import annotations

import numpy as np

from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.random_search import RandomSearch
from core.optimizers.sam import SharpnessAware
from tests.core.oracles.problems import Advance, Run, Vector
from tests.core.slow_randomness import uniform

SEED = 20171115


def sam(method: SharpnessAware, run: Run) -> Advance:
    def advance(_: int, x: Vector) -> Vector:
        g = run.gradient(x)
        worst = x + method.radius * g / np.linalg.norm(g)
        return x - method.learning_rate * run.gradient(worst)

    return advance


def perturbed_gd(method: PerturbedGradientDescent, run: Run) -> Advance:
    """Algorithm 2 of Jin and others, without its end."""
    last_nudge = -method.pause

    def advance(t: int, x: Vector) -> Vector:
        nonlocal last_nudge
        small = np.linalg.norm(run.gradient(x)) <= method.gradient_threshold
        if small and t - last_nudge > method.pause:
            last_nudge = t
            four = np.concatenate([_normal(draw, t, run) for draw in (1, 2)])
            x = x + method.radius * (four / np.linalg.norm(four))[:2]
        return x - method.learning_rate * run.gradient(x)

    return advance


def random_search(method: RandomSearch, run: Run) -> Advance:
    def advance(t: int, x: Vector) -> Vector:
        share = uniform(SEED, 1, t, run.index)
        drawn = run.start - method.radius + 2 * method.radius * share
        return drawn if run.loss(drawn) < run.loss(x) else x

    return advance


def random_local_search(method: RandomLocalSearch, run: Run) -> Advance:
    def advance(t: int, x: Vector) -> Vector:
        tried = x + method.step_size * _normal(1, t, run)
        return tried if run.loss(tried) < run.loss(x) else x

    return advance


def _normal(draw: int, t: int, run: Run) -> Vector:
    """Return two standard normal numbers by Box and Muller's method."""
    size, turn = uniform(SEED, draw, t, run.index)
    angle = 2 * np.pi * turn
    direction = np.array([np.cos(angle), np.sin(angle)])
    return float(np.sqrt(-2 * np.log(size))) * direction
