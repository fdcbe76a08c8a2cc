"""Logarithms: x = 2^k m with m near 1, and ln m by the series of artanh.

With f = m - 1 and s = f / (2 + f), ln m = 2 artanh s = f - s (f - R), where
R = (2 artanh s - 2s) / s is a polynomial in s² (Cody & Waite, 1980; Muller,
"Elementary Functions", chapter 11).
"""

from __future__ import annotations

import math

from core.compiler.double_double import Pair, fast_two_sum, multiply
from core.compiler.lanes import Lanes, polynomial

ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
ONE_BITS = 0x3FF0000000000000
TWO_TO_52_BITS = 0x4330000000000000
SIGNIFICAND = 2**52 - 1
LN2_HIGH = float.fromhex("0x1.62e42fefa3800p-1")  # 42 bits: its product with k is exact
LN2_LOW = float.fromhex("0x1.ef35793c76730p-45")
INVERSE_LN2 = (float.fromhex("0x1.71547652b82fep+0"), float.fromhex("0x1.777d0ffda0d24p-56"))
INVERSE_LN10 = (float.fromhex("0x1.bcb7b1526e50ep-2"), float.fromhex("0x1.95355baaafad3p-57"))

# (2 artanh s - 2s) / s³ as a polynomial in s² on s² ≤ 0.02945, interpolated at
# Chebyshev nodes; error of ln m below 2^-57.
ARTANH = (
    0.666666666666667,
    0.3999999999989924,
    0.2857142862609589,
    0.2222221111514416,
    0.18182890556695602,
    0.1533167403016786,
    0.1461703754879165,
)


def decomposed(x: Lanes) -> tuple[Lanes, Lanes]:
    """Return k and m with x = 2^k m and √½ ≤ m < √2, for finite x > 0."""
    subnormal = x < 2.0**-1022
    bits = subnormal.choose(x * 2.0**54, x).bits()
    raised = bits + (ONE_BITS - ROOT_HALF_BITS)
    m = ((raised & SIGNIFICAND) + ROOT_HALF_BITS).as_double()
    # The biased exponent, placed in the significand of 2^52, is an integer above it.
    biased = ((raised >> 52) | TWO_TO_52_BITS).as_double()
    bias = subnormal.choose(2.0**52 + 1077.0, x.like(2.0**52 + 1023.0))
    return biased - bias, m


def log_sum(x: Lanes) -> Pair:
    """Return two numbers whose sum is ln x, the second small, for finite x > 0."""
    k, m = decomposed(x)
    f = m - 1.0
    s = f / (2.0 + f)
    square = s * s
    correction = s * (f - square * polynomial(square, ARTANH))
    high, low = fast_two_sum(k * LN2_HIGH, f)
    return high, low - (correction - k * LN2_LOW)


def log_near_one(x: Lanes) -> Lanes:
    """Return ln(1 + x) for 0 ≤ x ≤ 1, with what 1 + x loses to rounding put back."""
    above_one = 1.0 + x
    lost = x - (above_one - 1.0)
    high, low = log_sum(above_one)
    return high + (low + lost / above_one)


def log(x: Lanes) -> Lanes:
    """Return the natural logarithm."""
    high, low = log_sum(x)
    return _with_edges(high + low, x)


def log2(x: Lanes) -> Lanes:
    """Return the logarithm to base 2."""
    return _scaled_log(x, INVERSE_LN2)


def log10(x: Lanes) -> Lanes:
    """Return the logarithm to base 10."""
    return _scaled_log(x, INVERSE_LN10)


def _scaled_log(x: Lanes, factor: tuple[float, float]) -> Lanes:
    natural = fast_two_sum(*log_sum(x))
    return _with_edges(multiply(natural, (x.like(factor[0]), x.like(factor[1])))[0], x)


def _with_edges(logarithm: Lanes, x: Lanes) -> Lanes:
    """Return the logarithm, with -∞ at zero, ∞ at ∞ and NaN below zero."""
    logarithm = (x < math.inf).choose(logarithm, x)
    below = x.equals(0.0).choose(-math.inf, x.like(math.nan))
    return (x > 0.0).choose(logarithm, below)
