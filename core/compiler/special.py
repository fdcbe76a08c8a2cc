"""The error function, the cube root and the hypotenuse."""

from __future__ import annotations

import math

from core.compiler.double_double import split
from core.compiler.exponential import exp
from core.compiler.lanes import ROUNDER, ROUNDER_BITS, Lanes, polynomial
from core.compiler.logarithm import decomposed

# erf(x) / x - 1 as a polynomial in x² on |x| ≤ 1, interpolated at Chebyshev nodes;
# error below 2^-55.
ERROR_FUNCTION = (
    0.1283791670955126,
    -0.3761263890318375,
    0.11283791670954879,
    -0.026866170645076792,
    0.0052239776248180145,
    -0.000854832698083379,
    0.0001205533111164271,
    -1.4925595266831182e-05,
    1.6461000484121368e-06,
    -1.6350312701054695e-07,
    1.4659775274047436e-08,
    -1.1372848856791674e-09,
    5.957176147748911e-11,
)

# erfc(x) e^(x²) as a polynomial in (x - 3) / (x + 3) on 1 ≤ x ≤ 6, likewise; error of
# erf(x) below 2^-57.
COMPLEMENT = (
    0.17900115118138996,
    -0.32623356004303716,
    0.24560380171233195,
    -0.15011593650078744,
    0.07166583719774874,
    -0.024392499318273194,
    0.004269136347508256,
    0.0007077464443901538,
    -0.0005970623517093284,
    4.525472635483354e-05,
    6.406182073530546e-05,
    -1.284889451252353e-05,
    -8.008021319412685e-06,
    2.023603179641757e-06,
    1.2801900862962662e-06,
)

# ∛m on 0.35 ≤ m ≤ 2.83, likewise; error below 2^-9 of its size.
CUBE_ROOT = (
    0.4301729059303808,
    0.9777849842149122,
    -0.634385757000492,
    0.292057930355164,
    -0.07225849165806862,
    0.007235708279356266,
)


def erf(x: Lanes) -> Lanes:
    """Return the error function, away from 0 as one minus its complement."""
    size = abs(x)
    square = size * size
    near = size + size * polynomial(square, ERROR_FUNCTION)
    # From 6 on the complement is below half a unit in the last place of 1.
    bounded = (size > 6.0).choose(6.0, size)
    transformed = (bounded - 3.0) / (bounded + 3.0)
    complement = exp(-(bounded * bounded)) * polynomial(transformed, COMPLEMENT)
    return (size < 1.0).choose(near, 1.0 - complement).with_sign_of(x)


def cbrt(x: Lanes) -> Lanes:
    """Return the cube root, by two of Halley's steps, the last in more precision."""
    size = abs(x)
    k, m = decomposed(size)
    third = (k * (1.0 / 3.0) + ROUNDER) - ROUNDER
    m = m * _two_to_the(k - 3.0 * third)
    guess = polynomial(m, CUBE_ROOT)
    cube = guess * guess * guess
    guess = guess * ((cube + 2.0 * m) / (2.0 * cube + m))
    # With 26 bits the cube of the guess can be had exactly, in two parts.
    guess, _ = split(guess)
    square, square_low = split(guess * guess)
    missing = (m - square * guess) - square_low * guess
    root = guess + guess * (missing / (2.0 * (guess * guess * guess) + m))
    root = root * _two_to_the(third)
    return ((size > 0.0) & (size < math.inf)).choose(root.with_sign_of(x), x)


def hypot(x: Lanes, y: Lanes) -> Lanes:
    """Return √(x² + y²), scaled so that no square overflows or vanishes."""
    larger = (abs(x) > abs(y)).choose(abs(x), abs(y))
    large, small = larger > 2.0**500, larger < 2.0**-400
    scale = large.choose(2.0**-600, small.choose(2.0**600, x.like(1.0)))
    unscale = large.choose(2.0**600, small.choose(2.0**-600, x.like(1.0)))
    a, b = x * scale, y * scale
    root = (a * a + b * b).sqrt() * unscale
    return (abs(x).equals(math.inf) | abs(y).equals(math.inf)).choose(math.inf, root)


def _two_to_the(k: Lanes) -> Lanes:
    """Return 2^k for an integer |k| ≤ 1022."""
    return (((k + ROUNDER).bits() - (ROUNDER_BITS - 1023)) << 52).as_double()
