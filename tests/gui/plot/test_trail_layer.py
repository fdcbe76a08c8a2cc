from __future__ import annotations

import math
import sys
import threading
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.scene import View
from gui.plot.trail_layer import TrailLayer
from gui.plot.trail_picture import FASTEST_PACE, Sheet, TrailPicture
from gui.plot.trails import Trails
from gui.plot.transform import Transform
from gui.theme import LIGHT, TrailStyle
from tests.gui.plot.sample import SOLID, STYLES, colours, count_of, race, race_of

STARTS = [(-2.5, 1.5), (2.0, -1.2)]
VIEW = View(x_min=-3, x_max=3, y_min=-2, y_max=2)
CANVAS = Transform(VIEW, 300, 200)


def layer_of(
    styles: tuple[TrailStyle, ...] = STYLES, visible: tuple[bool, bool] = (True, True)
) -> TrailLayer:
    layer = TrailLayer()
    layer.set_halo(QColor(LIGHT.halo))
    layer.set_trails(Trails(race(STARTS), styles, visible))
    return layer


def painted(layer: TrailLayer, transform: Transform = CANVAS, ratio: float = 1.0) -> np.ndarray:
    size = transform.device_size(ratio)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    layer.paint(painter, transform)
    painter.end()
    return colours(image)


def prepare(layer: TrailLayer, step: int, transform: Transform = CANVAS) -> None:
    assert layer.prepare(transform, 1.0, step, math.inf)


@pytest.mark.parametrize("styles", [STYLES, SOLID])
@pytest.mark.parametrize("visible", [(True, False), (False, True)])
def test_growing_frame_by_frame_equals_painting_at_once(
    styles: tuple[TrailStyle, ...], visible: tuple[bool, bool]
) -> None:
    # One entry at a time: where two cross, the later piece lies on top.
    grown, whole = layer_of(styles, visible), layer_of(styles, visible)
    for step in range(0, 41, 3):
        prepare(grown, step)
    prepare(grown, 40)
    prepare(whole, 40)
    difference = np.abs(painted(grown) - painted(whole)).max(axis=2)
    assert (difference > 64).mean() < 0.004
    assert count_of(painted(whole), styles[visible[1]].colour) > 50


def test_going_back_takes_the_trail_away() -> None:
    layer = layer_of(SOLID)
    prepare(layer, 40)
    assert count_of(painted(layer), SOLID[1].colour) > 50
    prepare(layer, 0)
    assert count_of(painted(layer), SOLID[1].colour) == 0


def test_hidden_entries_are_not_painted() -> None:
    layer = layer_of(SOLID, (True, False))
    prepare(layer, 40)
    assert count_of(painted(layer), SOLID[0].colour) > 50
    assert count_of(painted(layer), SOLID[1].colour) == 0


def test_nothing_visible_paints_nothing() -> None:
    layer = layer_of(SOLID, (False, False))
    prepare(layer, 40)
    assert (painted(layer) == 128).all()


def test_a_halo_surrounds_but_never_covers() -> None:
    layer = layer_of(SOLID)
    prepare(layer, 40)
    found = painted(layer)
    assert count_of(found, QColor(LIGHT.halo)) > 20
    solid = Trails(race(STARTS), SOLID, (True, True))
    plain = TrailLayer()
    plain.set_halo(QColor("#808080"))
    plain.set_trails(solid)
    prepare(plain, 40)
    for style in SOLID:
        assert count_of(found, style.colour) >= 0.9 * count_of(painted(plain), style.colour)


def finish(layer: TrailLayer, step: int) -> None:
    assert layer.prepare(CANVAS, 1.0, step, math.inf)


def test_what_is_painted_by_a_thread_leaves_the_old_image_until_it_is_done() -> None:
    layer = layer_of(SOLID)
    prepare(layer, 40)
    before = painted(layer)
    moved = Transform(View(x_min=-3.5, x_max=2.5, y_min=-2, y_max=2), 300, 200)
    layer.set_trails(Trails(race([(-2.5, 1.5)] * 90, 400), SOLID, (True, True)))
    assert not layer.prepare(CANVAS, 1.0, 400, 0.0)
    assert np.array_equal(painted(layer), before)
    assert np.array_equal(painted(layer, moved)[:, 25:], before[:, :-25])
    finish(layer, 400)
    assert not layer.is_busy
    assert not np.array_equal(painted(layer), before)


def test_a_thread_paints_what_would_be_painted_at_once() -> None:
    trails = Trails(race([(-2.5, 1.5), (2.0, -1.2)] * 45, 400), STYLES, (True, True))
    threaded, whole = layer_of(), layer_of()
    for layer in (threaded, whole):
        layer.set_trails(trails)
    assert not threaded.prepare(CANVAS, 1.0, 200, 0.0)
    finish(threaded, 400)
    finish(whole, 400)
    np.testing.assert_array_equal(painted(threaded), painted(whole))


def test_a_hand_that_never_rests_is_followed_all_the_same() -> None:
    layer = layer_of()
    under_hand = [
        Trails(race([(-2.5 + shift / 10, 1.5)] * 90, 400), SOLID, (True, True))
        for shift in range(4)
    ]
    for before, trails in pairwise([layer.shown, *under_hand]):
        layer.set_trails(trails)
        assert not layer.prepare(CANVAS, 1.0, 400, 0.0)
        # What was begun for the trails before these is shown, though they are gone.
        assert layer.shown is before
        assert layer._thread is not None
        layer._thread.join()
    finish(layer, 400)
    assert layer.shown is under_hand[-1]


