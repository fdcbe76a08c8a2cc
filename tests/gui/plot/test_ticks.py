from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gui.plot.ticks import ticks


def texts(low: float, high: float, target: int) -> list[str]:
    return [tick.text for tick in ticks(low, high, target)]


def test_whole_numbers_with_a_real_minus() -> None:
    assert texts(-5, 5, 5) == ["−4", "−2", "0", "2", "4"]


def test_digits_follow_the_step() -> None:
    assert texts(0.09, 0.36, 6) == ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]


def test_far_zoomed_in_numbers_stay_distinct() -> None:
    found = texts(3.0, 3.0000001, 4)
    assert found[0] == "3.00000000"
    assert len(set(found)) == len(found) > 2


def test_small_and_large_numbers_have_powers() -> None:
    assert texts(0, 4e-8, 4) == ["0", "1·10⁻⁸", "2·10⁻⁸", "3·10⁻⁸", "4·10⁻⁸"]
    assert texts(-1e9, 1e9, 2) == ["−1·10⁹", "0", "1·10⁹"]


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(1, 20))
def test_ticks_are_inside_even_and_told_apart(low: float, extent: float, target: int) -> None:
    assume(extent > 1e-7 * abs(low))
    high = low + extent
    found = ticks(low, high, target)
    assert len(found) <= target + 1
    assert len({tick.text for tick in found}) == len(found)
    for tick in found:
        assert low - 1e-6 * extent <= tick.value <= high + 1e-6 * extent
    gaps = [b.value - a.value for a, b in itertools.pairwise(found)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps) if gaps else [], rel=1e-3)
