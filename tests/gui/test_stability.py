"""The sharpness chart and the unstable region in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.optimizers.lion import Lion
from core.optimizers.rmsprop import RMSprop
from core.scene import Entry, Scene, Start, View
from gui.main_window import MainWindow
from gui.panels.charts import Page
from tests.gui.panels.support import child
from tests.gui.panels.support import click as click_on
from tests.gui.support import PATIENCE, click, open_window, wait_until_done

QUARTIC = Scene(
    loss="x^4/12 + y^2/4",
    view=View(-2, 2, -1, 1),
    starts=(Start(-1.5, 0.5), Start(0.5, 0.25)),
    entries=(
        Entry(GradientDescent(learning_rate=2.0)),
        Entry(RMSprop(learning_rate=0.1)),
        Entry(Lion()),
    ),
    steps=30,
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(qtbot, QUARTIC) as opened:
        opened.views.landscape.setFocus()
        yield opened


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=PATIENCE)


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.views.landscape, key)


def legend(window: MainWindow) -> str:
    return window.charts.legend.accessibleName()


def note(window: MainWindow) -> str:
    return window.stability.note


def test_c_goes_round_the_charts(window: MainWindow, qtbot: QtBot) -> None:
    assert window.charts.chart.isVisible()
    press(window, Qt.Key.Key_C)
    assert window.charts.page is Page.GRADIENT
    assert legend(window) == "Gradient norm at each step"
    press(window, Qt.Key.Key_C)
    assert window.charts.curvature.isVisible()
    assert not window.charts.chart.isVisible()
    wait_for(qtbot, lambda: "2/η = 1" in legend(window))
    press(window, Qt.Key.Key_C)
    assert window.charts.chart.isVisible()
    assert legend(window) == "Loss at each step"


def test_the_legend_reads_the_curvature_under_the_playhead(
    window: MainWindow, qtbot: QtBot
) -> None:
    click_on(child(window, QPushButton, "sharpnessChartButton"))
    wait_for(qtbot, lambda: legend(window) == "λmax 2.250 · 2/η = 1 · λmin 0.5000")
    assert window.charts.run_button.text() == "Gradient descent, start 1"
    area = window.charts.curvature.area()
    end = QPoint(round(area.right()), round(area.center().y()))
    QTest.mouseClick(window.charts.curvature, Qt.MouseButton.LeftButton, pos=end)
    assert window.playback.step == 30
    assert "λmax 2.250" not in legend(window)


def choose_run(window: MainWindow, entry: int, start: int) -> None:
    menu = window.charts.run_button.menu()
    assert menu is not None
    click_on(window.charts.run_button)
    action = menu.findChild(QAction, f"chartRun-{entry}-{start}")
    assert isinstance(action, QAction)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_menu_chooses_the_run(window: MainWindow, qtbot: QtBot) -> None:
    window.charts.show_page(Page.SHARPNESS)
    wait_for(qtbot, lambda: "λmax 2.250" in legend(window))
    choose_run(window, 0, 1)
    wait_for(qtbot, lambda: "λmax 0.5000" in legend(window))
    choose_run(window, 1, 1)
    wait_for(qtbot, lambda: "λmax(P⁻¹H)" in legend(window) and "2/η = 20" in legend(window))
    assert window.charts.run_button.text() == "RMSprop, start 2"


def is_surveyed(window: MainWindow) -> bool:
    resolved = window.controller.resolved
    return resolved is not None and resolved.survey is not None and resolved.survey.is_finished


def test_u_hatches_where_the_step_is_too_long(window: MainWindow, qtbot: QtBot) -> None:
    wait_for(qtbot, lambda: is_surveyed(window))
    # The last marks are shown a tenth of a second after they are known.
    qtbot.wait(250)
    plain = window.views.landscape.grab().toImage()
    press(window, Qt.Key.Key_U)
    wait_for(qtbot, lambda: bool(note(window)))
    assert note(window) == "Unstable for Gradient descent: λmax > 2/η = 1."
    assert window.actions_by_key["unstableRegionAction"].isChecked()
    assert window.views.landscape.grab().toImage() != plain
    press(window, Qt.Key.Key_U)
    assert not note(window)
    assert not window.actions_by_key["unstableRegionAction"].isChecked()
    assert window.views.landscape.grab().toImage() == plain


def test_the_hatch_follows_the_learning_rate(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_U)
    wait_for(qtbot, lambda: "2/η = 1." in note(window))
    entry = Entry(GradientDescent(learning_rate=0.1))
    scene = replace(QUARTIC, entries=(entry, *QUARTIC.entries[1:]))
    window.controller.replace(scene, "rate")
    wait_for(qtbot, lambda: note(window).startswith("Gradient descent is stable in the whole view"))
    wait_until_done(qtbot, window)


def test_an_adaptive_method_is_shaded_with_its_scale_at_the_playhead(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.stability.choose_run(1, 0)
    press(window, Qt.Key.Key_U)
    wait_for(qtbot, lambda: "P = √s + ε at step 0" in note(window))
    for _ in range(3):
        press(window, Qt.Key.Key_Right)
    wait_for(qtbot, lambda: "at step 3." in note(window))


def test_a_method_without_a_limit_is_not_shaded_and_says_so(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_U)
    wait_for(qtbot, lambda: bool(note(window)))
    window.stability.choose_entry(2)
    wait_for(qtbot, lambda: note(window).startswith("Lion has no limit of this kind"))
    window.charts.show_page(Page.SHARPNESS)
    wait_for(qtbot, lambda: legend(window) == "λmax 2.250 · λmin 0.5000")


def test_a_moved_start_bends_the_curve(window: MainWindow, qtbot: QtBot) -> None:
    window.charts.show_page(Page.SHARPNESS)
    wait_for(qtbot, lambda: "λmax 2.250" in legend(window))
    scene = replace(QUARTIC, starts=(Start(-1.0, 0.5),))
    window.controller.replace(scene, "start")
    wait_for(qtbot, lambda: "λmax 1.000" in legend(window))
    assert window.charts.run_button.text() == "Gradient descent"
    wait_until_done(qtbot, window)


def test_without_runs_it_says_what_is_missing(window: MainWindow, qtbot: QtBot) -> None:
    window.charts.show_page(Page.SHARPNESS)
    press(window, Qt.Key.Key_U)
    wait_for(qtbot, lambda: bool(note(window)))
    window.actions_by_key["clearStartsAction"].trigger()
    wait_for(qtbot, lambda: note(window).startswith("Place a start"))
    assert window.charts.curvature.last_step() is None
    assert not window.charts.run_button.isVisible()
    click(window, 0.5, 0.5)
    wait_for(qtbot, lambda: note(window).startswith("Unstable for Gradient descent"))
    wait_until_done(qtbot, window)


def test_the_first_run_that_is_seen_is_shown(qtbot: QtBot) -> None:
    hidden = replace(QUARTIC.entries[0], visible=False)
    scene = replace(QUARTIC, entries=(hidden, *QUARTIC.entries[1:]))
    with open_window(qtbot, scene) as window:
        window.charts.show_page(Page.SHARPNESS)
        wait_for(qtbot, lambda: "λmax(P⁻¹H)" in legend(window))


def test_explaining_a_run_shows_its_curvature(window: MainWindow, qtbot: QtBot) -> None:
    window.charts.show_page(Page.SHARPNESS)
    wait_for(qtbot, lambda: "λmax 2.250" in legend(window))
    window.views.landscape.trail_clicked.emit(1, 1, 5)
    wait_for(qtbot, lambda: window.charts.run_button.text() == "RMSprop, start 2")
    wait_for(qtbot, lambda: "λmax(P⁻¹H)" in legend(window))


def test_following_a_racer_shows_its_curvature(window: MainWindow, qtbot: QtBot) -> None:
    window.charts.show_page(Page.SHARPNESS)
    wait_for(qtbot, lambda: "λmax 2.250" in legend(window))
    window.views.curvature.follow_changed.emit("racer 1")
    wait_for(qtbot, lambda: "λmax(P⁻¹H)" in legend(window))
    window.views.curvature.follow_changed.emit("pointer")
    assert window.charts.run_button.text() == "RMSprop, start 1"