def test_a_picture_begins_with_few_steps_however_fast_the_last_one_was() -> None:
    trails = Trails(race([(-2.5, 1.5)] * 90, 400), SOLID, (True, True))
    sheet = Sheet(300, 200)
    picture = TrailPicture(trails, CANVAS, 1.0, QColor("white"), sheet, FASTEST_PACE)
    reached: list[float] = []

    def is_over() -> bool:
        reached.append(picture.reached)
        return len(reached) == 4

    assert not picture.advance(400, 60.0, is_over)
    assert reached == [-1.0, 1.0, 3.0, 7.0]


def test_what_a_thread_paints_is_given_up_when_there_are_no_trails_any_longer() -> None:
    layer = layer_of()
    layer.set_trails(Trails(race([(-2.5, 1.5)] * 90, 400), SOLID, (True, True)))
    assert not layer.prepare(CANVAS, 1.0, 400, 0.0)
    layer.set_trails(None)
    assert not layer.is_busy
    assert layer.shown is None
    assert (painted(layer) == 128).all()


def test_what_fails_in_a_thread_is_told_by_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise MemoryError

    told: list[tuple[object, int]] = []

    def tell(kind: type[BaseException], *_: object) -> None:
        told.append((kind, threading.get_ident()))

    monkeypatch.setattr(sys, "excepthook", tell)
    monkeypatch.setattr(TrailPicture, "advance", fail)
    layer = layer_of()
    layer.set_trails(Trails(race([(-2.5, 1.5)] * 90, 400), SOLID, (True, True)))
    assert not layer.prepare(CANVAS, 1.0, 400, 0.0)
    layer.stop()
    assert told == [(MemoryError, threading.get_ident())]


def test_a_run_that_ends_stops_its_trail_and_no_number_is_no_trail() -> None:
    x = np.full((1, 2, 5), np.nan)
    y = np.full((1, 2, 5), np.nan)
    x[0, 0, :3], y[0, 0, :3] = [-2, 0, 2], 0
    layer = TrailLayer()
    layer.set_halo(QColor("#808080"))
    layer.set_trails(Trails(race_of(x, y), SOLID[:1], (True,)))
    prepare(layer, 4)
    found = painted(layer)
    assert count_of(found[:, 55:245], SOLID[0].colour) > 300
    assert count_of(found[:, :45], SOLID[0].colour) == 0


def test_a_trail_to_the_horizon_is_cut_at_the_edge() -> None:
    x = np.array([[[0.0, 1e11, -1e12, np.nan]]])
    layer = TrailLayer()
    layer.set_halo(QColor("#808080"))
    layer.set_trails(Trails(race_of(x, np.zeros_like(x)), STYLES[1:], (True,)))
    prepare(layer, 3)
    assert count_of(painted(layer), STYLES[1].colour) > 100


def test_twice_the_pixels_on_a_fine_screen() -> None:
    layer = layer_of(SOLID)
    prepare(layer, 40)
    coarse = count_of(painted(layer), SOLID[0].colour)
    assert layer.prepare(CANVAS, 2.0, 40, math.inf)
    assert count_of(painted(layer, ratio=2.0), SOLID[0].colour) > 3 * coarse


def test_more_runs_have_thinner_trails() -> None:
    few = Trails(race(STARTS), SOLID, (True, True))
    many = Trails(race([(1, 1)] * 200, 2), SOLID, (True, True))
    assert many.width < few.width


def test_heads_glide_between_iterates_and_stay_at_the_end() -> None:
    x = np.array([[[0.0, 2.0, np.nan], [0.0, 1.0, 5.0]]])
    trails = Trails(race_of(x, np.zeros_like(x)), SOLID[:1], (True,))
    assert trails.heads(0.5)[0].tolist() == [[1.0, 0.5]]
    assert trails.heads(1.75)[0].tolist() == [[2.0, 4.0]]
    assert trails.heads(99)[0].tolist() == [[2.0, 5.0]]
    assert trails.lost().tolist() == [[True, False]]


def test_a_trail_that_glides_ends_where_it_would_have_anyway() -> None:
    gliding, whole = layer_of(SOLID), layer_of(SOLID)
    for step in np.arange(0.0, 40.0, 0.3).tolist():
        assert gliding.prepare(CANVAS, 1.0, step, math.inf)
    prepare(gliding, 40)
    prepare(whole, 40)
    # Between two vertices that are kept, a trail is painted as if it ran straight.
    difference = np.abs(painted(gliding) - painted(whole)).max(axis=2)
    assert (difference > 64).mean() < 0.001


def test_an_image_is_used_again_for_the_next_trails() -> None:
    layer = layer_of(SOLID)
    images = set()
    for shift in range(6):
        layer.set_trails(Trails(race([(-2.5 + shift / 10, 1.5)]), SOLID, (True, True)))
        prepare(layer, 40)
        assert layer._shown is not None
        images.add(layer._shown.sheet)
    assert len(images) == 2
    afresh = layer_of(SOLID)
    assert layer.shown is not None
    afresh.set_trails(layer.shown)
    prepare(afresh, 40)
    np.testing.assert_array_equal(painted(layer), painted(afresh))
