"""Bounds over boxes against the exact values of random expressions at points in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from numpy.random import Generator

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.compiler.intervals import Enclosure, compile_intervals
from core.notation import to_text
from core.tree import ARITHMETIC, COMPARISONS, FUNCTIONS, Apply, Node, Number, Symbol
from tests.core.compiler.intervals.exact_reading import (
    Reading,
    Route,
    TooLargeError,
    UndefinedError,
    is_one_way,
)
from tests.core.strategies import trees

PRECISION = 250
CLUSTERS, POINTS, BOXES = 6, 9, 40
"""Of points about a centre, points in each, and boxes that pairs of these span."""

NAMES = ("x", "y", "a")
VALUES = st.sampled_from((1.0, 2.0, -1.0, 0.5, 3.0)) | st.floats(-5.0, 5.0)

Exact = tuple[Any, Route]


def cluster(random: Generator) -> FloatArray:
    """Return points about a centre where something may happen, some of them equal in x."""
    centre = random.choice([0.0, 0.0, 1.0, -1.0, 0.5, 2.0, random.normal() * 3.0], (2, 1))
    size = random.choice([1e-9, 1e-3, 0.1, 1.0, 1.0, 10.0])
    points: FloatArray = centre + size * random.uniform(-1.0, 1.0, (2, POINTS))
    points[:, 0:1] = centre
    points[0, 1] = centre[0, 0]
    return points


def boxes_between(random: Generator, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the boxes that pairs of points span, some of them points."""
    first, second = random.integers(0, points.shape[1], (2, BOXES))
    lower = np.minimum(points[:, first], points[:, second])
    upper = np.maximum(points[:, first], points[:, second])
    upper[0, 0], lower[1, 1] = math.inf, -math.inf
    return lower, upper


def membership(lower: FloatArray, upper: FloatArray, points: FloatArray) -> list[list[bool]]:
    """Return for each box which points lie in it."""
    places = points[:, np.newaxis]
    inside = (lower[:, :, np.newaxis] <= places) & (places <= upper[:, :, np.newaxis])
    return [list(row) for row in inside[0] & inside[1]]


def exact(tree: Node, point: dict[str, float]) -> Exact | TooLargeError | None:
    try:
        return Reading(point).read(tree)
    except UndefinedError:
        return None
    except TooLargeError as too_large:
        return too_large


def check(outputs: Sequence[Node], a: float, seed: int) -> int:
    """Try expressions on boxes, and return how many cases there were."""
    random = np.random.default_rng(seed)
    function = compile_intervals(outputs, ["x", "y"], ["a"])
    cases = 0
    for _ in range(CLUSTERS):
        points = cluster(random)
        lower, upper = boxes_between(random, points)
        found = function(lower, upper, np.array([a]))
        assert not np.isnan(found.lower).any()
        assert not np.isnan(found.upper).any()
        members = membership(lower, upper, points)
        for place, output in enumerate(outputs):
            values = [exact(output, {"x": x, "y": y, "a": a}) for x, y in points.T.tolist()]
            for box, inside in enumerate(members):
                chosen = [value for value, is_in in zip(values, inside, strict=True) if is_in]
                check_box(found, place, box, chosen)
                cases += len(chosen)
    return cases


def check_box(
    found: Enclosure, place: int, box: int, values: list[Exact | TooLargeError | None]
) -> None:
    low, high = found.lower[place, box], found.upper[place, box]
    known = [value for value in values if isinstance(value, tuple)]
    for value, _ in known:
        assert low <= value <= high, (low, value, high)
    if known:
        assert found.is_defined[place, box]
    if found.is_smooth[place, box]:
        assert found.is_defined[place, box]
        assert None not in values
        assert is_one_way([route for _, route in known])


X, Y, A = Symbol("x"), Symbol("y"), Symbol("a")


def calls() -> Iterator[Node]:
    """Yield every operation and function once, and powers of every kind."""
    for operator in sorted(ARITHMETIC | FUNCTIONS.keys() - {"where"}):
        is_single = operator == "negate" or FUNCTIONS.get(operator) == (1, 1)
        yield Apply(operator, (X,) if is_single else (X, Y))
    for exponent in (-7.0, -2.5, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.3, 1.5, 2.0, 3.0, 4.0, 9.5,
                     20.0, 33.0, 1025.0, 2000.0, -1.1):  # fmt: skip
        yield Apply("power", (X, Number(exponent)))
    yield Apply("power", (X, A))
    yield Apply("power", (X, Apply("subtract", (A, Number(1.0)))))
    yield Apply("power", (X, Apply("multiply", (Number(2.0), A))))
    yield Apply("multiply", (X, X))
    for relation in sorted(COMPARISONS):
        condition = Apply(relation, (X, Y))
        yield Apply("where", (condition, Apply("log", (X,)), Apply("negate", (Y,))))
        yield Apply("where", (Apply(relation, (A, Number(1.0))), X, Apply("abs", (Y,))))


@pytest.mark.parametrize("tree", list(calls()), ids=to_text)
def test_every_operation_encloses_its_values(tree: Node) -> None:
    with mp.workprec(PRECISION):
        for seed, a in enumerate((1.0, 2.0, -3.0, 0.0, 0.5)):
            assert check([tree], a, seed) > 500


@settings(max_examples=100)
@given(trees(NAMES, depth=4), VALUES, st.integers(0, 2**32))
def test_every_value_in_a_box_lies_within_the_bounds(tree: Node, a: float, seed: int) -> None:
    with mp.workprec(PRECISION):
        check([tree], a, seed)


@settings(max_examples=20)
@given(trees(NAMES, depth=3), VALUES, st.integers(0, 2**32))
def test_every_derivative_in_a_box_lies_within_its_bounds(tree: Node, a: float, seed: int) -> None:
    slope, other = reverse_gradient(tree, ("x", "y"))
    outputs = [tree, slope, other, *reverse_gradient(slope, ("x", "y"))]
    with mp.workprec(PRECISION):
        check(outputs, a, seed)
