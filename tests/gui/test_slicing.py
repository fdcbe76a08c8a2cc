"""Slices in the real window: opened, aimed, stretched, and following a racer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, Start, View
from gui.main_window import MainWindow
from gui.panels.choice_button import ChoiceButton
from gui.panels.menu_button import MenuButton
from gui.panels.number_label import NumberLabel
from gui.plot.slice_chart import SliceChart
from tests.gui.panels.support import child, retype
from tests.gui.panels.support import click as click_on
from tests.gui.plot.sample import count_of, pixels
from tests.gui.support import PATIENCE, names_by_tab, open_window, pixel_of, wait_until_done

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=(Entry(GradientDescent(learning_rate=0.1)),),
    steps=200,
)
SADDLES = Scene(
    loss="(x^2 - 1)^2 + y^2", view=View(-3, 3, -2, 2), starts=(Start(0.5, 1.0),), steps=20
)


def open_page(qtbot: QtBot, window: MainWindow) -> None:
    window.views.landscape.setFocus()
    QTest.keyClick(window, Qt.Key.Key_X)
    assert window.pages.current == "slice"
    qtbot.waitUntil(lambda: value(window, "sliceSlope") != "", timeout=PATIENCE)


def value(window: MainWindow, name: str) -> str:
    return child(window, NumberLabel, name).text()


def number(window: MainWindow, name: str) -> float:
    return float(child(window, QLineEdit, name).text().replace("−", "-"))


def point(window: MainWindow) -> tuple[float, float]:
    return number(window, "sliceXField"), number(window, "sliceYField")


def aim(window: MainWindow, key: str) -> None:
    menu = child(window, ChoiceButton, "sliceDirectionButton").menu()
    action = menu.findChild(QAction, f"sliceDirectionButton-{key}")
    assert isinstance(action, QAction)
    action.trigger()


def test_the_key_opens_a_slice_at_the_first_start(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        before = pixels(window.views.landscape)
        open_page(qtbot, window)
        assert point(window) == (-3.0, 2.0)
        # ∇L = (−6, 12): its norm is the slope downhill.
        assert float(value(window, "sliceSlope").replace("−", "-")) == pytest.approx(
            -math.hypot(6, 12), rel=1e-3
        )
        drawn = pixels(window.views.landscape)
        mark = QColor(window.appearance.theme.mark)
        assert count_of(drawn, mark) > count_of(before, mark) + 100
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.pages.current == "race"
        assert count_of(pixels(window.views.landscape), mark) < count_of(drawn, mark) - 100


def test_the_point_is_pinned_on_the_plot_or_typed(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
        QTest.mouseClick(window.views.landscape, left, shift, pixel_of(window, 1.0, -1.0))
        qtbot.waitUntil(lambda: abs(point(window)[0] - 1.0) < 0.05, timeout=PATIENCE)
        retype(child(window, QLineEdit, "sliceXField"), "2")
        retype(child(window, QLineEdit, "sliceYField"), "0")
        assert value(window, "sliceSlope") == "−4"
        assert value(window, "sliceLowest") == "0.5"


def test_another_loss_is_cut_as_soon_as_it_is_understood(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.inspector.pin(2.0, 0.0)
        open_page(qtbot, window)
        qtbot.waitUntil(lambda: value(window, "sliceSlope") == "−4", timeout=PATIENCE)
        window.intents.commit_loss("x^3 + y^2")
        wait_until_done(qtbot, window)
        assert value(window, "sliceSlope") == "−12"


def test_every_direction_is_cut(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.inspector.pin(1.0, 1.0)
        open_page(qtbot, window)
        qtbot.waitUntil(lambda: point(window) == (1.0, 1.0), timeout=PATIENCE)
        aim(window, "eigenvector 1")
        assert (value(window, "sliceSlope"), value(window, "sliceBend")) == ("2", "2")
        aim(window, "eigenvector 2")
        assert (value(window, "sliceSlope"), value(window, "sliceBend")) == ("6", "6")
        aim(window, "random")
        first = value(window, "sliceSlope")
        click_on(child(window, QPushButton, "anotherDirectionButton"))
        assert value(window, "sliceSlope") != first


def test_a_line_leads_to_the_critical_points_in_turn(qtbot: QtBot) -> None:
    with open_window(qtbot, SADDLES) as window:
        survey = window.controller.resolved.survey if window.controller.resolved else None
        assert survey is not None
        assert len(survey.points) == 3
        window.inspector.pin(0.75, 1.0)
        open_page(qtbot, window)
        qtbot.waitUntil(lambda: point(window) == (0.75, 1.0), timeout=PATIENCE)
        aim(window, "point")
        places = []
        for _ in range(4):
            places.append(round(number(window, "sliceOtherXField")))
            click_on(child(window, QPushButton, "nextPointButton"))
        assert places == [1, 0, -1, 1]
        retype(child(window, QLineEdit, "sliceOtherXField"), "0.75")
        retype(child(window, QLineEdit, "sliceOtherYField"), "-1")
        assert value(window, "sliceSlope") == "−2"
        assert number(window, "sliceReachField") == pytest.approx(1.25 * 2)


def test_the_extent_is_typed_or_turned_and_fitted_again(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        usual = number(window, "sliceReachField")
        retype(child(window, QLineEdit, "sliceReachField"), "0.25")
        chart = child(window, SliceChart, "sliceChart")
        chart.zoomed.emit(2.0)
        chart.setFocus()
        assert number(window, "sliceReachField") == 0.5
        click_on(child(window, QPushButton, "fitSliceButton"))
        assert number(window, "sliceReachField") == usual


def test_the_pointer_on_the_chart_is_a_dot_on_the_plot(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        chart = child(window, SliceChart, "sliceChart")
        accent = QColor(window.appearance.theme.accent)
        before = count_of(pixels(window.views.landscape), accent)
        QTest.mouseMove(chart, chart.rect().center() + QPoint(60, 0))

        def is_dotted() -> bool:
            return count_of(pixels(window.views.landscape), accent) > before + 20

        qtbot.waitUntil(is_dotted, timeout=PATIENCE)


def test_a_chosen_step_stands_out_on_the_plot(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        accent = QColor(window.appearance.theme.accent)
        window.slice_panel.table.selectRow(9)
        # θ − 0.1 ∇L = (−3 + 0.6, 2 − 1.2).
        place = QPointF(pixel_of(window, -2.4, 0.8))
        found = pixels(window.views.landscape)
        near = found[int(place.y()) - 4 : int(place.y()) + 5, int(place.x()) - 4 :][:, :9]
        assert count_of(near, accent) > 10


def test_a_slice_follows_a_racer(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        follow = child(window, MenuButton, "sliceFollowButton")
        assert follow.text() == "Stays here"
        follow.menu().actions()[1].trigger()
        window.playback.seek(3)
        race = window.controller.resolved.race if window.controller.resolved else None
        assert race is not None
        place = (float(race.x[0, 0, 3]), float(race.y[0, 0, 3]))
        qtbot.waitUntil(lambda: np.allclose(point(window), place, atol=1e-3), timeout=PATIENCE)
        assert follow.text().startswith("Follows ")
        follow.menu().actions()[0].trigger()
        window.playback.seek(9)
        qtbot.waitUntil(lambda: follow.text() == "Stays here", timeout=PATIENCE)
        assert np.allclose(point(window), place, atol=1e-3)


def test_tab_leads_through_the_page(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        open_page(qtbot, window)
        names = names_by_tab(window, 40)
        wanted = ["sliceFollowButton", "sliceXField", "sliceYField", "sliceDirectionButton",
                  "sliceReachField", "fitSliceButton", "landingTable"]  # fmt: skip
        places = [names.index(name) for name in wanted]
        assert places == sorted(places)
