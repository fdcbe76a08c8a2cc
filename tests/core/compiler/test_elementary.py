from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compiler.elementary import FUNCTIONS
from core.tree import FUNCTIONS as LANGUAGE
from tests.core.compiler.harness import Compiled, Floats, compiled, operand_count
from tests.core.compiler.reference import REFERENCES, SMALLEST, edge_points, errors, points

INF, NAN = math.inf, math.nan
ANY = st.floats(width=64)


@cache
def vector(name: str) -> Compiled:
    return compiled(name)


@cache
def scalar(name: str) -> Compiled:
    return compiled(name, width=1)


def at(name: str, *operands: float) -> float:
    """Return the function at one point, by the scalar code."""
    return float(scalar(name)(*(np.array([operand]) for operand in operands))[0])


def test_every_function_of_the_language_has_an_emitter() -> None:
    assert set(FUNCTIONS) == (set(LANGUAGE) | {"power"}) - {"where"}


@pytest.mark.parametrize("name", REFERENCES)
def test_is_as_accurate_as_stated(name: str) -> None:
    operands = points(name, seed=11, count=1600)
    found = errors(name, vector(name)(*operands), operands)
    worst = int(np.argmax(found))
    place = [float(column[worst]) for column in operands]
    assert found[worst] <= REFERENCES[name].bound, f"{found[worst]} ulp at {place}"


NUMPY: dict[str, Callable[..., Floats]] = {
    "exp": np.exp, "log": np.log, "log2": np.log2, "log10": np.log10, "sqrt": np.sqrt,
    "cbrt": np.cbrt, "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin,
    "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2, "sinh": np.sinh, "cosh": np.cosh,
    "tanh": np.tanh, "abs": np.abs, "sign": np.sign, "floor": np.floor, "ceil": np.ceil,
    "min": np.minimum, "max": np.maximum, "erf": np.vectorize(math.erf), "hypot": np.hypot,
    "relu": lambda x: np.maximum(x, 0.0), "step": lambda x: np.heaviside(x, 1.0),
    "softplus": lambda x: np.logaddexp(x, 0.0), "power": np.power,
}  # fmt: skip


@pytest.mark.parametrize("name", NUMPY)
def test_agrees_with_numpy_at_zeros_infinities_nan_and_the_ends_of_the_range(name: str) -> None:
    operands = edge_points(operand_count(name))
    with np.errstate(all="ignore"):
        expected = NUMPY[name](*operands)
    got = vector(name)(*operands)
    np.testing.assert_allclose(got, expected, rtol=5e-16, atol=2 * SMALLEST)
    if name not in {"min", "max", "relu"}:  # either zero is the smaller of the two
        definite = ~np.isnan(expected)
        assert np.array_equal(np.signbit(got)[definite], np.signbit(expected)[definite])


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("exp", 0.0, 1.0),
        ("log10", 1000.0, 3.0),
        ("log10", 1e22, 22.0),
        ("log2", 2.0**-1074, -1074.0),
        ("log2", 8.0, 3.0),
        ("cbrt", -27.0, -3.0),
        ("sigmoid", 0.0, 0.5),
        ("sigmoid", -INF, 0.0),
        ("sigmoid", INF, 1.0),
        ("softplus", -800.0, 0.0),
        ("softplus", 800.0, 800.0),
        ("floor", -0.5, -1.0),
        ("ceil", 0.49999999999999994, 1.0),
        ("step", -0.0, 1.0),
        ("relu", -3.0, 0.0),
        ("sign", -SMALLEST, -1.0),
    ],
)
def test_is_exact_where_a_reader_expects_it(name: str, x: float, expected: float) -> None:
    assert at(name, x) == expected


def test_log10_of_every_power_of_ten_is_its_exponent() -> None:
    exponents = np.arange(-16.0, 16.0)
    powers = np.array([float(f"1e{int(exponent)}") for exponent in exponents])
    assert np.array_equal(vector("log10")(powers)[16:], exponents[16:])


@pytest.mark.parametrize("name", [name for name in LANGUAGE if name != "where"])
def test_keeps_nan(name: str) -> None:
    if operand_count(name) == 1:
        assert math.isnan(at(name, NAN))
    else:
        assert math.isnan(at(name, NAN, 1.0))
        assert math.isnan(at(name, 1.0, NAN))


@given(x=ANY.filter(lambda x: not math.isnan(x)))
def test_odd_functions_are_odd_and_even_ones_even(x: float) -> None:
    for name in ("sin", "tan", "asin", "atan", "sinh", "tanh", "erf", "cbrt"):
        value, mirrored = at(name, x), at(name, -x)
        assert mirrored == -value or (math.isnan(value) and math.isnan(mirrored))
    for name in ("cos", "cosh", "abs"):
        value, mirrored = at(name, x), at(name, -x)
        assert mirrored == value or (math.isnan(value) and math.isnan(mirrored))


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_floor_and_ceil_are_the_nearest_integers(x: float) -> None:
    assert at("floor", x) == math.floor(x)
    assert at("ceil", x) == math.ceil(x)


@given(operands=st.lists(st.floats(allow_nan=False), min_size=2, max_size=2))
def test_min_and_max_choose_an_operand(operands: list[float]) -> None:
    assert at("min", *operands) == min(operands)
    assert at("max", *operands) == max(operands)


def test_min_and_max_fold_any_number_of_operands() -> None:
    operands = (np.array([3.0]), np.array([-1.0]), np.array([2.0]))
    assert Compiled(FUNCTIONS["min"], 3, 1)(*operands)[0] == -1.0
    assert Compiled(FUNCTIONS["max"], 3, 1)(*operands)[0] == 3.0
