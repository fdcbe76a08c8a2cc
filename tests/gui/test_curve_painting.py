"""The curves of the loss chart come from the background, the newest last."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.errors import Cancelled
from gui.curve_painting import CurvePainting
from gui.plot.loss_chart import LossChart
from gui.plot.loss_curves import PaintedCurves, Quantity, painted
from gui.theme import TrailStyle
from tests.gui.plot.sample import SOLID, count_of, pixels, race, race_of

STARTS = [(-2.5, 1.5), (2.0, -1.2)]


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[LossChart]:
    chart, owner = LossChart(), QObject()
    qtbot.addWidget(chart)
    chart.resize(460, 120)
    chart.show()
    qtbot.waitExposed(chart)
    painting = CurvePainting(chart, owner)
    yield chart
    painting.close()


def wait_for(qtbot: QtBot, chart: LossChart) -> PaintedCurves:
    """Wait until what was asked for last is shown."""

    def is_newest() -> bool:
        return chart.shown is not None and chart.shown.request is chart.wanted

    qtbot.waitUntil(is_newest)
    assert chart.shown is not None
    return chart.shown


def test_curves_appear_by_themselves(qtbot: QtBot, chart: LossChart) -> None:
    chart.set_race(race(STARTS), SOLID, (True, True))
    assert chart.shown is None
    shown = wait_for(qtbot, chart)
    chart.set_step(40)
    assert count_of(pixels(chart), SOLID[0].colour) > 50
    assert np.array_equal(shown.pixels, painted(shown.request).pixels)


def test_the_newest_of_many_is_shown_at_last(qtbot: QtBot, chart: LossChart) -> None:
    for steps in range(20, 60):
        chart.set_race(race(STARTS, steps), SOLID, (True, True))
    assert wait_for(qtbot, chart).curves.trails.last_step == 59
    assert chart.last_step() == 59


def test_a_late_answer_to_another_question_is_not_shown(chart: LossChart) -> None:
    chart.set_race(race(STARTS), SOLID, (True, True))
    asked = chart.wanted
    assert asked is not None
    chart.set_quantity(Quantity.GRADIENT_NORM)
    chart.show_painting(painted(asked))
    assert chart.shown is None
    asked = chart.wanted
    assert asked is not None
    chart.resize(300, 100)
    chart.show_painting(painted(asked))
    assert chart.shown is None
    chart.set_race(None, (), ())
    chart.show_painting(painted(asked))
    assert chart.shown is None


@pytest.mark.parametrize("winds", [False, True])
def test_only_curves_that_wind_little_are_dashed(chart: LossChart, winds: bool) -> None:
    steps = np.arange(401.0)
    x = np.where(steps % 2 > 0, 1e-6, 1.0) if winds else 0.97**steps
    of = race_of(x.reshape(1, 1, -1), np.zeros((1, 1, 401)))
    inked = []
    for dash in ((), (3.0, 3.0)):
        chart.set_race(of, [TrailStyle(SOLID[0].colour, dash, "circle")], (True,))
        assert chart.wanted is not None
        inked.append(np.count_nonzero(painted(chart.wanted).pixels))
    assert bool(inked[1] == inked[0]) is winds
    assert winds or inked[1] < 0.8 * inked[0]


def test_what_nobody_waits_for_is_given_up(chart: LossChart) -> None:
    chart.set_race(race(STARTS), SOLID, (True, True))
    assert chart.wanted is not None
    with pytest.raises(Cancelled):
        painted(chart.wanted, lambda: True)
