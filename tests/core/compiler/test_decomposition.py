"""Eigenvalues and eigenvectors as expressions, against the exact ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compiler.arrays import FloatArray, compile_function
from core.compiler.decomposition import eigenvalues, eigenvectors
from core.eigen import eigen
from core.tree import Symbol

ENTRIES = (Symbol("xx"), Symbol("xy"), Symbol("yy"))
LOWER, UPPER = eigenvectors(*ENTRIES)
FUNCTION = compile_function([*eigenvalues(*ENTRIES), *LOWER, *UPPER], ["xx", "xy", "yy"])
ROUNDINGS = 9
"""Half units in the last place of the largest entry that an eigenvalue may be off by: the
radius, at most √2 of that entry, carries 1 rounding of its legs and 3 of `hypot`, the mean
1, and their sum, at most 2.42 of it, 1 more. 400,000 random matrices were off by 5.3."""
NAMED = [(2.0, 0.0, 2.0), (0.0, 0.0, 0.0), (1.0, 0.0, 3.0), (3.0, 0.0, 1.0), (-1.0, 0.0, 1.0),
         (802.0, -400.0, 200.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0), (-5.0, 2.0, -5.0)]  # fmt: skip
entries = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


def decomposed(*matrix: float) -> FloatArray:
    return FUNCTION(*matrix, parameters=np.empty(0))


@pytest.mark.parametrize("matrix", NAMED)
def test_named_matrices(matrix: tuple[float, float, float]) -> None:
    check(matrix)


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e170, 1e300])
def test_matrices_whose_determinant_is_beyond_all_numbers(size: float) -> None:
    # 3 and 7 along (2, −1)/√5 and (1, 2)/√5.
    found = decomposed(*(entry * size for entry in (3.8, 1.6, 6.2)))
    np.testing.assert_allclose(found[:2], (3 * size, 7 * size), rtol=1e-15)


@given(st.tuples(entries, entries, entries))
def test_any_matrix(matrix: tuple[float, float, float]) -> None:
    check(matrix)


def check(matrix: tuple[float, float, float]) -> None:
    found = decomposed(*matrix)
    values, vectors = eigen(*matrix)
    size = max(map(abs, matrix))
    np.testing.assert_allclose(found[:2], values, rtol=0, atol=ROUNDINGS * 2.0**-53 * size)
    for vector in (found[2:4], found[4:]):
        assert abs(np.hypot(*vector) - 1) < 4e-16
        assert vector[0] > 0 or (vector[0] == 0 and vector[1] > 0)
    assert abs(found[2:4] @ found[4:]) < 4e-16
    expected = [coordinate for vector in vectors for coordinate in vector]
    if values[1] - values[0] > 1e-6 * size:
        np.testing.assert_allclose(abs(found[2:]), np.abs(expected), rtol=0, atol=1e-9)
