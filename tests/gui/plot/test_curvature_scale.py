from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gui.plot.curvature_scale import CurvatureScale, curvature_scale

CURVATURES = arrays(np.float64, (2, 12), elements=st.floats(-1e12, 1e12))


def scale(larger: list[float], limit: float | None = None, smaller: float = 0.0) -> CurvatureScale:
    values = np.array([[smaller] * len(larger), larger])
    return curvature_scale(values, None if limit is None else np.full(len(larger), limit))


def texts(of: CurvatureScale, target: int = 6) -> list[str]:
    return [tick.text for tick in of.ticks(target)]


def test_curvatures_of_one_size_have_a_linear_axis() -> None:
    found = scale([4.0, 20.0, 41.0], limit=40.0)
    assert not found.linear
    assert texts(found) == ["0", "10", "20", "30", "40"]
    low, middle, high = found.heights(np.array([0.0, 20.0, 40.0]))
    assert low == 0
    assert high - middle == pytest.approx(middle - low)


def test_a_limit_far_above_bends_the_axis() -> None:
    found = scale([80.0, 90.0, 100.0], limit=5000.0, smaller=-20.0)
    assert found.linear
    heights = found.heights(np.array([-20.0, 0.0, 80.0, 5000.0]))
    assert (np.diff(heights) > 0.1).all()
    assert "10³" in texts(found)
    assert "0" in texts(found)


def test_a_run_to_infinity_is_cut_off() -> None:
    found = scale([1.0, 2.0, 3.0, 2.0, 1e90], limit=2.0)
    assert found.heights(np.array([1e90])) == 1.0
    assert found.heights(np.array([2.0])) > 0.1


def test_without_any_curvature_there_is_an_axis() -> None:
    assert texts(scale([0.0, 0.0])) == texts(scale([np.nan, np.nan], limit=np.inf))
    assert "0" in texts(scale([0.0]))


def test_ticks_keep_their_distance_where_zero_stands() -> None:
    found = scale([1e-3, 1.0, 1e3], limit=1e4, smaller=-1e3)
    places = found.heights(np.array([tick.value for tick in found.ticks(6)]))
    assert (np.diff(places) > 0.1).all()


@given(CURVATURES, st.floats(1e-9, 1e12))
def test_every_axis_is_increasing_and_holds_its_ticks(values: np.ndarray, limit: float) -> None:
    values = np.sort(values, axis=0)
    found = curvature_scale(values, np.full(values.shape[1], limit))
    assert found.low < found.high
    places = np.sort(values.ravel())
    assert (np.diff(found.heights(places)) >= 0).all()
    ticks = np.array([tick.value for tick in found.ticks(5)])
    assert (np.diff(ticks) > 0).all()
    assert ticks.size
    assert ticks.size <= 12
