"""Trails of large races in the real view, painted while it goes on answering."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.race import Race
from core.scene import View
from gui.plot.landscape_view import LandscapeView
from tests.gui.plot.sample import PICTURE_VIEW, SOLID, count_of, picture, pixels, race_of


def large(seed: int = 1) -> Race:
    """Leap about the whole view, so that no frame has time for all of it."""
    random = np.random.default_rng(seed)
    x = random.uniform(-3, 3, (2, 40, 401))
    y = random.uniform(-2, 2, (2, 40, 401))
    return race_of(x, y)


def is_painting(view: LandscapeView) -> bool:
    return view._trail_layer.is_busy


@pytest.fixture
def view(qtbot: QtBot) -> LandscapeView:
    widget = LandscapeView()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.set_view(PICTURE_VIEW)
    widget.set_picture(picture())
    widget.set_step(400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_they_appear_by_themselves_when_they_are_painted(qtbot: QtBot, view: LandscapeView) -> None:
    first = large()
    view.set_trails(first, SOLID, (True, True))
    view.repaint()
    assert view.shown_race is None
    assert is_painting(view)
    qtbot.waitUntil(lambda: view.shown_race is first)
    assert not is_painting(view)
    found = pixels(view)
    assert all(count_of(found, style.colour) > 1_000 for style in SOLID)


def test_the_old_ones_move_with_the_view_until_the_new_are_there(
    qtbot: QtBot, view: LandscapeView
) -> None:
    view.set_trails(large(), SOLID, (True, True))
    view.finish_painting()
    before = pixels(view)
    view.set_view(View(x_min=-3, x_max=9, y_min=-2, y_max=6))
    stretched = pixels(view)
    assert is_painting(view)
    assert count_of(stretched[200:, :300], SOLID[0].colour) > 100
    assert count_of(stretched[:198, 302:], SOLID[0].colour) == 0
    assert not np.array_equal(stretched, before)
    qtbot.waitUntil(lambda: not is_painting(view))
    sharp = pixels(view)
    assert not np.array_equal(sharp, stretched)
    assert count_of(sharp[:198, 302:], SOLID[0].colour) == 0
    view.finish_painting()
    np.testing.assert_array_equal(pixels(view), sharp)


def test_a_view_that_is_hidden_paints_no_longer(qtbot: QtBot, view: LandscapeView) -> None:
    second = large(2)
    view.set_trails(second, SOLID, (True, True))
    view.repaint()
    assert is_painting(view)
    view.hide()
    assert not is_painting(view)
    view.show()
    qtbot.waitUntil(lambda: view.shown_race is second)


def test_what_is_exported_is_painted_in_full(view: LandscapeView) -> None:
    view.set_trails(large(), SOLID, (True, True))
    view.repaint()
    view.finish_painting()
    assert not is_painting(view)
    whole = pixels(view)
    view.set_trails(None, (), ())
    view.set_trails(large(), SOLID, (True, True))
    view.finish_painting()
    np.testing.assert_array_equal(pixels(view), whole)
