"""A second, slow reading of whole update rules, one line after another, as an oracle.

It shares nothing with the compiler but the rule's trees. A number is an array without
axes, a vector one of shape ``(2,)``, a Hessian one of shape ``(2, 2)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.optimizers.rule import Rule
from core.scene import Noise, NumericalGradient
from core.tree import Apply, Node, Number, Symbol
from tests.core.slow_randomness import Vector, normal, student, uniform
from tests.core.slow_reading import Array, Operators, by_numpy

HYPOT = Apply("hypot", ())


def _unknown(_: Vector) -> npt.ArrayLike:
    raise AssertionError("the rule asks for what the test does not give")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a run sees of the loss, and by which operators it is read.

    Parameters
    ----------
    gradient, loss, hessian
        Functions of a point; the Hessian is of shape ``(2, 2)``.
    schedule
        The factor on ``eta``, in ``t`` and ``T``; None is 1.
    last_step
        The value of ``T``.
    noise, numerical_gradient
        As in the scene's entry.
    seed, run
        The scene's seed and the index of the start.
    """

    gradient: Callable[[Vector], npt.ArrayLike]
    loss: Callable[[Vector], npt.ArrayLike] = _unknown
    hessian: Callable[[Vector], npt.ArrayLike] = _unknown
    schedule: Node | None = None
    last_step: int = 0
    noise: Noise | None = None
    numerical_gradient: NumericalGradient | None = None
    seed: int = 0
    run: int = 0
    operators: Operators = by_numpy


class Step:
    """The reading of one step: names and what they are, from the first line to the last."""

    def __init__(self, sight: Sight, t: int, values: Mapping[str, npt.ArrayLike]) -> None:
        self._sight = sight
        self._t = t
        self._draws = 0
        self.values = {name: np.asarray(value, np.float64) for name, value in values.items()}
        self.values["t"] = np.asarray(float(t))
        if t > 0 and "eta" in self.values and sight.schedule is not None:
            times = {"t": np.asarray(float(t)), "T": np.asarray(float(sight.last_step))}
            factor = Reading(self, times).read(sight.schedule)
            self.values["eta"] = self.values["eta"] * factor

    def assign(self, name: str, tree: Node) -> Array:
        """Read one line."""
        self.values[name] = self.read(tree)
        return self.values[name]

    def read(self, tree: Node) -> Array:
        """Read an expression of the present values."""
        with np.errstate(all="ignore"):
            return Reading(self, self.values).read(tree)

    def gradient(self, point: Vector) -> Vector:
        """Return the gradient as the entry sees it."""
        sight = self._sight
        with np.errstate(all="ignore"):
            slope = np.asarray(sight.gradient(point), np.float64)
            if sight.numerical_gradient:
                slope = self._quotients(point, sight.numerical_gradient)
            return slope + self._noise(slope, sight.noise) if sight.noise else slope

    def draw(self, distribution: str) -> Vector:
        """Return the next random numbers of the step."""
        self._draws += 1
        place = (self._sight.seed, self._draws, self._t, self._sight.run)
        if distribution == "uniform":
            return uniform(*place)
        return normal(*place, self._sight.operators)

    @property
    def sight(self) -> Sight:
        """What the run sees."""
        return self._sight

    def _quotients(self, point: Vector, kind: NumericalGradient) -> Vector:
        def losses(points: Vector) -> Vector:
            return np.array([np.asarray(self._sight.loss(place), np.float64) for place in points])

        shifts = kind.step * np.eye(2)
        if kind.kind == "forward":
            return (losses(point + shifts) - losses(point[np.newaxis])) / kind.step
        return (losses(point + shifts) - losses(point - shifts)) / (2 * kind.step)

    def _noise(self, slope: Vector, noise: Noise) -> Vector:
        operators = self._sight.operators
        place = (self._sight.seed, 0, self._t, self._sight.run)
        if noise.kind == "student":
            return noise.scale * student(noise.degrees_of_freedom, *place, operators)
        size = np.asarray(operators(HYPOT)(*slope)) if noise.kind == "proportional" else 1.0
        return (noise.scale * size) * normal(*place, operators)


