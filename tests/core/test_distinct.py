"""Distinct columns, against NumPy's own, and that nothing else has to wait."""

from __future__ import annotations

import threading
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.compiler.arrays import FloatArray
from core.distinct import distinct_columns

COLUMNS = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 3), st.integers(0, 30)),
    elements=st.sampled_from([0.0, 1.5, -2.0]),
)


@given(COLUMNS)
def test_they_are_those_that_numpy_finds(
    values: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    _, first, counts = np.unique(values, axis=1, return_index=True, return_counts=True)
    found, times = distinct_columns(values)
    np.testing.assert_array_equal(found, first)
    np.testing.assert_array_equal(times, counts)


def longest_wait_of_another_thread(values: FloatArray) -> float:
    """Return the longest time for which another thread stood still, in parts of the whole."""
    beats: list[float] = []
    is_done = threading.Event()

    def beat() -> None:
        while not is_done.wait(0.001):
            beats.append(time.perf_counter())

    other = threading.Thread(target=beat)
    other.start()
    begin = time.perf_counter()
    distinct_columns(values)
    end = time.perf_counter()
    is_done.set()
    other.join()
    moments = [begin, *(moment for moment in beats if begin < moment < end), end]
    return float(np.diff(moments).max()) / (end - begin)


def test_other_threads_go_on_meanwhile() -> None:
    """Under the interpreter's lock they would wait for nearly all of the time."""
    values = np.floor(np.random.default_rng(0).uniform(0, 300, (2, 400_000)))
    # A busy machine may hold any thread up, but hardly three times.
    assert min(longest_wait_of_another_thread(values) for _ in range(3)) < 0.5
