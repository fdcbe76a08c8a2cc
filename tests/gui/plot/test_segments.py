from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gui.plot.segments import Segments, clip, dash, paths_of

POINTS = arrays(np.float64, (2, 12), elements=st.floats(-300, 300))
PATTERN = (7.5, 3.75, 2.5, 3.75)


def polyline(points: np.ndarray) -> Segments:
    x, y = points
    lengths = np.hypot(np.diff(x), np.diff(y))
    ends = np.cumsum(lengths)
    joined = np.ones(len(lengths), dtype=np.bool_)
    joined[0] = False
    return Segments(x[:-1], y[:-1], x[1:], y[1:], ends - lengths, ends, joined)


def length_of(segments: Segments) -> float:
    return float(np.hypot(segments.x1 - segments.x0, segments.y1 - segments.y0).sum())


def test_segments_inside_are_left_alone() -> None:
    segments = polyline(np.array([[10.0, 20.0, 30.0], [10.0, 15.0, 10.0]]))
    assert clip(segments, 0, 0, 100, 100) is segments


@given(POINTS)
def test_clipped_segments_lie_inside(points: np.ndarray) -> None:
    cut = clip(polyline(points), 0, 0, 100, 80)
    for ends, limit in ((cut.x0, 100), (cut.x1, 100), (cut.y0, 80), (cut.y1, 80)):
        assert (ends >= -1e-9).all()
        assert (ends <= limit + 1e-9).all()
    continued = np.flatnonzero(cut.joined)
    assert np.allclose(cut.x0[continued], cut.x1[continued - 1])
    assert np.allclose(cut.y0[continued], cut.y1[continued - 1])


def test_clipping_keeps_what_is_inside_of_a_segment_from_the_horizon() -> None:
    cut = clip(polyline(np.array([[-1e12, 1e12], [50.0, 50.0]])), 0, 0, 100, 80)
    assert cut.x0 == pytest.approx([0], abs=1e-3)
    assert cut.x1 == pytest.approx([100], abs=1e-3)


def test_clipping_drops_what_is_not_a_number() -> None:
    points = np.array([[10.0, np.nan, 30.0, 40.0], [10.0, 15.0, 10.0, 10.0]])
    cut = clip(polyline(points), 0, 0, 100, 80)
    assert cut.x0.tolist() == [30.0]
    assert not cut.joined.any()


@given(POINTS)
def test_dashes_cover_their_share_of_the_length(points: np.ndarray) -> None:
    segments = polyline(points)
    total = float(segments.end[-1])
    turns, rest = divmod(total, sum(PATTERN))
    expected = turns * 10 + min(rest, 7.5) + min(max(rest - 11.25, 0), 2.5)
    assert length_of(dash(segments, PATTERN)) == pytest.approx(expected, abs=1e-6 * (1 + total))


@given(POINTS, st.integers(1, 10))
def test_dashes_do_not_depend_on_where_a_frame_ended(points: np.ndarray, cut: int) -> None:
    segments = polyline(points)
    parts = [segments.part(slice(0, cut)), segments.part(slice(cut, None))]
    pieces = [dash(part, PATTERN) for part in parts]
    whole = dash(segments, PATTERN)
    for name in ("x0", "y0", "x1", "y1", "start", "end"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert np.array_equal(joined, getattr(whole, name))


def test_a_dash_bends_with_the_trail() -> None:
    segments = polyline(np.array([[0.0, 4.0, 4.0], [0.0, 0.0, 4.0]]))
    dashed = dash(segments, (6.0, 4.0))
    assert dashed.joined.tolist() == [False, True]
    assert (dashed.x1[1], dashed.y1[1]) == (4.0, 2.0)


def test_an_empty_pattern_is_a_solid_line() -> None:
    segments = polyline(np.array([[0.0, 4.0], [0.0, 0.0]]))
    assert dash(segments, ()) is segments


def test_paths_join_what_continues_and_stay_short() -> None:
    x = np.arange(500.0)
    segments = Segments(x, x, x + 1, x, x, x + 1, np.zeros(500, dtype=np.bool_))
    paths = paths_of(segments)
    assert sum(path.elementCount() for path in paths) == 1000
    assert max(path.elementCount() for path in paths) <= 202
    path = paths_of(polyline(np.array([[1.0, 2.0, 5.0], [1.0, 4.0, 2.0]])))[0]
    assert [path.elementAt(i).isMoveTo() for i in range(3)] == [True, False, False]
    assert (path.elementAt(2).x, path.elementAt(2).y) == (5.0, 2.0)


def test_no_segments_make_no_paths() -> None:
    assert paths_of(polyline(np.zeros((2, 2))).part(slice(0, 0))) == []
