from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from core.scene import View
from gui.plot.trail_picking import MOST_STRETCHES, STRETCH, TrailPicker, TrailPoint
from gui.plot.trails import Trails, one_run, trails_of
from gui.plot.transform import Transform
from tests.gui.plot.sample import SOLID, race_of

PIXELS = Transform(View(0, 10, 0, 10), 1000, 1000)
"""100 pixels to each unit."""


def trails(visible: tuple[bool, bool] = (True, True)) -> Trails:
    """Make two runs that cross: one along a row, one up a column, then away."""
    x = np.array([[[1.0, 3.0, 6.0, 6.1]], [[4.0, 4.0, 4.0, np.nan]]])
    y = np.array([[[5.0, 5.0, 5.0, 5.0]], [[2.0, 4.0, 9.0, np.nan]]])
    made = trails_of(race_of(x, y), SOLID, visible)
    assert made is not None
    return made


def at(x: float, y: float, step: int = 3, shown: Trails | None = None) -> TrailPoint | None:
    position = PIXELS.point(x, y)
    return TrailPicker().point_at(shown or trails(), PIXELS, position, step)


def test_an_iterate_is_found_where_it_is() -> None:
    assert at(3.0, 5.0) == TrailPoint(0, 0, 1)
    assert at(4.0, 4.03) == TrailPoint(1, 0, 1)


def test_between_iterates_the_step_that_leads_along_there_is_found() -> None:
    assert at(2.0, 5.04) == TrailPoint(0, 0, 1)
    assert at(5.0, 4.95) == TrailPoint(0, 0, 2)
    assert at(4.0, 8.0) == TrailPoint(1, 0, 2)


def test_the_start_itself_belongs_to_the_first_step() -> None:
    assert at(1.0, 5.0) == TrailPoint(0, 0, 1)


def test_six_pixels_are_near_and_seven_are_not() -> None:
    assert at(2.0, 5.06) is not None
    assert at(2.0, 5.07) is None


def test_what_comes_after_the_playhead_is_not_seen() -> None:
    assert at(5.0, 5.0, step=1) is None
    assert at(2.0, 5.0, step=0) is None


def test_where_trails_cross_the_one_on_top_is_found() -> None:
    assert at(4.0, 5.0) == TrailPoint(1, 0, 1) or at(4.0, 5.0) == TrailPoint(1, 0, 2)


def test_a_hidden_entry_is_not_found() -> None:
    shown = trails(visible=(True, False))
    assert at(4.0, 8.0, shown=shown) is None
    assert at(2.0, 5.0, shown=shown) is not None


def test_a_run_that_left_the_numbers_is_found_up_to_its_end() -> None:
    assert at(4.0, 9.0) == TrailPoint(1, 0, 2)
    assert TrailPicker().point_at(trails(), PIXELS, QPointF(np.nan, 3), 3) is None


def test_one_run_stands_by_itself() -> None:
    alone = one_run(trails(), 1, 0)
    assert alone is not None
    assert alone.race.x.shape == (1, 1, 4)
    assert alone.race.y[0, 0, 2] == 9.0
    assert alone.styles == (SOLID[1],)


@pytest.mark.parametrize(("entry", "start"), [(2, 0), (0, 1)])
def test_a_run_that_is_not_there_is_none(entry: int, start: int) -> None:
    assert one_run(trails(), entry, start) is None
    assert one_run(trails(visible=(True, False)), 1, 0) is None


def test_long_trails_are_found_stretch_by_stretch() -> None:
    """A spiral of many stretches, each of its pieces asked for in turn."""
    steps = 5 * STRETCH + 7
    angle = np.linspace(0, 12 * np.pi, steps + 1)
    radius = np.linspace(2.0, 4.5, steps + 1)
    x, y = 5 + radius * np.cos(angle), 5 + radius * np.sin(angle)
    shown = trails_of(race_of(x[None, None], y[None, None]), SOLID[:1], [True])
    picker = TrailPicker()
    for step in range(1, steps + 1):
        middle = PIXELS.point((x[step - 1] + x[step]) / 2, (y[step - 1] + y[step]) / 2)
        assert picker.point_at(shown, PIXELS, middle, steps) == TrailPoint(0, 0, step)
        assert picker.point_at(shown, PIXELS, middle, step - 1) != TrailPoint(0, 0, step)


def test_where_more_runs_converge_than_are_looked_at_the_last_is_found() -> None:
    runs = MOST_STRETCHES + 50
    away = np.linspace(0.2, 4.0, runs)
    x = np.stack([5 + away, np.full(runs, 5.0), np.full(runs, 5.0)], axis=1)[None]
    shown = trails_of(race_of(x, np.full_like(x, 5.0)), SOLID[:1], [True])
    found = TrailPicker().point_at(shown, PIXELS, PIXELS.point(5.0, 5.0), 2)
    assert found is not None
    assert found.start == runs - 1


def test_a_picker_is_asked_of_one_race_after_the_other() -> None:
    picker = TrailPicker()
    place = PIXELS.point(2.0, 5.0)
    assert picker.point_at(trails(), PIXELS, place, 3) == TrailPoint(0, 0, 1)
    lifted = np.array([[[1.0, 3.0, 6.0, 6.1]]])
    other = trails_of(race_of(lifted, lifted), SOLID[:1], [True])
    assert picker.point_at(other, PIXELS, place, 3) is None
    assert picker.point_at(other, PIXELS, PIXELS.point(2.0, 2.0), 3) == TrailPoint(0, 0, 1)
    assert picker.point_at(None, PIXELS, place, 3) is None
