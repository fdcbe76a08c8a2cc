"""The closed 2×2 decomposition against exact arithmetic and its own definition."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.eigen import eigen
from core.spectrum import spectrum

entries = st.floats(min_value=-1e150, max_value=1e150).filter(lambda v: v == 0 or abs(v) > 1e-100)


@given(entries, entries, entries)
def test_eigenvalues_have_the_last_digits_right(xx: float, xy: float, yy: float) -> None:
    with mpmath.workdps(1000):
        half, mean = (mpmath.mpf(xx) - yy) / 2, (mpmath.mpf(xx) + yy) / 2
        radius = mpmath.sqrt(half**2 + mpmath.mpf(xy) ** 2)
        expected = [float(mean - radius), float(mean + radius)]
    np.testing.assert_allclose(eigen(xx, xy, yy)[0], expected, rtol=1e-14, atol=0)


@given(entries, entries, entries)
def test_eigenvectors_are_orthonormal_and_reproduce_the_matrix(
    xx: float, xy: float, yy: float
) -> None:
    values, (first, second) = eigen(xx, xy, yy)
    assert first[0] * second[0] + first[1] * second[1] == pytest.approx(0, abs=1e-15)
    assert math.hypot(*first) == pytest.approx(1, rel=1e-15)
    size = max(map(abs, (xx, xy, yy)))
    for value, (x, y) in zip(values, (first, second), strict=True):
        assert xx * x + xy * y == pytest.approx(value * x, rel=0, abs=1e-14 * size)
        assert xy * x + yy * y == pytest.approx(value * y, rel=0, abs=1e-14 * size)
        assert x > 0 or (x == 0 and y > 0)


@given(entries, entries, entries)
@example(-0.0, 1.0, -0.0)
@example(9.999999999999998e149, 0.0, 1e150)
def test_many_matrices_at_once_agree_with_one(xx: float, xy: float, yy: float) -> None:
    values, _ = eigen(xx, xy, yy)
    many = spectrum(np.array([[xx], [xy], [yy]]))
    size = max(map(abs, (xx, xy, yy)))
    np.testing.assert_allclose(np.sort(many.values[:, 0]), values, rtol=0, atol=1e-15 * size)
    assert many.weak[0] <= many.strong[0]
    for value, vector in zip(many.values[:, 0], many.vectors[:, :, 0], strict=True):
        residual = np.array([[xx, xy], [xy, yy]]) @ vector - value * vector
        assert np.abs(residual).max() <= 1e-14 * size


def test_extremes_neither_overflow_nor_warn() -> None:
    assert eigen(1e308, 1e308, 1e308)[0] == (0.0, math.inf)
    assert eigen(5e-324, 0.0, -5e-324)[0] == (-5e-324, 5e-324)
    assert eigen(1.0, 5e-324, 1.0) == ((1.0, 1.0), ((1.0, 0.0), (0.0, 1.0)))
    assert eigen(1.0, 1e-9, 1e-18)[0][0] == pytest.approx(0.0, abs=1e-33)
    assert all(map(math.isnan, eigen(math.nan, 0.0, 1.0)[0]))
    assert all(map(math.isnan, eigen(math.inf, 0.0, 1.0)[0]))
