"""The chart of a slice: what is drawn of it, and what the pointer reads."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.eigen import Vector
from core.expression import parse_loss
from core.landings import landings
from core.landscape import Surface
from core.slices import Aim, Along, cut
from gui.plot.slice_chart import LOSS_COLOUR, MODEL_COLOUR, SliceChart
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import shown
from tests.gui.plot.sample import count_of, pixels

ROSENBROCK = "(1 - u)^2 + 100(v - u^2)^2"
START = (-1.2, 1.0)


@pytest.fixture
def chart(qtbot: QtBot) -> SliceChart:
    return shown(qtbot, SliceChart(), 360, 260)


def show(
    chart: SliceChart, loss: str, point: Vector, aim: Aim | None = None, reach: float = 1.0
) -> None:
    ground = Surface(parse_loss(loss), {})
    line = cut(ground, point, aim or Aim(), -reach, reach)
    chart.set_slice(line, landings(ground, line))
    QApplication.processEvents()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chart_draws_loss_and_model_in_their_colours(chart: SliceChart, theme: Theme) -> None:
    chart.set_theme(theme)
    show(chart, ROSENBROCK, START)
    found = pixels(chart)
    assert count_of(found, QColor(LOSS_COLOUR[theme.is_dark])) > 300
    assert count_of(found, QColor(MODEL_COLOUR[theme.is_dark])) > 100


def test_the_chart_leaves_a_gap_where_the_loss_is_undefined(chart: SliceChart) -> None:
    aim = Aim(Along.POINT, (2.0, 0.0))
    show(chart, "ln x + y", (1.5, 0.0), aim)
    whole = np.flatnonzero(_columns(chart))
    show(chart, "ln x + y", (0.5, 0.0), aim)
    half = np.flatnonzero(_columns(chart))
    assert abs(whole.max() - half.max()) <= 2
    assert half.min() > whole.min() + 0.15 * np.ptp(whole)


def _columns(chart: SliceChart) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell in which columns below the legend the curve is seen."""
    wanted = QColor(LOSS_COLOUR[0])
    colour = np.array([wanted.red(), wanted.green(), wanted.blue()])
    seen: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        np.abs(pixels(chart)[32:] - colour).max(axis=2) <= 12
    ).any(axis=0)
    return seen


@pytest.mark.parametrize(
    ("loss", "point", "reach"),
    [
        ("x^2 + y^2", (1e12, -1e12), 1.0),
        ("1/x + y", (0.25, 1.0), 1.0),
        ("x^2 + y^2", (1.0, 1.0), 1e-12),
        ("exp(x^2) + y", (3.0, 1.0), 1e9),
        ("7 + 0 x y", (1.0, 1.0), 1.0),
        ("1e300 x y", (1e8, 1e-3), 1.0),
        ("1e300 (x^5 + y)", (0.5, 1.0), 40.0),
        ("1e-300 x y", (1.0, 1.0), 1e-12),
    ],
)
def test_every_slice_is_drawn(chart: SliceChart, loss: str, point: Vector, reach: float) -> None:
    show(chart, loss, point, Aim(Along.RANDOM), reach)
    found = pixels(chart)[32:]
    assert count_of(found, QColor(LIGHT.mark)) > 30
    assert count_of(found, QColor(LOSS_COLOUR[0])) > 20 or reach == 1e9


def test_the_pointer_reads_the_curve(qtbot: QtBot, chart: SliceChart) -> None:
    show(chart, ROSENBROCK, START)
    heard: list[float] = []
    chart.pointed_at.connect(heard.append)
    QTest.mouseMove(chart, chart.rect().center())
    qtbot.waitUntil(lambda: bool(heard))
    QTest.mouseMove(chart, chart.rect().center() + QPoint(40, 0))
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert -1.0 < heard[0] < heard[-1] < 1.0
    chart.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: math.isnan(heard[-1]))


@pytest.mark.parametrize(("notches", "grows"), [(1, False), (-1, True)])
def test_the_wheel_asks_for_another_extent(chart: SliceChart, notches: int, grows: bool) -> None:
    show(chart, ROSENBROCK, START)
    factors: list[float] = []
    chart.zoomed.connect(factors.append)
    middle = QPointF(chart.rect().center())
    event = QWheelEvent(
        middle,
        chart.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)
    assert len(factors) == 1
    assert (factors[0] > 1) == grows
