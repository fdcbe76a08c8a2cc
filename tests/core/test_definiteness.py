"""Signs of eigenvalues proved from bounds on a matrix."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.definiteness import proved_signs
from core.eigen import eigen

ENTRIES = st.floats(-1e3, 1e3) | st.floats(-1e300, 1e300) | st.integers(-3, 3).map(float)


def signs_of(xx: Fraction, xy: Fraction, yy: Fraction) -> tuple[int, int]:
    """Return the signs of both roots of λ² − (xx + yy) λ + determinant, exactly."""
    determinant, trace = xx * yy - xy * xy, xx + yy
    if determinant < 0:
        return -1, 1
    sign = (trace > 0) - (trace < 0)
    if determinant > 0:
        return sign, sign
    return min(sign, 0), max(sign, 0)


@given(
    st.tuples(ENTRIES, ENTRIES, ENTRIES),
    st.tuples(ENTRIES, ENTRIES, ENTRIES),
    st.tuples(*[st.fractions(0, 1)] * 3),
)
def test_a_proved_sign_holds_for_every_matrix_within(
    one: tuple[float, float, float],
    other: tuple[float, float, float],
    parts: tuple[Fraction, Fraction, Fraction],
) -> None:
    lower, upper = map(min, one, other), map(max, one, other)
    bounds = list(zip(lower, upper, strict=True))
    proved = proved_signs([low for low, _ in bounds], [high for _, high in bounds])
    inside = (
        Fraction(low) + part * (Fraction(high) - Fraction(low))
        for (low, high), part in zip(bounds, parts, strict=True)
    )
    true = signs_of(*inside)
    for claim, sign in zip(proved, true, strict=True):
        assert claim in (0, sign)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_a_matrix_known_exactly_has_exact_signs(xx: float, xy: float, yy: float) -> None:
    entries = (xx, xy, yy)
    true = signs_of(*map(Fraction, entries))
    assert proved_signs(entries, entries) == true


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_the_eigenvalues_agree_where_they_are_large(xx: float, xy: float, yy: float) -> None:
    values, _ = eigen(xx, xy, yy)
    size = max(map(abs, (xx, xy, yy)))
    for claim, value in zip(proved_signs((xx, xy, yy), (xx, xy, yy)), values, strict=True):
        if abs(value) > 1e-9 * size > 0:
            assert claim == math.copysign(1, value)


@pytest.mark.parametrize(
    ("lower", "upper", "signs"),
    [
        ((2e12, 0, 2), (2e12, 0, 2), (1, 1)),
        ((2e-300, 0, 2e-310), (2e-300, 0, 2e-310), (1, 1)),
        ((-1e300, 0, 1e-300), (-1e300, 0, 1e-300), (-1, 1)),
        ((2, 0, 0), (2, 0, 0), (0, 1)),
        ((2, 0, -1e-9), (2, 0, 1e-9), (0, 1)),
        ((-2, 0, -1e-9), (-2, 0, 1e-9), (-1, 0)),
        ((-1, 0, -1), (1, 0, 1), (0, 0)),
        ((0, 1, 0), (0, 1, 0), (-1, 1)),
        ((1, 0, 1), (1, 0, math.inf), (0, 0)),
        ((math.nan, 0, 1), (math.nan, 0, 1), (0, 0)),
    ],
)
def test_signs(
    lower: tuple[float, float, float], upper: tuple[float, float, float], signs: tuple[int, int]
) -> None:
    assert proved_signs(lower, upper) == signs
