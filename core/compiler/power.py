"""Powers: small constant exponents multiplied out, all others through a logarithm.

|x|^y = e^(y ln |x|), where the logarithm and its product with y are carried in two
doubles, because the exponential magnifies their absolute error up to 709-fold
(Muller, "Elementary Functions", chapter 11).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from core.compiler.double_double import (
    Pair,
    add,
    divide,
    fast_two_sum,
    multiply,
    two_product,
    two_sum,
)
from core.compiler.exponential import clamped, exponential_of_pair
from core.compiler.lanes import Lanes, Truths, constant_value, polynomial
from core.compiler.logarithm import LN2_HIGH, LN2_LOW, decomposed

LARGEST_MULTIPLIED_OUT = 16

PLAIN = frozenset({1.0, 2.0, 3.0, 0.5, -1.0})
"""Exponents whose plain products err by little; all others are multiplied in two doubles."""

SMALLEST_IN_PAIRS = 2.0**-960
"""Below it the second double would be lost to underflow."""

Factor = TypeVar("Factor", Lanes, Pair)

TWO_THIRDS = (2.0 / 3.0, float.fromhex("0x1.5555555555555p-55"))

# (2 artanh s - 2s - 2s³/3) / s⁵ as a polynomial in s² on s² ≤ 0.02945, interpolated
# at Chebyshev nodes; error of ln m below 2^-66.
ARTANH_BEYOND_CUBE = (
    0.4,
    0.28571428571428564,
    0.22222222222228444,
    0.18181818179652515,
    0.1538461576181261,
    0.13333296483973292,
    0.11766815303406082,
    0.10456278375778207,
    0.10762867423643212,
)


def is_multiplied_out(exponent: float | None) -> bool:
    """Tell whether a constant exponent needs no logarithm: n or n + ½ up to 16 in size."""
    return (
        exponent is not None
        and abs(exponent) <= LARGEST_MULTIPLIED_OUT
        and (2.0 * exponent).is_integer()
    )


def power(x: Lanes, y: Lanes) -> Lanes:
    """Return x to the power y.

    A constant exponent n or n + ½ up to 16 in size is multiplied out by repeated
    squaring. A negative x has powers at integers alone, and every number, NaN too,
    has the power 0, which is 1.
    """
    exponent = constant_value(y.value)
    if exponent is not None and is_multiplied_out(exponent):
        return _multiplied_out(x, exponent)
    return _general_power(x, y)


def _multiplied_out(x: Lanes, exponent: float) -> Lanes:
    if exponent == 0.0:
        return x.like(1.0)
    plain = _product(x, _root, exponent, lambda a, b: a * b)
    plain = 1.0 / plain if exponent < 0.0 else plain
    if exponent in PLAIN:
        return plain
    one = (x.like(1.0), x.like(0.0))
    pair = _product((x, x.like(0.0)), _root_of_pair, exponent, multiply)
    high, _ = divide(one, pair) if exponent < 0.0 else pair
    is_ordinary = (abs(plain) > SMALLEST_IN_PAIRS) & (abs(high) < math.inf)
    return is_ordinary.choose(high, plain)


def _product(
    x: Factor,
    root: Callable[[Factor], Factor],
    exponent: float,
    times: Callable[[Factor, Factor], Factor],
) -> Factor:
    """Return x to the size of the exponent, which is n or n + ½ and not 0."""
    whole, half = divmod(abs(exponent), 1.0)
    if not whole:
        return root(x)
    power = _integer_power(x, int(whole), times)
    return times(power, root(x)) if half else power


def _integer_power(x: Factor, n: int, times: Callable[[Factor, Factor], Factor]) -> Factor:
    """Return x^n for n ≥ 1 by repeated squaring."""
    if n == 1:
        return x
    root = _integer_power(x, n // 2, times)
    square = times(root, root)
    return times(square, x) if n % 2 else square


def _root(x: Lanes) -> Lanes:
    # The power of -0 is 0, where its square root is -0.
    return (x + 0.0).sqrt()


def _root_of_pair(x: Pair) -> Pair:
    """Return the square root of a single double in two."""
    root = _root(x[0])
    square, error = two_product(root, root)
    return root, ((x[0] - square) - error) / (2.0 * root)


def _general_power(x: Lanes, y: Lanes) -> Lanes:
    size = abs(x)
    # Beyond 2^66 every power but those of 1 overflows or vanishes.
    exponent = clamped(y, -(2.0**66), 2.0**66)
    high, low = multiply(_log_pair(size), (exponent, x.like(0.0)))
    low = (abs(high) < 800.0).choose(low, x.like(0.0))
    result = exponential_of_pair((high, low))
    result = _with_edges(result, size, y)
    result = _with_sign(result, x, y)
    return (y.equals(0.0) | x.equals(1.0)).choose(1.0, result)


def _log_pair(x: Lanes) -> Pair:
    """Return ln x to about 2^-66 of its size for finite x > 0."""
    k, m = decomposed(x)
    zero = x.like(0.0)
    s = divide((m - 1.0, zero), two_sum(m, x.like(1.0)))
    square = multiply(s, s)
    beyond = square[0] * polynomial(square[0], ARTANH_BEYOND_CUBE)
    series = fast_two_sum(x.like(TWO_THIRDS[0]), beyond)
    series = (series[0], series[1] + TWO_THIRDS[1])
    cube = multiply(multiply(square, series), s)
    log_m = add((2.0 * s[0], 2.0 * s[1]), cube)
    return add((k * LN2_HIGH, k * LN2_LOW), log_m)


def _with_edges(result: Lanes, size: Lanes, y: Lanes) -> Lanes:
    """Return the powers of 0, of ∞ and of NaN, whose logarithms are not finite."""
    vanishing, growing = size.equals(0.0), size.equals(math.inf)
    rising, falling = y > 0.0, y < 0.0
    result = ((vanishing & rising) | (growing & falling)).choose(0.0, result)
    result = ((vanishing & falling) | (growing & rising)).choose(math.inf, result)
    return size.is_nan().choose(math.nan, result)


def _with_sign(result: Lanes, x: Lanes, y: Lanes) -> Lanes:
    """Return the power of x from that of |x|."""
    odd = _is_integer(y) & _is_fraction(0.5 * y)
    flip = odd.choose(x, x.like(0.0)).sign()
    signed = (result.bits() ^ flip).as_double()
    undefined = (x < 0.0) & (x > -math.inf) & _is_fraction(y)
    return undefined.choose(math.nan, signed)


def _is_integer(y: Lanes) -> Truths:
    return (abs(y) >= 2.0**52) | _rounded(y).equals(abs(y))


def _is_fraction(y: Lanes) -> Truths:
    rounded = _rounded(y)
    return (abs(y) < 2.0**52) & ((rounded < abs(y)) | (rounded > abs(y)))


def _rounded(y: Lanes) -> Lanes:
    """Return |y| rounded to an integer, where it is below 2^52."""
    return (abs(y) + 2.0**52) - 2.0**52
