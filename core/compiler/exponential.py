"""The exponential function and what is made from it.

The argument is reduced to x = k ln 2 + r with |r| ≤ ln 2 / 2, where a polynomial
serves (Cody & Waite, "Software Manual for the Elementary Functions", 1980; Muller,
"Elementary Functions", chapter 11).
"""

from __future__ import annotations

from core.compiler.double_double import Pair, divide, fast_two_sum, two_sum
from core.compiler.lanes import ROUNDER, ROUNDER_BITS, Bits, Lanes, polynomial, rarely
from core.compiler.logarithm import INVERSE_LN2, LN2_HIGH, LN2_LOW, log_near_one

EXPONENTIAL_RANGE = (-747.0, 712.0)
"""Beyond, eˣ is 0 below half the smallest double, and ∞ even when halved."""

ORDINARY = 708.0
"""Up to it the power of a number and of its negative are normal doubles."""

# (e^r - 1 - r) / r² on |r| ≤ 0.3467, interpolated at Chebyshev nodes;
# error of e^r below 2^-61.
EXPONENTIAL = (
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.00833333333332612,
    0.0013888888888883737,
    0.00019841269874873975,
    2.480158732558584e-05,
    2.755725533255441e-06,
    2.7557273594799413e-07,
    2.510524515390137e-08,
    2.0914707069612355e-09,
)

# (sinh x - x) / x³ as a polynomial in x² on |x| ≤ 1, likewise; error below 2^-56.
HYPERBOLIC_SINE = (
    0.16666666666666666,
    0.008333333333333333,
    0.00019841269841269773,
    2.755731922404034e-06,
    2.505210836405804e-08,
    1.6059048396350562e-10,
    7.646625361656657e-13,
    2.8445264169895285e-15,
)


def reduced(x: Lanes) -> tuple[Bits, Pair]:
    """Return k and r with x = k ln 2 + r, where |x| < 2^20."""
    rounded = x * INVERSE_LN2[0] + ROUNDER
    k = rounded - ROUNDER
    upper = x - k * LN2_HIGH
    lower = k * LN2_LOW
    r = upper - lower
    return rounded.bits() - ROUNDER_BITS, (r, (upper - r) - lower)


def exponential_tail(r: Pair) -> Lanes:
    """Return e^r - 1 - r₀, what is left beside the high part r₀ of r."""
    return r[1] + (r[0] * r[0]) * polynomial(r[0], EXPONENTIAL)


def scaled(value: Lanes, k: Bits) -> Lanes:
    """Return value · 2^k for |k| ≤ 2044, rounded once, also where it is subnormal."""
    twice_biased = k + 2046
    half = twice_biased >> 1
    other_half = twice_biased - half
    return value * (half << 52).as_double() * (other_half << 52).as_double()


def exponential_of_pair(x: Pair) -> Lanes:
    """Return e^(x₀ + x₁), where x₁ is the small low part."""
    k, (r, r_low) = reduced(clamped(x[0], *EXPONENTIAL_RANGE))
    return _scaled_exponential(k, fast_two_sum(r, r_low + x[1]))


def clamped(x: Lanes, low: float, high: float) -> Lanes:
    """Return x no smaller and no larger than the bounds; NaN stays."""
    x = (x < low).choose(low, x)
    return (x > high).choose(high, x)


def exp(x: Lanes) -> Lanes:
    """Return eˣ, the quickest way: the low part of r is left out."""
    is_far = (~(abs(x) < ORDINARY)).anywhere()
    k, (r, _) = reduced(rarely(is_far, x, lambda: clamped(x, *EXPONENTIAL_RANGE)))
    power = 1.0 + (r + r * r * polynomial(r, EXPONENTIAL))
    shifted = (power.bits() + (k << 52)).as_double()
    return rarely(is_far, shifted, lambda: scaled(power, k))


def careful_exp(x: Lanes) -> Lanes:
    """Return eˣ for further use, right to three quarters of a unit in the last place."""
    return _scaled_exponential(*reduced(clamped(x, *EXPONENTIAL_RANGE)))


def sinh(x: Lanes) -> Lanes:
    """Return the hyperbolic sine, near 0 by a polynomial."""
    square = x * x
    near = x + x * square * polynomial(square, HYPERBOLIC_SINE)
    half = _half_exponential(abs(x))
    return (abs(x) < 1.0).choose(near, (half - 0.25 / half).with_sign_of(x))


def cosh(x: Lanes) -> Lanes:
    """Return the hyperbolic cosine."""
    half = _half_exponential(abs(x))
    return half + 0.25 / half


def tanh(x: Lanes) -> Lanes:
    """Return the hyperbolic tangent, (e^2x - 1) / (e^2x + 1) without cancellation."""
    grown = _exponential_minus_one(clamped(2.0 * abs(x), 0.0, 44.0))
    total, lost = two_sum(grown[0], x.like(2.0))
    return divide(grown, (total, lost + grown[1]))[0].with_sign_of(x)


def sigmoid(x: Lanes) -> Lanes:
    """Return 1 / (1 + e^-x), which overflows nowhere."""
    decay = careful_exp(-abs(x))
    numerator = (x >= 0.0).choose(1.0, decay)
    return divide((numerator, x.like(0.0)), fast_two_sum(x.like(1.0), decay))[0]


def softplus(x: Lanes) -> Lanes:
    """Return ln(1 + eˣ) as max(x, 0) + ln(1 + e^-|x|), which overflows nowhere."""
    above = (x < 0.0).choose(0.0, x)
    return above + log_near_one(careful_exp(-abs(x)))


def _half_exponential(x: Lanes) -> Lanes:
    k, r = reduced(clamped(x, *EXPONENTIAL_RANGE))
    return _scaled_exponential(k - 1, r)


def _scaled_exponential(k: Bits, r: Pair) -> Lanes:
    """Return 2^k e^r."""
    high, low = fast_two_sum(r[0].like(1.0), r[0])
    return scaled(high + (low + exponential_tail(r)), k)


def _exponential_minus_one(x: Lanes) -> Pair:
    """Return eˣ - 1 for 0 ≤ x ≤ 700: (2^k - 1) + 2^k (e^r - 1), the larger added exactly."""
    k, r = reduced(x)
    scale = ((k + 1023) << 52).as_double()
    high, low = fast_two_sum(scale - 1.0, scale * r[0])
    return fast_two_sum(high, low + scale * exponential_tail(r))
