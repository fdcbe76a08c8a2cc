"""The bars of the learning rates that were tried."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.plot.box_rates import RateChart, Trial
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import shown
from tests.gui.plot.sample import count_of, pixels

TRIALS = [Trial(10.0**power, share) for power, share in ((-3, 0.1), (-2, 0.9), (-1, 0.5))]


@pytest.fixture
def chart(qtbot: QtBot) -> RateChart:
    return shown(qtbot, RateChart(), 360, 120)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_best_bar_is_accented_and_as_high_as_its_share(chart: RateChart, theme: Theme) -> None:
    chart.set_theme(theme)
    chart.set_trials(TRIALS, 1, 0.05, "arrive")
    high = count_of(pixels(chart), QColor(theme.accent))
    chart.set_trials(TRIALS, 0, 0.05, "arrive")
    assert high > 3 * count_of(pixels(chart), QColor(theme.accent))


def test_the_pointer_tells_which_rate_is_under_it(chart: RateChart) -> None:
    chart.set_trials(TRIALS, 1, None, "arrive")
    pointed: list[int] = []
    chart.pointed_at.connect(pointed.append)
    for column in (60, 180, 300):
        QTest.mouseMove(chart, QPoint(column, 60))
    assert pointed == [0, 1, 2]


def test_small_shares_are_seen_as_well(chart: RateChart) -> None:
    chart.set_trials([Trial(0.1, 0.018), Trial(1.0, 0.0)], 0, None, "arrive")
    assert count_of(pixels(chart), QColor(LIGHT.accent)) > 300


@pytest.mark.parametrize("entered", [None, 0.01, 5.0, 1e-9])
def test_any_entered_rate_is_taken(chart: RateChart, entered: float | None) -> None:
    chart.set_trials(TRIALS[:1], 0, entered, "arrive")
    chart.set_trials(TRIALS, 1, entered, "arrive")
    assert "η 0.01: 90 %" in chart.accessibleName()
    assert not chart.grab().isNull()
