"""Bounds at the ends of the range of doubles, and where the elementary functions err most."""

from __future__ import annotations

import math

import numpy as np
import pytest
from mpmath import mp

from core.compiler.arrays import FloatArray
from core.compiler.intervals import Enclosure, compile_intervals
from core.compiler.intervals.boxes import BoolArray
from core.tree import FUNCTIONS, Apply, Node, Number, Symbol
from tests.core.compiler.intervals.exact_reading import Reading, TooLargeError, UndefinedError
from tests.core.compiler.reference import PRECISION, REFERENCES, points

X, Y = Symbol("x"), Symbol("y")
ENDS = np.array([
    -math.inf, -1.7976931348623157e308, -1e300, -2.0**60, -745.2, -1.5, -1.0, -1e-20, -1e-310,
    -5e-324, 0.0, 5e-324, 2.0**-1022, 1e-160, 0.5, 1.0, 2.0, 22.0, 709.8, 2.0**53, 1e200,
    1.7976931348623157e308, math.inf,
])  # fmt: skip


def operations() -> list[Node]:
    single = [Apply(name, (X,)) for name, arity in FUNCTIONS.items() if arity == (1, 1)]
    pairs = ("add", "subtract", "multiply", "divide", "power", "atan2", "hypot", "min", "max")
    exponents = (-17.0, -3.0, -2.0, -0.5, 0.5, 2.0, 3.0, 16.0, 17.5, 1.3, 1025.0)
    powers = [Apply("power", (X, Number(exponent))) for exponent in exponents]
    return [*single, *(Apply(name, (X, Y)) for name in pairs), *powers, Apply("multiply", (X, X))]


def enclose(tree: Node, lower: FloatArray, upper: FloatArray) -> Enclosure:
    return compile_intervals([tree], ["x", "y"])(lower, upper, np.empty(0))


def all_boxes() -> tuple[FloatArray, FloatArray]:
    """Return every range between two ends, in x with every one of a few in y."""
    low, high = np.triu_indices(ENDS.size)
    chosen = np.arange(0, low.size, 7)
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(low.size), chosen))
    return ENDS[np.stack([low[x], low[y]])], ENDS[np.stack([high[x], high[y]])]


@pytest.mark.parametrize("tree", operations(), ids=str)
def test_ends_of_the_range_give_bounds(tree: Node) -> None:
    lower, upper = all_boxes()
    found = enclose(tree, lower, upper)
    assert not np.isnan(found.lower).any()
    assert not np.isnan(found.upper).any()
    assert (found.lower < math.inf).all()
    assert (found.upper > -math.inf).all()
    assert (found.lower <= found.upper)[found.is_defined].all()
    with mp.workprec(3000):
        for x in ENDS[1:-1:2].tolist():
            for y in ENDS[1:-1:5].tolist():
                place = np.array([[x], [y]])
                covering = (lower <= place) & (place <= upper)
                check_point(tree, found, covering[0] & covering[1], {"x": x, "y": y})


def check_point(tree: Node, found: Enclosure, inside: BoolArray, point: dict[str, float]) -> None:
    """Look at all boxes that hold a point."""
    try:
        exact = Reading(point).read(tree)[0]
    except UndefinedError:
        assert not found.is_smooth[0, inside].any()
    except TooLargeError:
        return
    else:
        assert found.is_defined[0, inside].all()
        # Only the tightest bounds are compared: mpmath is slow.
        assert found.lower[0, inside].max() <= exact <= found.upper[0, inside].min()


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_the_margins_cover_the_errors_of_elementary_functions(name: str) -> None:
    operands = points(name, seed=5, count=1600)
    tree = Apply(name, (X, Y)[: len(operands)])
    boxes = np.zeros((2, operands[0].size))
    boxes[: len(operands)] = operands
    found = enclose(tree, boxes, boxes)
    with mp.workprec(PRECISION):
        for place, point in enumerate(zip(*operands, strict=True)):
            exact = REFERENCES[name].exact(*(mp.mpf(float(part)) for part in point))
            assert found.lower[0, place] <= exact <= found.upper[0, place], point


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_bounds_on_a_point_are_tight(name: str) -> None:
    operands = points(name, seed=6, count=1600)
    boxes = np.zeros((2, operands[0].size))
    boxes[: len(operands)] = operands
    found = enclose(Apply(name, (X, Y)[: len(operands)]), boxes, boxes)
    width = found.upper - found.lower
    # The turns of a huge angle are not counted.
    counted = np.isfinite(width) & ((name not in ("sin", "cos", "tan")) | (abs(boxes[:1]) < 1e6))
    size = np.maximum(abs(found.lower), abs(found.upper))
    assert (width[counted] <= 18.0 * np.spacing(size[counted]) + 1e-322).all()
    assert counted.mean() > 0.5
