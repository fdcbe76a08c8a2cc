"""Sine, cosine and tangent.

The argument is reduced to r = |x| - k π/2 with |r| ≤ π/4 in a double and its
correction, where polynomials serve (Cody & Waite, 1980; Muller, "Elementary
Functions", chapters 9 and 11).
"""

from __future__ import annotations

from core.compiler.double_double import Pair, divide, fast_two_difference, fast_two_sum
from core.compiler.huge_angles import reduced_where_huge
from core.compiler.lanes import ROUNDER, Bits, Lanes, polynomial

TWO_OVER_PI = float.fromhex("0x1.45f306dc9c883p-1")

# π/2 in four parts; the first three have at most 33 bits, so that their products
# with k are exact while k < 2^20.
HALF_PI = (
    float.fromhex("0x1.921fb54400000p+0"),
    float.fromhex("0x1.0b4611a600000p-34"),
    float.fromhex("0x1.3198a2e000000p-69"),
    float.fromhex("0x1.b839a252049c1p-104"),
)

# (sin r - r) / r³ as a polynomial in r² on |r| ≤ π/4, interpolated at Chebyshev
# nodes; error of sin r below 2^-55 of its size.
SINE = (
    -0.16666666666666666,
    0.008333333333330946,
    -0.000198412698367542,
    2.7557316100283695e-06,
    -2.5051131372218632e-08,
    1.5918095236696272e-10,
)

# (cos r - 1 + r²/2) / r⁴ as a polynomial in r², likewise; error below 2^-60.
COSINE = (
    0.041666666666666664,
    -0.0013888888888887395,
    2.480158729876295e-05,
    -2.755731727031051e-07,
    2.087614597263508e-09,
    -1.138261111902563e-11,
)


def sin(x: Lanes) -> Lanes:
    """Return the sine."""
    quadrant, r = reduced(abs(x))
    sine = _from_quadrant(quadrant, *_sine_and_cosine(r))
    return (sine.bits() ^ x.sign()).as_double()


def cos(x: Lanes) -> Lanes:
    """Return the cosine, a quarter turn ahead of the sine."""
    quadrant, r = reduced(abs(x))
    return _from_quadrant(quadrant + 1, *_sine_and_cosine(r))


def sin_and_cos(x: Lanes) -> tuple[Lanes, Lanes]:
    """Return both, the same bits as one by one, for little more than one of them."""
    quadrant, r = reduced(abs(x))
    parts = _sine_and_cosine(r)
    sine = _from_quadrant(quadrant, *parts)
    return (sine.bits() ^ x.sign()).as_double(), _from_quadrant(quadrant + 1, *parts)


def tan(x: Lanes) -> Lanes:
    """Return the tangent, the quotient of sine and cosine carried in two doubles."""
    quadrant, r = reduced(abs(x))
    sine, cosine = fast_two_sum(*sine_sum(r)), fast_two_sum(*cosine_sum(r))
    even = (quadrant & 1).equals(0)
    rise = even.choose(sine[0], cosine[0]), even.choose(sine[1], cosine[1])
    run = even.choose(cosine[0], sine[0]), even.choose(cosine[1], sine[1])
    tangent = divide(rise, run)[0]
    # A quarter turn more makes it the negative reciprocal.
    return (tangent.bits() ^ ((quadrant & 1) << 63) ^ x.sign()).as_double()


def reduced(x: Lanes) -> tuple[Bits, Pair]:
    """Return k modulo 4 in the lowest bits, and r, with x = k π/2 + r."""
    rounded = x * TWO_OVER_PI + ROUNDER
    k = rounded - ROUNDER
    # Where k is not 0, x and k times the first part are multiples of 2^-53, and k times
    # the second of 2^-66, which are more than the last places of what is taken from them.
    high, first = fast_two_difference(x - k * HALF_PI[0], k * HALF_PI[1])
    high, second = fast_two_difference(high, k * HALF_PI[2])
    r = fast_two_sum(high, first + (second - k * HALF_PI[3]))
    return reduced_where_huge(x, rounded.bits(), r)


def _sine_and_cosine(r: Pair) -> tuple[Lanes, Lanes]:
    sine, cosine = sine_sum(r), cosine_sum(r)
    return sine[0] + sine[1], cosine[0] + cosine[1]


def sine_sum(r: Pair) -> Pair:
    """Return two numbers whose sum is the sine of r, the second small."""
    square = r[0] * r[0]
    bend = r[0] * square * polynomial(square, SINE)
    return r[0], bend + (r[1] - 0.5 * square * r[1])


def cosine_sum(r: Pair) -> Pair:
    """Return two numbers whose sum is the cosine of r, the second small."""
    square = r[0] * r[0]
    half_square = 0.5 * square
    high = 1.0 - half_square
    lost = (1.0 - high) - half_square
    return high, lost + (square * square * polynomial(square, COSINE) - r[0] * r[1])


def _from_quadrant(quadrant: Bits, sine: Lanes, cosine: Lanes) -> Lanes:
    """Return the sine of r turned by this many quarter turns."""
    chosen = (quadrant & 1).equals(0).choose(sine, cosine)
    return (chosen.bits() ^ ((quadrant & 2) << 62)).as_double()
