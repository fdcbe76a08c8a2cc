from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from core.compiler.power import is_multiplied_out
from tests.core.compiler.harness import Compiled, Floats, compiled, with_exponent
from tests.core.compiler.reference import PRECISION

INF, NAN = math.inf, math.nan


@cache
def general() -> Compiled:
    return compiled("power", width=1)


def power(x: float, y: float) -> float:
    return float(general()(np.array([x]), np.array([y]))[0])


def bases() -> Floats:
    random = np.random.default_rng(3)
    wide = np.exp2(random.uniform(-60, 60, 240)) * random.choice([-1.0, 1.0], 240)
    return np.concatenate([wide, random.uniform(-3.0, 3.0, 240)])


def worst_error(exponent: float, x: Floats) -> float:
    got = Compiled(with_exponent(exponent), 1, 16)(x)
    with mp.workprec(PRECISION):
        return max(
            float(abs(value - exact) / math.ulp(float(exact)))
            for value, exact in (
                (value, mp.power(base, exponent))
                for value, base in zip(got.tolist(), x.tolist(), strict=True)
            )
        )


@pytest.mark.parametrize("size", range(1, 17))
@pytest.mark.parametrize("sign", [1, -1])
def test_small_integer_exponents_are_right_to_the_last_digit(size: int, sign: int) -> None:
    bound = 1.5 if sign * size == 3 else 0.51
    assert worst_error(sign * size, bases()) <= bound


@pytest.mark.parametrize("size", [n + 0.5 for n in range(16)])
@pytest.mark.parametrize("sign", [1, -1])
def test_small_half_integer_exponents_are_right_to_the_last_digit(size: float, sign: int) -> None:
    assert worst_error(sign * size, abs(bases())) <= 0.51


@pytest.mark.parametrize("exponent", [4.0, 13.0, -5.0, 7.5, -2.5])
def test_multiplied_out_powers_keep_to_the_edges(exponent: float) -> None:
    x = np.resize([0.0, -0.0, INF, -INF, NAN, 1e-300, -1e-300, 1e300, -1e300, 1.0, -1.0], 16)
    got = Compiled(with_exponent(exponent), 1, 16)(x)
    expected = compiled("power")(x, np.full_like(x, exponent))
    if exponent % 1:
        # A square root of -∞ has no value, where C gives its power one.
        kept = x > -INF
        got, expected = got[kept], expected[kept]
    np.testing.assert_array_equal(got, expected)


def test_tiny_powers_lose_little_where_the_second_double_is_lost() -> None:
    x = 2.0 ** np.random.default_rng(5).uniform(-255.0, -240.0, 160)
    assert worst_error(4.0, x) <= 2.0


@pytest.mark.parametrize("exponent", [17.0, 1 / 3, -0.3, 2.0000001, math.pi, 33.5])
def test_other_constant_exponents_are_as_accurate_as_variable_ones(exponent: float) -> None:
    assert not is_multiplied_out(exponent)
    x = abs(bases()) ** 0.1
    got = Compiled(with_exponent(exponent), 1, 16)(x)
    assert np.array_equal(got, compiled("power")(x, np.full_like(x, exponent)))
    assert worst_error(exponent, x) <= 1.0


def test_the_power_zero_is_one_even_of_nan() -> None:
    x = np.resize([0.0, -0.0, INF, -INF, NAN, 3.0, -2.5], 16)
    assert np.array_equal(Compiled(with_exponent(0.0), 1, 16)(x), np.ones(16))
    assert np.array_equal(compiled("power")(x, np.zeros(16)), np.ones(16))


@given(
    x=st.floats(-100.0, 100.0).filter(lambda x: abs(x) > 1e-3),
    n=st.integers(-60, 60),
)
def test_a_negative_base_has_powers_at_integers(x: float, n: int) -> None:
    assert power(x, n) == pytest.approx(x**n, rel=1e-15)
    assert math.copysign(1.0, power(-abs(x), n)) == (-1.0) ** n


@given(x=st.floats(-1e300, -1e-300), y=st.floats(-40.0, 40.0).filter(lambda y: y != round(y)))
def test_a_negative_base_has_no_power_between_integers(x: float, y: float) -> None:
    assert math.isnan(power(x, y))


@given(x=st.floats(1e-300, 1e300), y=st.floats(-5.0, 5.0), step=st.floats(0.0, 1.0))
def test_powers_of_a_base_above_one_rise(x: float, y: float, step: float) -> None:
    lower, upper = power(max(x, 1 / x), y), power(max(x, 1 / x), y + step)
    assert lower <= upper * (1 + 1e-15)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (0.0, -1.5, INF),
        (-0.0, -3.0, -INF),
        (-0.0, 3.0, -0.0),
        (-1.0, INF, 1.0),
        (0.5, -INF, INF),
        (-INF, 3.0, -INF),
        (-INF, -2.0, 0.0),
        (1.0, NAN, 1.0),
        (-2.0, 2.0**53 + 2, INF),
        (1.0000000000000002, 2.0**70, INF),
        (0.9999999999999999, 2.0**70, 0.0),
        (2.0, -1074.0, 5e-324),
    ],
)
def test_keeps_to_the_standard_at_the_edges(x: float, y: float, expected: float) -> None:
    got = power(x, y)
    assert got == expected
    assert math.copysign(1.0, got) == math.copysign(1.0, expected)
