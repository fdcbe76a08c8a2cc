from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scene import View
from gui.plot.segments import Segments
from gui.plot.trail_pieces import GRAIN, OVERLAP, TRAVEL, TrailPieces
from gui.plot.transform import Transform

# One data unit is one pixel, so that lengths can be read off.
PIXELS = Transform(View(x_min=0, x_max=100, y_min=-100, y_max=0), 100, 100)


def pieces_of(x: list[float], y: list[float]) -> TrailPieces:
    return TrailPieces(PIXELS, np.array([[x]]), -np.array([[y]]), [0], 2.5)


def vertices(segments: Segments) -> list[tuple[float, float]]:
    return [(round(x, 6), round(y, 6)) for x, y in zip(segments.x1, segments.y1, strict=True)]


def test_long_steps_keep_every_vertex() -> None:
    walk = pieces_of([0, 10, 10], [0, 0, 10])
    segments, run = walk.advance(2)
    assert vertices(segments) == [(10, 0), (10, 10)]
    assert segments.joined.tolist() == [False, True]
    assert run.tolist() == [0, 0]
    assert segments.end.tolist() == pytest.approx([10, 20])


def test_a_run_that_has_come_to_rest_adds_nothing() -> None:
    walk = pieces_of([0, 10, *[10 + 1e-5 * k for k in range(100)]], [0] * 102)
    assert len(walk.advance(101)[1]) == 1


def test_small_steps_are_gathered() -> None:
    walk = pieces_of([0.1 * k for k in range(401)], [0] * 401)
    segments, _ = walk.advance(400)
    assert len(segments.x0) == pytest.approx(40 / GRAIN, abs=1)


@given(st.lists(st.integers(1, 59), max_size=6))
def test_pieces_do_not_depend_on_the_frames(stops: list[int]) -> None:
    angles = np.linspace(0, 9, 61)
    x, y = (50 + angles * np.cos(angles) * 5).tolist(), (50 + angles * np.sin(angles)).tolist()
    whole, _ = pieces_of(x, y).advance(60)
    walk = pieces_of(x, y)
    found: list[tuple[float, float]] = []
    for stop in [*sorted(set(stops)), 60]:
        found += vertices(walk.advance(stop)[0])
    assert found == vertices(whole)


def test_a_later_piece_reaches_back_over_the_seam() -> None:
    walk = pieces_of([0, 10, 20], [0, 0, 0])
    walk.advance(1)
    segments, _ = walk.advance(2)
    assert segments.x0.tolist() == pytest.approx([10 - OVERLAP])
    assert segments.start.tolist() == pytest.approx([10 - OVERLAP])


def test_a_later_piece_fills_the_corner_of_a_sharp_turn() -> None:
    walk = pieces_of([0, 10, 10], [0, 0, 10])
    walk.advance(1)
    segments, _ = walk.advance(2)
    assert segments.y0.tolist() == pytest.approx([-1.25])


def test_no_piece_bridges_a_gap() -> None:
    walk = pieces_of([0, 10, np.nan, 30, 40], [0, 0, np.nan, 0, 0])
    segments, _ = walk.advance(4)
    finite = np.isfinite(segments.x0) & np.isfinite(segments.x1)
    assert list(zip(segments.x0[finite], segments.x1[finite], strict=True)) == [(0, 10), (30, 40)]


def test_runs_are_told_apart() -> None:
    x = np.array([[[0.0, 10.0], [50.0, 60.0]], [[0.0, 20.0], [50.0, 80.0]]])
    walk = TrailPieces(PIXELS, x, np.zeros_like(x), [1], 2.5)
    segments, run = walk.advance(1)
    assert run.tolist() == [0, 1]
    assert segments.x1.tolist() == [20, 80]


def test_tails_begin_at_the_last_vertex() -> None:
    walk = pieces_of([0, 10], [0, 0])
    walk.advance(1)
    tails = walk.tails(np.array([13.0]), np.array([4.0]))
    assert (tails.x0[0], tails.start[0], tails.end[0]) == (10, 10, 15)


def test_a_long_walk_pauses_and_comes_to_the_same_end() -> None:
    x = [float(50 + 50 * (-1) ** k) for k in range(401)]
    walk = pieces_of(x, [0.0] * 401)
    walk.advance(400)
    assert 0 < walk.step < 400
    assert walk.step * 100 == pytest.approx(TRAVEL, rel=0.05)
    while walk.step < 400:
        walk.advance(400)
    assert walk.step == 400
