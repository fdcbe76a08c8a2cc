"""The function over boxes: its arrays, its bits, and bounds on smaller boxes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compiler.arrays import FloatArray, compile_function
from core.compiler.engine import KERNELS
from core.compiler.intervals import Enclosure, compile_intervals
from core.expression import parse_loss
from core.landscape import Surface
from core.tree import Apply, Node, Number, Symbol
from tests.core.strategies import trees

X, Y, A = Symbol("x"), Symbol("y"), Symbol("a")
NO_PARAMETERS = np.empty(0)
LITERALS = st.sampled_from((Number(0.1), Number(-3.0), Number(2.0)))


def operations(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    single = st.sampled_from(("negate", "abs", "sqrt", "relu", "sign", "step", "floor", "ceil"))
    pairs = st.sampled_from(("add", "subtract", "multiply", "divide", "min", "max"))
    exponents = st.sampled_from((2.0, 3.0, 4.0, 0.5, -1.0, -2.0)).map(Number)
    return (
        st.builds(lambda name, x: Apply(name, (x,)), single, smaller)
        | st.builds(lambda name, x, y: Apply(name, (x, y)), pairs, smaller, smaller)
        | st.builds(lambda x, n: Apply("power", (x, n)), smaller, exponents)
    )


RATIONAL = st.recursive(st.sampled_from((X, Y, A)) | LITERALS, operations, max_leaves=10)
"""Expressions whose bounds are rounded, but of no measured function."""


def nested_boxes(seed: int, count: int = 400) -> list[tuple[FloatArray, FloatArray]]:
    """Return boxes, and boxes inside these."""
    cuts = np.sort(np.random.default_rng(seed).normal(0.0, 2.0, (4, 2, count)), axis=0)
    cuts[0, :, :20], cuts[3, :, 10:30] = -math.inf, math.inf
    cuts[:, :, 30:50] = np.round(cuts[:, :, 30:50])
    return [(cuts[0], cuts[3]), (cuts[1], cuts[2])]


def enclosures(tree: Node, seed: int, width: int = 4) -> list[Enclosure]:
    function = compile_intervals([tree], ["x", "y"], ["a"], width)
    return [function(*box, np.array([1.5])) for box in nested_boxes(seed)]


@settings(max_examples=60)
@given(RATIONAL, st.integers(0, 2**32))
def test_a_smaller_box_has_closer_bounds(tree: Node, seed: int) -> None:
    outer, inner = enclosures(tree, seed)
    assert (inner.is_defined <= outer.is_defined).all()
    assert (inner.is_smooth >= outer.is_smooth).all()
    seen = inner.is_defined
    # Next to the smallest doubles a step down is more than one.
    assert (outer.lower <= inner.lower + 1e-300)[seen].all()
    assert (outer.upper >= inner.upper - 1e-300)[seen].all()


@settings(max_examples=12)
@given(trees(("x", "y", "a"), depth=4), st.integers(0, 2**32))
def test_the_bits_are_the_same_at_every_width(tree: Node, seed: int) -> None:
    expected = enclosures(tree, seed)
    for width in (1, 2, 8, 16):
        for found, kept in zip(enclosures(tree, seed, width), expected, strict=True):
            np.testing.assert_array_equal(found.lower, kept.lower)
            np.testing.assert_array_equal(found.upper, kept.upper)
            np.testing.assert_array_equal(found.is_defined, kept.is_defined)
            np.testing.assert_array_equal(found.is_smooth, kept.is_smooth)


@settings(max_examples=25)
@given(trees(("x", "y", "a"), depth=3), st.integers(0, 2**32))
def test_a_point_is_enclosed_closely(tree: Node, seed: int) -> None:
    points = np.random.default_rng(seed).normal(0.0, 2.0, (2, 200))
    found = compile_intervals([tree], ["x", "y"], ["a"])(points, points, np.array([1.5]))
    value = compile_function([tree], ["x", "y"], ["a"])(*points, parameters=np.array([1.5]))
    assert not np.isnan(found.lower).any()
    # Our own double may err by more than the bounds are apart, but not in what is certain.
    is_number = np.isfinite(value)
    assert found.is_defined[is_number].all()
    assert not found.is_smooth[np.isnan(value)].any()


def test_shapes_of_any_size_are_read() -> None:
    function = compile_intervals([X, Apply("subtract", (Y, X))], ["x", "y"])
    for count in (0, 1, 3, 4, 5, 17):
        lower, upper = np.arange(2.0 * count).reshape(2, count), np.arange(2.0 * count) + 1.0
        found = function(lower, upper.reshape(2, count), NO_PARAMETERS)
        assert found.lower.shape == found.is_smooth.shape == (2, count)
        np.testing.assert_array_equal(found.lower[0], lower[0])
        np.testing.assert_array_equal(found.upper[1], np.full(count, count + 1.0))


def test_a_strided_view_of_an_array_is_read() -> None:
    function = compile_intervals([X, Y], ["x", "y"])
    boxes = np.arange(40.0).reshape(10, 4)
    found = function(boxes.T[::2], boxes.T[1::2], NO_PARAMETERS)
    np.testing.assert_array_equal(found.lower, boxes.T[::2])
    np.testing.assert_array_equal(found.upper, boxes.T[1::2])


def test_an_end_that_is_no_number_bounds_nothing() -> None:
    function = compile_intervals([X], ["x"], ["a"])
    found = function(np.array([[math.nan, 1.0]]), np.array([[2.0, math.nan]]), np.array([1.0]))
    assert found.lower.tolist() == [[-math.inf, 1.0]]
    assert found.upper.tolist() == [[2.0, math.inf]]


def test_a_new_parameter_value_compiles_nothing() -> None:
    surface = Surface(parse_loss("a x^2 + b y^2"), {"a": 2.0, "b": 3.0})
    point = np.ones((2, 1))
    first = surface.interval_function()(point, point, surface.parameter_values)
    kept = len(KERNELS)
    other = Surface(surface.formula, {"a": 4.0, "b": 3.0})
    second = other.interval_function()(point, point, other.parameter_values)
    assert len(KERNELS) == kept
    assert first.lower[3, 0] <= 4.0 <= first.upper[3, 0]
    assert second.lower[3, 0] <= 8.0 <= second.upper[3, 0]


@pytest.mark.parametrize("text", ["x^2 + x y^3", "exp(-x^2 - y^2)", "log(1 + x^2 y^2) + sin(x y)"])
def test_a_surface_bounds_its_loss_gradient_and_hessian(text: str) -> None:
    surface = Surface(parse_loss(text), {})
    (lower, upper), _ = nested_boxes(3)
    low, high = np.clip(lower, -9.0, 9.0), np.clip(upper, -9.0, 9.0)
    x, y = low + (high - low) * np.random.default_rng(4).random(low.shape)
    found = surface.interval_function()(low, high, surface.parameter_values)
    values = np.concatenate([
        [surface.loss(x, y)], surface.gradient(x, y), surface.hessian(x, y)
    ])  # fmt: skip
    slack = 1e-9 * (1.0 + abs(values))
    assert (found.lower - slack <= values).all()
    assert (values <= found.upper + slack).all()
    assert found.is_smooth.all()
