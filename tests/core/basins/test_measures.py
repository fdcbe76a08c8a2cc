"""Shares, entropies and boundaries of pictures that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.basins.measures import BOX, FRACTAL, measures

Picture = npt.NDArray[np.int16]

PICTURES = arrays.arrays(
    np.int16, st.tuples(st.integers(1, 23), st.integers(1, 23)), elements=st.integers(-5, 3)
)


def picture(*rows: str) -> Picture:
    return np.array([[ord(letter) for letter in row] for row in rows], np.int16)


def slow_entropies(fates: Picture) -> list[float]:
    """Return the entropy of each whole box, one after the other."""
    found = []
    for row in range(0, fates.shape[0] - BOX + 1, BOX):
        for column in range(0, fates.shape[1] - BOX + 1, BOX):
            box = fates[row : row + BOX, column : column + BOX].ravel().tolist()
            shares = [box.count(fate) / len(box) for fate in set(box)]
            found.append(-sum(share * math.log(share) for share in shares))
    return found


@given(PICTURES)
def test_entropies_are_means_over_boxes(fates: Picture) -> None:
    numbers, expected = measures(fates), slow_entropies(fates)
    if not expected:
        assert math.isnan(numbers.entropy)
        return
    assert numbers.entropy == pytest.approx(sum(expected) / len(expected), abs=1e-12)
    mixed = [entropy for entropy in expected if entropy > 1e-9]
    if mixed:
        assert numbers.boundary_entropy == pytest.approx(sum(mixed) / len(mixed))
    else:
        assert math.isnan(numbers.boundary_entropy)


@given(PICTURES)
def test_boundary_pixels_have_a_neighbour_of_another_fate(fates: Picture) -> None:
    rows, columns = fates.shape
    count = 0
    for row in range(rows):
        for column in range(columns):
            beside = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            inside = [at for at in beside if 0 <= at[0] < rows and 0 <= at[1] < columns]
            count += any(fates[at] != fates[row, column] for at in inside)
    assert measures(fates).boundary_share == pytest.approx(count / fates.size)


@given(PICTURES)
def test_shares_add_up_to_one(fates: Picture) -> None:
    shares = measures(fates).shares
    assert sum(shares.values()) == pytest.approx(1.0)
    for fate, share in shares.items():
        assert share == pytest.approx((fates == fate).mean())


def test_two_equal_halves_of_every_box_have_the_entropy_of_a_coin() -> None:
    """With as many columns of either kind in all boxes together, each box holds 2 or 3."""
    numbers = measures(picture(*["ababababab"] * 10))
    of_box = -(0.4 * math.log(0.4) + 0.6 * math.log(0.6))
    assert numbers.entropy == numbers.boundary_entropy == pytest.approx(of_box)
    assert numbers.entropy < FRACTAL
    assert numbers.boundary_share == 1.0


def test_three_colours_mixed_finely_prove_a_fractal_boundary() -> None:
    fates = np.random.default_rng(0).integers(0, 3, (100, 100)).astype(np.int16)
    assert measures(fates).boundary_entropy > FRACTAL


def test_one_basin_has_no_boundary() -> None:
    numbers = measures(np.zeros((20, 20), np.int16))
    assert numbers.shares == {0: 1.0}
    assert numbers.entropy == numbers.boundary_share == 0.0
    assert math.isnan(numbers.boundary_entropy)
