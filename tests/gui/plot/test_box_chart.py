"""The chart of box plots: what is drawn of each entry, and how one is chosen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.plot.box_chart import BoxChart
from gui.plot.box_rows import BoxRow, spread
from gui.theme import DARK, LIGHT, Theme, trail_style
from tests.gui.panels.support import shown
from tests.gui.plot.sample import count_of, pixels

HUNDREDS = np.arange(100, 200, dtype=np.float64)


def row(values: np.ndarray[tuple[int], np.dtype[np.float64]], place: int = 0) -> BoxRow:
    return BoxRow(f"Method {place}", trail_style(place, LIGHT), "η 0.1", spread(values))


@pytest.fixture
def chart(qtbot: QtBot) -> BoxChart:
    return shown(qtbot, BoxChart(), 360, 260)


def columns_of(chart: BoxChart, colour: QColor) -> list[int]:
    """Return the columns in which a colour is seen where the only box is."""
    found = np.abs(
        pixels(chart).astype(np.int64) - [colour.red(), colour.green(), colour.blue()]
    ).max(axis=2)
    top = chart.fontMetrics().height() + 8
    seen = (found[top : top + 16] <= 12).any(axis=0)
    places: list[int] = np.flatnonzero(seen).tolist()
    return places


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_box_has_the_colour_of_its_entry(chart: BoxChart, theme: Theme) -> None:
    chart.set_theme(theme)
    rows = [
        BoxRow("A", trail_style(place, theme), "", spread(HUNDREDS * (place + 1)))
        for place in range(3)
    ]
    chart.set_rows(rows, "steps")
    for one in rows:
        assert count_of(pixels(chart), one.style.colour) > 40


def test_slower_runs_stand_further_to_the_right(chart: BoxChart) -> None:
    colour = trail_style(0, LIGHT).colour
    chart.set_rows([row(HUNDREDS), row(HUNDREDS * 9, 1)], "steps")
    fast = columns_of(chart, colour)
    chart.set_rows([row(HUNDREDS * 9), row(HUNDREDS, 1)], "steps")
    slow = columns_of(chart, colour)
    # Behind the marker of the entry, which stands at the left of both.
    assert max(fast) < max(slow)
    assert np.mean(fast) + 100 < np.mean(slow)


def test_a_whisker_leads_to_never_where_many_never_arrive(chart: BoxChart) -> None:
    colour = trail_style(0, LIGHT).colour
    chart.set_rows([row(HUNDREDS), row(HUNDREDS, 1)], "steps")
    whole = columns_of(chart, colour)
    lost = np.where(np.arange(100) < 20, math.inf, HUNDREDS)
    chart.set_rows([row(lost), row(HUNDREDS, 1)], "steps")
    assert max(columns_of(chart, colour)) > max(whole) + 5


def test_runs_that_never_arrive_are_told_in_words(chart: BoxChart) -> None:
    chart.set_rows([row(np.full(100, math.inf))], "steps")
    assert "never · never · never · never · never" in chart.accessibleName()
    blank = count_of(pixels(chart), trail_style(0, LIGHT).colour)
    chart.set_rows([row(HUNDREDS)], "steps")
    assert count_of(pixels(chart), trail_style(0, LIGHT).colour) > blank + 40


def test_what_is_not_counted_is_said(chart: BoxChart) -> None:
    remark = BoxRow("Search", trail_style(0, LIGHT), "", None, "asks for no gradient")
    chart.set_rows([remark], "gradient evaluations")
    assert "Search: asks for no gradient" in chart.accessibleName()
    assert not chart.grab().isNull()


def test_few_runs_are_drawn_one_by_one(chart: BoxChart) -> None:
    colour = trail_style(0, LIGHT).colour
    few = np.arange(100.0, 220.0, 10.0)
    chart.set_rows([row(few)], "steps")
    one_by_one = count_of(pixels(chart), colour)
    chart.set_rows([row(np.repeat(few, 20))], "steps")
    assert one_by_one > count_of(pixels(chart), colour) + 25


def test_equal_runs_and_runs_of_no_steps_are_drawn(chart: BoxChart) -> None:
    for value in (0.0, 1.0, 7.0, 100_000.0):
        chart.set_rows([row(np.full(100, value))], "steps")
        assert columns_of(chart, trail_style(0, LIGHT).colour)


def test_a_click_or_an_arrow_chooses_a_row(chart: BoxChart) -> None:
    chart.set_rows([row(HUNDREDS, place) for place in range(3)], "steps")
    chosen: list[int] = []
    chart.chosen.connect(chosen.append)
    chart.chosen.connect(chart.set_chosen)
    height = (chart.sizeHint().height() - chart.fontMetrics().height()) // 4
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(50, height + height // 2))
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chosen == [1, 2, 1]


def test_the_pointer_reads_the_numbers_of_a_row(chart: BoxChart) -> None:
    chart.set_rows([row(HUNDREDS), row(HUNDREDS, 1)], "steps")
    before = pixels(chart)
    QTest.mouseMove(chart, QPoint(100, 20))
    assert (pixels(chart) != before).any()
    assert "104 · 124 · 149 · 174 · 194" in chart.reading(chart.rows[0])
