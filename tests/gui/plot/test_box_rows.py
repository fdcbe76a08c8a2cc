"""What a box plot is made of: quantiles that may be infinite, and the marks of its axis."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plot.box_rows import FEW, SHARES, marks, spread, value_range

COUNTS = st.lists(
    st.one_of(st.integers(0, 100_000).map(float), st.just(math.inf)), min_size=1, max_size=80
)


@given(COUNTS)
def test_so_many_runs_have_arrived_by_each_number(counts: list[float]) -> None:
    values = np.array(counts)
    found = spread(values)
    for share, place in zip(SHARES, found.places, strict=True):
        assert (values <= place).mean() >= share
        assert (values < place).mean() < share
    assert found.never == np.isinf(values).mean()


@given(COUNTS)
def test_few_runs_are_kept_and_many_are_not(counts: list[float]) -> None:
    found = spread(np.array(counts))
    assert found.runs == (tuple(sorted(counts)) if len(counts) <= FEW else ())


@given(COUNTS, st.integers(1, 5), st.integers(0, 3))
def test_a_multiple_is_spread_as_its_numbers_are(
    counts: list[float], factor: int, offset: int
) -> None:
    values = np.array(counts)
    assert spread(values).scaled(factor, offset) == spread(values * factor + offset)


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_the_axis_has_a_place_for_every_number(rows: list[list[float]]) -> None:
    spreads = [spread(np.array(counts)) for counts in rows]
    low, high = value_range(spreads)
    assert 1 <= low < high
    for row in spreads:
        for value in filter(math.isfinite, row.places):
            assert low <= max(value, 1.0) <= high


@given(st.floats(1, 1e5), st.floats(2.5, 1e5))
def test_an_axis_has_numbers_to_read(low: float, ratio: float) -> None:
    found = marks(low, low * ratio)
    assert found == sorted(found)
    assert all(low <= value <= low * ratio for value in found)
    assert len(found) >= 2


@pytest.mark.parametrize(
    ("ends", "numbers"),
    [
        ((1.0, 1000.0), [1.0, 10.0, 100.0, 1000.0]),
        ((3.0, 60.0), [5.0, 10.0, 20.0, 50.0]),
        ((22.0, 92.0), [30.0, 40.0, 50.0, 70.0]),
    ],
)
def test_an_axis_has_as_many_numbers_as_it_needs(
    ends: tuple[float, float], numbers: list[float]
) -> None:
    assert marks(*ends) == pytest.approx(numbers)
