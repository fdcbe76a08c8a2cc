"""Powers: small constant exponents multiplied out, all others through a logarithm.

|x|^y = e^(y ln |x|), where the logarithm and its product with y are carried in two
doubles, because the exponential magnifies their absolute error up to 709-fold
(Muller, "Elementary Functions", chapter 11).
"""

from __future__ import annotations

import math

from core.compiler.double_double import Pair, add, divide, fast_two_sum, multiply, two_sum
from core.compiler.exponential import clamped, exponential_of_pair
from core.compiler.lanes import Lanes, Truths, constant_value, polynomial
from core.compiler.logarithm import LN2_HIGH, LN2_LOW, decomposed

LARGEST_MULTIPLIED_OUT = 16

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
    squaring, with an error of at most about n/2 + 1 units in the last place; any
    other is right to 2. A negative x has powers at integers alone, and every number,
    NaN too, has the power 0, which is 1.
    """
    exponent = constant_value(y.value)
    if exponent is not None and is_multiplied_out(exponent):
        return _multiplied_out(x, exponent)
    return _general_power(x, y)


def _multiplied_out(x: Lanes, exponent: float) -> Lanes:
    whole, half = divmod(abs(exponent), 1.0)
    factors = [_integer_power(x, int(whole))] if whole else []
    if half:
        factors.append(x.sqrt())
    if not factors:
        return x.like(1.0)
    product = factors[0] if len(factors) == 1 else factors[0] * factors[1]
    return 1.0 / product if exponent < 0.0 else product


def _integer_power(x: Lanes, n: int) -> Lanes:
    """Return x^n for n ≥ 1 by repeated squaring."""
    if n == 1:
        return x
    root = _integer_power(x, n // 2)
    square = root * root
    return square * x if n % 2 else square


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
