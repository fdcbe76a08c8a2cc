from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from llvmlite import ir

from core.compiler.lanes import Lanes, constant, constant_value, polynomial
from tests.core.compiler.harness import DOUBLE, Compiled, lane_type


@given(value=st.floats(allow_nan=False), width=st.integers(1, 16))
def test_a_constant_tells_its_value(value: float, width: int) -> None:
    told = constant_value(constant(lane_type(width), value))
    assert told == value
    assert math.copysign(1.0, told) == math.copysign(1.0, value)


def test_a_constant_written_lane_by_lane_tells_its_value_if_it_is_one() -> None:
    pair = ir.VectorType(DOUBLE, 2)
    assert constant_value(ir.Constant(pair, [2.0, 2.0])) == 2.0
    assert constant_value(ir.Constant(pair, [2.0, 3.0])) is None


def test_what_is_computed_is_no_constant() -> None:
    function = ir.Function(ir.Module(), ir.FunctionType(DOUBLE, [DOUBLE]), "f")
    assert constant_value(function.args[0]) is None


@pytest.mark.parametrize("count", range(1, 16))
def test_a_polynomial_of_any_degree_is_evaluated(count: int) -> None:
    coefficients = [float(place + 1) for place in range(count)]

    def emit(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
        return polynomial(Lanes(builder, x), coefficients).value

    x = np.linspace(-1.0, 1.0, 16)
    expected = np.polynomial.polynomial.polyval(x, coefficients)
    np.testing.assert_allclose(Compiled(emit, 1, 16)(x), expected, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("x", [0.0, -0.0, 1e-31, -1e-60, 5e-324])
def test_a_polynomial_of_next_to_nothing_is_its_first_coefficient(x: float) -> None:
    def emit(builder: ir.IRBuilder, argument: ir.Value) -> ir.Value:
        return polynomial(Lanes(builder, argument), [0.25, -3.0, 7.0, 1.0, -2.0]).value

    assert (Compiled(emit, 1, 16)(np.full(16, x)) == 0.25).all()


def test_a_polynomial_of_no_number_is_none() -> None:
    def emit(builder: ir.IRBuilder, argument: ir.Value) -> ir.Value:
        return polynomial(Lanes(builder, argument), [1.0, 1.0, 1.0]).value

    assert np.isnan(Compiled(emit, 1, 16)(np.full(16, np.nan))).all()
