"""Rows of runs, dealt to the record of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compiler.dealing import DEALT, deal_kernel

FIELDS = 5


@pytest.mark.parametrize("width", [1, 4, 16])
@given(data=st.data())
def test_each_run_gets_its_numbers_and_nothing_else_is_written(
    width: int, data: st.DataObject
) -> None:
    runs = data.draw(st.sampled_from([width, 1, max(1, width // 2)]))
    count = data.draw(st.integers(1, DEALT))
    vectors = data.draw(st.integers(1, 3))
    rows = np.random.default_rng(count).normal(size=(DEALT, vectors, FIELDS, width))
    record = np.zeros((FIELDS, runs + 2, DEALT + 3))
    inner = record[:, 1 : runs + 1, 2 : 2 + count]
    deal_kernel(FIELDS, width).call(
        rows[:, -1].ctypes.data,
        rows.strides[0] // 8,
        inner.ctypes.data,
        record.strides[1] // 8,
        record.strides[0] // 8,
        runs,
        count,
    )
    dealt = rows[:count, -1, :, :runs].transpose(1, 2, 0)
    np.testing.assert_array_equal(inner, dealt)
    inner[:] = 0
    assert not record.any()
