"""The bars that show where runs end."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.basins import Fate
from gui.plot.basin_colours import colour_of
from gui.plot.box_shares import End, ShareChart, ShareRow
from gui.theme import DARK, LIGHT, Theme, trail_style
from tests.gui.panels.support import shown
from tests.gui.plot.sample import count_of, pixels

ENDS = (End("minimum (1, 0)", 0), End("minimum (−1, 0)", 1), End("diverged", fate=Fate.DIVERGED))


def rows(theme: Theme, *shares: tuple[float, ...]) -> list[ShareRow]:
    return [ShareRow(f"M{n}", trail_style(n, theme), row) for n, row in enumerate(shares)]


@pytest.fixture
def chart(qtbot: QtBot) -> ShareChart:
    return shown(qtbot, ShareChart(), 360, 260)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_bar_is_as_long_as_its_share(chart: ShareChart, theme: Theme) -> None:
    chart.set_theme(theme)
    chart.set_shares(ENDS, rows(theme, (0.2, 0.8, 0.0), (0.6, 0.4, 0.0)))
    first = colour_of(0, theme, 0.0 if theme.is_dark else 0.6)
    found = np.abs(
        pixels(chart).astype(np.int64) - [first.red(), first.green(), first.blue()]
    ).max(axis=2) <= 6  # fmt: skip
    heights = round(1.35 * chart.fontMetrics().height() + 2)
    widths = [
        found[place * heights + 5, :].sum() for place in range(2)
    ]  # a row of pixels above the numbers
    assert widths[1] == pytest.approx(3 * widths[0], abs=6)


def test_the_list_tells_the_shares_of_the_chosen_entry(chart: ShareChart) -> None:
    chart.set_shares(ENDS, rows(LIGHT, (0.25, 0.5, 0.25), (1.0, 0.0, 0.0)))
    assert "M0: minimum (1, 0) 25.0 %, minimum (−1, 0) 50.0 %, diverged 25.0 %" in (
        chart.accessibleName()
    )
    before = pixels(chart)
    chart.set_chosen(1)
    assert (pixels(chart) != before).any()


def test_diverged_runs_are_hatched(chart: ShareChart) -> None:
    chart.set_shares(ENDS, rows(LIGHT, (0.0, 0.0, 1.0)))
    ground = count_of(pixels(chart), colour_of(0, LIGHT, 0.6))
    chart.set_shares(ENDS, rows(LIGHT, (1.0, 0.0, 0.0)))
    assert count_of(pixels(chart), colour_of(0, LIGHT, 0.6)) > ground + 1000


def test_nothing_to_show_is_no_error(chart: ShareChart) -> None:
    chart.set_shares((), rows(LIGHT, ()))
    chart.set_shares((), ())
    assert not chart.grab().isNull()
