from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.sharpness import SharpnessRecord
from gui.plot.curvature_chart import CurvatureChart
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import count_of, pixels

BLUE = QColor("#0072b2")
RED = QColor(LIGHT.negative)


def record(larger: list[float], limit: list[float] | None) -> SharpnessRecord:
    values = np.array(larger)
    return SharpnessRecord(
        entry=0,
        start=0,
        steps=np.arange(values.size),
        smaller=np.zeros(values.size),
        larger=values,
        gradient_norm=values,
        limit=None if limit is None else np.array(limit),
        divisor=None,
        scaled=None,
    )


RISING = record([float(step) for step in range(41)], [30.0] * 41)


@pytest.fixture
def chart(qtbot: QtBot) -> CurvatureChart:
    widget = CurvatureChart()
    qtbot.addWidget(widget)
    widget.resize(460, 140)
    widget.set_record(RISING, 40, BLUE)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_the_past_is_solid_and_the_future_faded(chart: CurvatureChart) -> None:
    chart.set_step(0)
    before = count_of(pixels(chart), BLUE)
    chart.set_step(40)
    assert count_of(pixels(chart), BLUE) > before + 100


def test_the_limit_is_dashed_and_the_ground_above_it_tinted(chart: CurvatureChart) -> None:
    with_limit = pixels(chart)
    area = chart.area()
    assert 100 < count_of(with_limit, RED, 40) < 2 * area.width()
    page = QColor(LIGHT.page)
    top = with_limit[int(area.top()) + 3, int(area.center().x())]
    bottom = with_limit[int(area.bottom()) - 3, int(area.center().x())]
    assert tuple(bottom) == (page.red(), page.green(), page.blue())
    assert top[0] > top[2]
    chart.set_record(record([1.0, 2.0], None), 1, BLUE)
    assert count_of(pixels(chart), RED, 40) == 0


def test_a_run_that_ended_early_stays_left_of_the_playhead(chart: CurvatureChart) -> None:
    chart.set_record(record([1.0] * 11, [2.0] * 11), 40, BLUE)
    chart.set_step(40)
    columns = np.argwhere(np.abs(pixels(chart) - [0, 0x72, 0xB2]).max(axis=2) < 12)[:, 1]
    area = chart.area()
    assert columns.max() < area.left() + 0.3 * area.width()


def test_a_click_asks_for_the_step_under_it(chart: CurvatureChart, qtbot: QtBot) -> None:
    area = chart.area()
    with qtbot.waitSignal(chart.step_requested) as asked:
        QTest.mouseClick(
            chart,
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(area.left() + area.width() / 4), 60),
        )
    assert asked.args == [10]


def test_a_hint_takes_the_place_of_curves(chart: CurvatureChart) -> None:
    chart.set_hint("Place a start.")
    asked: list[int] = []
    chart.step_requested.connect(asked.append)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(240, 60))
    assert not asked
    assert count_of(pixels(chart), BLUE) == 0
    assert np.ptp(pixels(chart)) > 50


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    "odd",
    [
        record([5.0], [np.inf]),
        record([np.nan, np.inf, 1e300], [np.nan, 1.0, np.inf]),
        record([0.0, 0.0], [0.0, 0.0]),
        record([-3.0, -1e-9, 2.0], None),
    ],
)
def test_odd_records_and_sizes(chart: CurvatureChart, theme: Theme, odd: SharpnessRecord) -> None:
    chart.set_theme(theme)
    chart.set_record(odd, 2, BLUE)
    for width, height in ((1, 1), (2000, 60)):
        chart.resize(width, height)
        assert pixels(chart).shape[:2] == (height, width)
