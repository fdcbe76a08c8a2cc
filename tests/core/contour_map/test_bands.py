"""Between which two levels samples lie."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.contour_map.bands import UNDEFINED, bands
from core.contour_map.vectors import LANES, padded

FloatArray = npt.NDArray[np.float64]


@given(
    values=arrays.arrays(np.float64, (2, LANES), elements=st.floats()),
    levels=st.lists(st.floats(allow_nan=False), max_size=5, unique=True),
)
def test_levels_below_each_sample_are_counted(values: FloatArray, levels: list[float]) -> None:
    ascending = np.array(sorted(levels), np.float64)
    expected = np.searchsorted(ascending, values, side="left")
    expected[np.isnan(values)] = UNDEFINED
    np.testing.assert_array_equal(bands(values, ascending), expected)


@given(st.integers(1, 200))
def test_a_row_has_room_for_a_vector_from_any_item_on(count: int) -> None:
    assert padded(count) % LANES == 0
    assert padded(count) >= count + LANES
