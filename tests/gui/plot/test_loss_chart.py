from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.race import Race
from gui.plot.loss_chart import LossChart
from gui.plot.loss_curves import Quantity, loss_curves, values_of
from gui.plot.trails import Trails
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import SOLID, count_of, pixels, race, race_of

STARTS = [(-2.5, 1.5), (2.0, -1.2)]


@pytest.fixture
def chart(qtbot: QtBot) -> LossChart:
    widget = LossChart()
    qtbot.addWidget(widget)
    widget.resize(460, 120)
    widget.set_race(race(STARTS), SOLID, (True, True))
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def shown(chart: LossChart) -> np.ndarray:
    chart.finish_painting()
    return pixels(chart)


def test_past_is_solid_and_future_faded(chart: LossChart) -> None:
    chart.set_step(0)
    before = count_of(shown(chart), SOLID[0].colour)
    chart.set_step(40)
    after = count_of(shown(chart), SOLID[0].colour)
    assert after > before + 100
    chart.set_step(0)
    assert count_of(shown(chart), SOLID[0].colour) == before


def test_hidden_entries_have_no_curve(chart: LossChart) -> None:
    chart.set_race(race(STARTS), SOLID, (False, True))
    chart.set_step(40)
    assert count_of(shown(chart), SOLID[0].colour) == 0
    assert count_of(shown(chart), SOLID[1].colour) > 50


def test_a_click_asks_for_the_step_under_it(chart: LossChart, qtbot: QtBot) -> None:
    area = chart.area()
    middle = QPoint(round(area.left() + area.width() / 4), 60)
    with qtbot.waitSignal(chart.step_requested) as asked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    assert asked.args == [10]


def test_a_drag_asks_for_every_step_and_stops_at_the_ends(chart: LossChart) -> None:
    asked: list[int] = []
    chart.step_requested.connect(asked.append)
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(240, 60))
    QTest.mouseMove(chart, QPoint(300, 60))
    QTest.mouseMove(chart, QPoint(2000, 60))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(2000, 60))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 60))
    assert asked[-2:] == [40, 0]
    assert asked[0] < asked[1]


def test_without_a_race_it_says_what_to_do_and_asks_for_nothing(chart: LossChart) -> None:
    chart.set_race(None, (), ())
    asked: list[int] = []
    chart.step_requested.connect(asked.append)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(240, 60))
    assert not asked
    assert count_of(shown(chart), SOLID[0].colour) == 0


def diverging() -> Race:
    x = np.full((2, 1, 9), np.nan)
    x[0, 0, :5] = [1, 10, 1e3, 1e100, 1e200]
    x[1, 0, :1] = 2
    return race_of(x, np.zeros_like(x))


@pytest.mark.parametrize("size", [(1, 1), (5000, 50), (30, 400)])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_odd_sizes_and_lost_runs(chart: LossChart, size: tuple[int, int], theme: object) -> None:
    chart.set_theme(DARK if theme is DARK else LIGHT)
    chart.set_race(diverging(), SOLID, (True, True))
    chart.resize(*size)
    for step in (0, 3.5, 8, 100):
        chart.set_step(step)
        assert shown(chart).shape[:2] == (size[1], size[0])


def test_long_races_are_reduced_to_the_range_of_each_stretch() -> None:
    x = np.sin(np.arange(10_001.0)).reshape(1, 1, -1)
    curves = loss_curves(Trails(race_of(x, np.zeros_like(x)), SOLID[:1], (True,)))
    losses = curves.losses[0, 0]
    assert len(losses) == len(curves.steps) <= 2048
    assert losses.max() == ((x**2) / 2).max()
    assert losses.min() == ((x**2) / 2).min()
    assert (np.diff(curves.steps) > 0).all()


def test_curves_make_room_for_larger_numbers(chart: LossChart) -> None:
    chart.set_step(40)
    narrow = leftmost(shown(chart))
    font = chart.font()
    font.setPixelSize(30)
    chart.setFont(font)
    assert leftmost(shown(chart)) >= round(chart.area().left()) - 8 > narrow


def leftmost(found: np.ndarray) -> int:
    colour = SOLID[1].colour
    distance = np.abs(found - np.array([colour.red(), colour.green(), colour.blue()])).max(axis=2)
    return int(np.argwhere(distance < 12)[:, 1].min())


def test_the_hint_says_what_is_missing(chart: LossChart) -> None:
    chart.set_race(race([]), SOLID, (True, True))
    assert chart.hint() == "Place a start to see the losses."
    chart.set_race(replace(race([]), entries=()), (), ())
    assert chart.hint() == "Add a method to see its losses."


def test_the_norm_of_the_gradient_takes_the_place_of_the_loss(chart: LossChart) -> None:
    chart.set_step(40)
    losses = shown(chart)
    chart.set_quantity(Quantity.GRADIENT_NORM)
    gradients = shown(chart)
    assert chart.accessibleName() == "Gradient norm against step"
    assert count_of(gradients, SOLID[0].colour) > 50
    assert (gradients != losses).any()
    chart.set_quantity(Quantity.LOSS)
    assert (shown(chart) == losses).all()


def test_the_norm_is_that_of_each_run_at_its_own_step() -> None:
    of = race(STARTS)
    norm = values_of(of, Quantity.GRADIENT_NORM)
    assert norm[1, 0, 3] == np.hypot(of.gradient_x[1, 0, 3], of.gradient_y[1, 0, 3])
    at = values_of(of, Quantity.GRADIENT_NORM, np.array([[0, 1], [3, 40]]))
    assert at.tolist() == [[norm[0, 0, 0], norm[0, 1, 1]], [norm[1, 0, 3], norm[1, 1, 40]]]
