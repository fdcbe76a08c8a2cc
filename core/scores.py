"""What the runs of one entry come to: which minima they reach, and after how much work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrivals import NEVER, Arrivals
from core.compiler.arrays import FloatArray
from core.critical_points.findings import Survey
from core.curvature import Kind
from core.evaluations import Evaluations
from core.outcome import IntegerArray, Outcome
from core.quantiles import quantile
from core.scene import View

NEARNESS = 0.01
"""How near its minimum a run has to end, as a part of the view's diagonal."""

NOWHERE = -1
"""Stands for the minimum of a run that reaches none."""


@dataclass(frozen=True, eq=False, slots=True)
class Goal:
    """A minimum, or a valley all of whose points are minima."""

    name: str
    x: float
    y: float
    """The point; of a valley the one in the middle of its list."""
    loss: float
    points: FloatArray
    """Shape ``(2, n)``, in their order along a valley; n is 1 for a point."""

    @property
    def is_point(self) -> bool:
        """Whether it is no valley."""
        return self.points.size == 2


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter, half and three quarters of all runs are at most this; infinite if never."""

    first: float
    median: float
    third: float


@dataclass(frozen=True, eq=False, slots=True)
class Score:
    """What an entry's runs come to with one learning rate; shares go from 0 to 1."""

    learning_rate: float | None
    runs: int
    reached: float
    """The share of runs that reach the tolerance."""
    settled: float
    """The share that reach it and end at a minimum, or where none is known in the domain."""
    minima: tuple[float, ...]
    """The share of runs that end at each minimum."""
    elsewhere: float
    """The share that ends in the plane, but at none of them."""
    diverged: float
    left_domain: float
    steps: Quartiles
    """Steps to the tolerance."""
    gradient_evaluations: Quartiles
    """How often the gradient was asked for until then."""
    loss: Quartiles
    """Of the last iterates; infinite for runs that diverge or leave the domain."""
    steps_of_runs: FloatArray
    """Steps to the tolerance of every run, seed by seed; infinite if never."""

    @property
    def order(self) -> tuple[float, float, float]:
        """What sorts scores, the best first: runs that settle, steps, the loss."""
        return (-self.settled, self.steps.median, self.loss.median)


def goals_of(survey: Survey) -> tuple[Goal, ...]:
    """List the minima that a survey found, points first, the lowest first."""
    points = [Goal(point.name, point.x, point.y, point.loss, np.array([[point.x], [point.y]]))
              for point in survey.points if point.kind is Kind.MINIMUM]  # fmt: skip
    valleys = []
    for curve in survey.curves:
        if curve.name == "valley":
            x, y = curve.points[:, curve.points.shape[1] // 2].tolist()
            valleys.append(Goal(curve.name, x, y, curve.loss, curve.points))
    return (*sorted(points, key=lambda goal: goal.loss), *valleys)


def nearness(view: View, goals: Sequence[Goal]) -> float:
    """Return how near to a minimum a run has to end to have reached it.

    It is `NEARNESS` of the view's diagonal, but no more than a third of the way between
    two minima. Valleys may touch each other, so the way between two of them is not asked for.
    """
    radius = NEARNESS * math.hypot(view.x_max - view.x_min, view.y_max - view.y_min)
    for place, goal in enumerate(goals):
        for other in goals[:place]:
            if other.is_point:
                gaps = _distances(goal.points, other.points[0], other.points[1])
                radius = min(radius, float(gaps.min()) / 3)
    return radius


def reached_minima(
    x: FloatArray, y: FloatArray, goals: Sequence[Goal], radius: float
) -> IntegerArray:
    """Return which minimum each point is near to, or `NOWHERE`."""
    if not goals:
        return np.full(x.shape, NOWHERE, np.int64)
    distances = np.stack([_distances(goal.points, x, y) for goal in goals])
    nearest = distances.argmin(axis=0)
    return np.where(distances.min(axis=0) <= radius, nearest, NOWHERE)


def score(
    found: Arrivals,
    learning_rate: float | None,
    goals: Sequence[Goal],
    radius: float,
    per_step: Evaluations,
    at_start: Evaluations,
) -> Score:
    """Sum up runs, whatever the shape of the arrays that hold them."""
    diverged, left = found.ended(Outcome.DIVERGED), found.ended(Outcome.LEFT_DOMAIN)
    lost = diverged | left
    minima = np.where(lost, NOWHERE, reached_minima(found.x, found.y, goals, radius))
    shares = tuple(float((minima == place).mean()) for place in range(len(goals)))
    is_home = minima != NOWHERE if goals else ~lost
    steps = found.steps_to_tolerance.ravel()
    return Score(
        learning_rate=learning_rate,
        runs=steps.size,
        reached=float(np.isfinite(steps).mean()),
        settled=float((is_home & (found.arrival != NEVER)).mean()),
        minima=shares,
        elsewhere=float(((minima == NOWHERE) & ~lost).mean()),
        diverged=float(diverged.mean()),
        left_domain=float(left.mean()),
        steps=_quartiles(steps),
        gradient_evaluations=_quartiles(_evaluations(steps, per_step, at_start)),
        loss=_quartiles(np.where(lost, np.inf, found.loss).ravel()),
        steps_of_runs=steps,
    )


def _evaluations(steps: FloatArray, per_step: Evaluations, at_start: Evaluations) -> FloatArray:
    """Return how often runs ask for the gradient until they arrive, infinite if never."""
    counted = np.where(np.isfinite(steps), steps, 0) * per_step.gradient + at_start.gradient
    return np.where(np.isfinite(steps), counted, np.inf)


def _quartiles(values: FloatArray) -> Quartiles:
    return Quartiles(*(float(quantile(values, share)) for share in (0.25, 0.5, 0.75)))


def _distances(points: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return how far places are from a point, or from the nearest place along a valley."""
    nearest = np.full(np.shape(x), np.inf)
    begins = points.T.tolist()
    # A place whose square is no number is nowhere near.
    with np.errstate(over="ignore", invalid="ignore"):
        for begin, end in zip(begins, begins[1:] or begins, strict=False):
            aside = _beside(begin, end, x, y)
            np.fmin(nearest, aside, out=nearest)
    return nearest


def _beside(
    begin: Sequence[float], end: Sequence[float], x: FloatArray, y: FloatArray
) -> FloatArray:
    """Return how far places are from a piece of a straight line."""
    across, up = end[0] - begin[0], end[1] - begin[1]
    x, y = x - begin[0], y - begin[1]
    length = across * across + up * up
    if not length:
        return np.hypot(x, y)
    along = np.clip((x * across + y * up) / length, 0.0, 1.0)
    return np.hypot(x - along * across, y - along * up)
