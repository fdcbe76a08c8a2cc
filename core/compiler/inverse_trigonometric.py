"""Arc sine, arc cosine, arc tangent and the angle of a point.

Every argument is brought to where one polynomial serves: an arc tangent below
tan π/8 by subtracting π/4 or π/2 (the division carried in two doubles), an arc sine
below ½ through the half angle (Cody & Waite, "Software Manual for the Elementary
Functions", 1980).
"""

from __future__ import annotations

import math

from core.compiler.double_double import Pair, divide, fast_two_sum, two_product, two_sum
from core.compiler.lanes import Lanes, Truths, polynomial

QUARTER_PI = (float.fromhex("0x1.921fb54442d18p-1"), float.fromhex("0x1.1a62633145c07p-55"))
HALF_PI = (2.0 * QUARTER_PI[0], 2.0 * QUARTER_PI[1])
PI = (4.0 * QUARTER_PI[0], 4.0 * QUARTER_PI[1])
TAN_EIGHTH_PI = 0.41421356237309503

# (arctan z - z) / z³ as a polynomial in z² on z ≤ tan π/8, interpolated at Chebyshev
# nodes; error of arctan z below 2^-57 of its size.
ARC_TANGENT = (
    -0.3333333333333333,
    0.1999999999999549,
    -0.1428571428466014,
    0.11111111014741562,
    -0.09090904557214267,
    0.0769218270524632,
    -0.06664504610032648,
    0.05858089538610203,
    -0.05085139148706638,
    0.03922268882347632,
    -0.0191659065063043,
)

# (arcsin z - z) / z³ as a polynomial in z² on z ≤ ½, likewise; error below 2^-57.
ARC_SINE = (
    0.16666666666666669,
    0.07499999999998433,
    0.04464285714635543,
    0.030381944138531247,
    0.02237217294214989,
    0.017352392720869973,
    0.013971212973552933,
    0.011479177415184906,
    0.01032281435018578,
    0.005457506718640358,
    0.01740087944269402,
    -0.014851887071247204,
    0.028757851367421566,
)


def asin(x: Lanes) -> Lanes:
    """Return the arc sine, from -π/2 to π/2; NaN beyond ±1."""
    size = abs(x)
    high, low = _half_angle_sine(size)
    from_top = _difference(HALF_PI, (2.0 * high, 2.0 * low))
    return (size <= 0.5).choose(high + low, from_top).with_sign_of(x)


def acos(x: Lanes) -> Lanes:
    """Return the arc cosine, from 0 to π; NaN beyond ±1."""
    high, low = _half_angle_sine(abs(x))
    signed = (high.with_sign_of(x), (low.bits() ^ x.sign()).as_double())
    middle = _difference(HALF_PI, signed)
    doubled = (2.0 * high, 2.0 * low)
    near_one = (x > 0.0).choose(doubled[0] + doubled[1], _difference(PI, doubled))
    return (abs(x) <= 0.5).choose(middle, near_one)


def atan(x: Lanes) -> Lanes:
    """Return the arc tangent."""
    size = abs(x)
    # Beyond 2^60 the angle rounds to π/2, and an infinite one would become NaN.
    bounded = (size > 2.0**60).choose(2.0**60, size)
    high, low = _angle(bounded, x.like(1.0))
    return (high + low).with_sign_of(x)


def atan2(y: Lanes, x: Lanes) -> Lanes:
    """Return the angle of the point (x, y), from -π to π, with the signs of C's atan2."""
    rise, run = _scaled_sides(abs(y), abs(x))
    high, low = _angle(rise, run)
    # So flat a slope is its own angle, and too small for the correction of a quotient.
    ahead = (rise < 2.0**-900 * run).choose(rise / run, high + low)
    behind = _difference(PI, (high, low))
    is_behind = (x.bits() >> 63).equals(1)
    return is_behind.choose(behind, ahead).with_sign_of(y)


def _difference(a: tuple[float, float], b: Pair) -> Lanes:
    """Return a - b for a constant that is larger."""
    high, low = fast_two_sum(b[0].like(a[0]), -b[0])
    return high + (low + (a[1] - b[1]))


def _half_angle_sine(size: Lanes) -> Pair:
    """Return arcsin z as a sum, z being the size up to ½ and √((1 - size)/2) above."""
    small = size <= 0.5
    square = small.choose(size * size, 0.5 - 0.5 * size)
    root = square.sqrt()
    product, error = two_product(root, root)
    # A root is never below 2^-27 but at 0, where the addition prevents 0/0.
    root_low = ((square - product) - error) / (2.0 * root + 2.0**-900)
    z = small.choose(size, root)
    z_low = small.choose(0.0, root_low)
    return z, z_low + z * square * polynomial(square, ARC_SINE)


def _angle(rise: Lanes, run: Lanes) -> Pair:
    """Return arctan(rise / run) as a sum, for sides that are not negative."""
    steep, middle = rise > run / TAN_EIGHTH_PI, rise > run * TAN_EIGHTH_PI
    nothing = rise.like(0.0)
    turned = _chosen(middle, two_sum(rise, -run), (rise, nothing))
    beside = _chosen(middle, two_sum(rise, run), (run, nothing))
    z, z_low = divide(
        _chosen(steep, (-run, nothing), turned), _chosen(steep, (rise, nothing), beside)
    )
    square = z * z
    bend = (z_low - z_low * square) + z * square * polynomial(square, ARC_TANGENT)
    quarter = middle.choose(QUARTER_PI[0], nothing), middle.choose(QUARTER_PI[1], nothing)
    start = steep.choose(HALF_PI[0], quarter[0]), steep.choose(HALF_PI[1], quarter[1])
    high, low = fast_two_sum(start[0], z)
    return high, low + (start[1] + bend)


def _chosen(where: Truths, yes: Pair, no: Pair) -> Pair:
    return where.choose(yes[0], no[0]), where.choose(yes[1], no[1])


def _scaled_sides(rise: Lanes, run: Lanes) -> Pair:
    """Return sides of the same angle whose larger is near 1; the angle of (0, 0) is 0."""
    larger = (rise > run).choose(rise, run)
    exponent = larger.bits() & (0x7FF << 52)
    scale = (larger >= 2.0**1023).choose(2.0**-1022, ((2046 << 52) - exponent).as_double())
    infinite, origin = larger.equals(math.inf), larger.equals(0.0)

    def scaled(side: Lanes) -> Lanes:
        return infinite.choose(side.equals(math.inf).choose(1.0, 0.0 * side), side * scale)

    return scaled(rise), origin.choose(1.0, scaled(run))