class Reading:
    """The reading of expressions within a step."""

    def __init__(self, step: Step, values: Mapping[str, Array]) -> None:
        self._step = step
        self._values = values

    def read(self, node: Node) -> Array:
        """Return the value of an expression."""
        match node:
            case Number(value):
                return np.asarray(value)
            case Symbol(name):
                return self._values[name]
            case Apply("normal" | "uniform" as distribution):
                return self._step.draw(distribution)
            case Apply("multiply", (Apply("hess") as hess, vector)):
                (xx, xy), (yx, yy) = self.read(hess)
                a, b = np.broadcast_to(self.read(vector), (2,))
                return np.array([xx * a + xy * b, yx * a + yy * b])
            case Apply(operator, operands):
                values = [self.read(operand) for operand in operands]
                if operator in _OF_VECTORS:
                    vectors = [np.broadcast_to(value, (2,)) for value in values]
                    return np.asarray(_OF_VECTORS[operator](self._step, *vectors))
                return np.asarray(self._step.sight.operators(node)(*values))


def follow_rule(
    rule: Rule,
    hyperparameters: Mapping[str, float],
    sight: Sight,
    start: npt.ArrayLike,
    steps: int,
) -> Vector:
    """Follow an update rule, line by line, from one start.

    Returns
    -------
    numpy.ndarray
        The iterates, shape ``(steps + 1, 2)``.
    """
    iterates = [np.asarray(start, np.float64)]
    state = starting_state(rule, hyperparameters, sight, iterates[0])
    for t in range(1, steps + 1):
        step = Step(sight, t, {**hyperparameters, **state, "x": iterates[-1]})
        step.values["g"] = step.gradient(iterates[-1])
        for name, tree in rule.assignments:
            step.assign(name, tree)
        iterates.append(np.broadcast_to(step.values["x"], (2,)).copy())
        state = {name: step.values[name] for name in rule.state}
    return np.stack(iterates)


def starting_state(
    rule: Rule, hyperparameters: Mapping[str, float], sight: Sight, start: Vector
) -> dict[str, Array]:
    """Return at what the state of a rule starts, as step 0 sees it."""
    step = Step(sight, 0, {**hyperparameters, **dict.fromkeys(rule.state, 0.0), "x": start})
    if rule.initial:
        step.values["g"] = step.gradient(start)
    for name, tree in rule.initial:
        step.assign(name, tree)
    return {name: step.values[name] for name in rule.state}


def _eigen(step: Step, point: Vector) -> tuple[Vector, Vector]:
    """Return eigenvalues, ascending, and unit eigenvectors as columns that point right."""
    hessian = np.asarray(step.sight.hessian(point), np.float64)
    if not np.isfinite(hessian).all():
        return np.full(2, np.nan), np.full((2, 2), np.nan)
    values, vectors = np.linalg.eigh(hessian)
    if values[0] == values[1]:
        return values, np.eye(2)
    is_left = (vectors[0] < 0) | ((vectors[0] == 0) & (vectors[1] < 0))
    return values, np.where(is_left, -vectors, vectors)


_OF_VECTORS: dict[str, Callable[..., npt.ArrayLike]] = {
    "grad": lambda step, point: step.gradient(point),
    "loss": lambda step, point: step.sight.loss(point),
    "hess": lambda step, point: step.sight.hessian(point),
    "norm": lambda step, vector: step.sight.operators(HYPOT)(*vector),
    "dot": lambda _, a, b: a[0] * b[0] + a[1] * b[1],
    "eigenvalue1": lambda step, point: _eigen(step, point)[0][0],
    "eigenvalue2": lambda step, point: _eigen(step, point)[0][1],
    "eigenvector1": lambda step, point: _eigen(step, point)[1][:, 0],
    "eigenvector2": lambda step, point: _eigen(step, point)[1][:, 1],
}
