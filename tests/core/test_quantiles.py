"""Quantiles that are values themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.quantiles import quantile

VALUES = st.lists(st.floats(allow_nan=False), min_size=1, max_size=30)


@given(VALUES, st.floats(0, 1))
def test_a_quantile_is_the_least_value_that_so_many_are_at_most(
    values: list[float], share: float
) -> None:
    found = float(quantile(np.array(values), share))
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    if found > min(values):
        assert sum(value < found for value in values) < share * len(values)


def test_quantiles_go_along_the_last_axis_and_leave_the_values_alone() -> None:
    values = np.array([[3.0, np.inf, 1.0, 2.0], [4.0, np.inf, np.inf, 4.0]])
    kept = values.copy()
    assert quantile(values, 0.5).tolist() == [2.0, 4.0]
    assert quantile(values, 0.75).tolist() == [3.0, np.inf]
    np.testing.assert_array_equal(values, kept)
