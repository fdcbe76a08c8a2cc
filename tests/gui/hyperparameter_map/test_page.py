"""Hyperparameter maps in the real window: computed, chosen from, zoomed, written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.facts import values
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.race import run_race
from core.scene import Entry, Parameter, Scene, Start, View
from core.scene_edits import with_parameter
from gui.appearance import Choice
from gui.hyperparameter_map.work import Answer
from gui.main_window import MainWindow
from gui.panels.choice_button import ChoiceButton
from gui.panels.number_label import NumberLabel
from gui.plot.map_axes import MapAxes
from main import main
from tests.gui.panels.support import child, retype
from tests.gui.panels.support import click as click_on
from tests.gui.support import PATIENCE, drag, names_by_tab, open_window, wait_until_done

BOWL = Scene(
    loss="a x^2/2 + 5y^2",
    parameters={"a": Parameter(1.0)},
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0), Start(1.0, 1.0)),
    entries=(
        Entry(GradientDescent(learning_rate=0.1)),
        Entry(Momentum(learning_rate=0.02)),
        Entry(Adam()),
    ),
    steps=60,
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(qtbot, BOWL) as opened:
        opened.views.landscape.setFocus()
        QTest.keyClick(opened, Qt.Key.Key_M)
        wait_for_map(qtbot, opened)
        yield opened


def wait_for_map(qtbot: QtBot, window: MainWindow) -> None:
    def is_shown() -> bool:
        picture, answer = window.map_panel.chart.picture, window.maps.answer
        if picture is None or answer is None or not window.maps.is_complete:
            return False
        is_newest = answer.request.resolved.scene.parameters == window.controller.scene.parameters
        return is_newest and picture.x_axis == answer.found.x_axis

    qtbot.waitUntil(is_shown, timeout=PATIENCE)


def answer_of(window: MainWindow) -> Answer:
    assert window.maps.answer is not None
    return window.maps.answer


def axes_of(window: MainWindow) -> MapAxes:
    assert window.maps.choice.axes is not None
    return MapAxes(window.map_panel.chart.area(), *window.maps.choice.axes)


def place_of(window: MainWindow, x: float, y: float) -> QPoint:
    return axes_of(window).point(x, y).toPoint()


def mapped(window: MainWindow, entry: int = 1) -> Optimizer:
    return window.controller.scene.entries[entry].optimizer


def number(window: MainWindow, name: str) -> str:
    return child(window, NumberLabel, name).text()


def choose(window: MainWindow, button: str, key: str) -> None:
    menu = child(window, ChoiceButton, button).menu()
    action = menu.findChild(QAction, f"{button}-{key}")
    assert isinstance(action, QAction)
    action.trigger()


def turn_wheel(window: MainWindow, place: QPoint, notches: int) -> None:
    chart = window.map_panel.chart
    event = QWheelEvent(
        QPointF(place),
        chart.mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)


def test_the_key_opens_a_map_of_the_first_method_with_two_hyperparameters(
    window: MainWindow,
) -> None:
    assert window.pages.current == "map"
    found = answer_of(window).found
    assert (found.x_axis.name, found.y_axis.name) == ("learning_rate", "momentum")
    assert child(window, ChoiceButton, "mapEntryButton").text() == "Momentum"
    assert found.boundary.size
    said = window.map_panel.conditions.text()
    assert "Momentum on a x^2/2 + 5y^2, a = 1: 2 starts, 60 steps, seed 0." in said
    assert "gradient norm ≤ 0.001" in said
    assert "theory" in said
    assert window.map_panel.legend.lines == [
        "Final loss, mean over 2 starts",
        "mean above that of the starts",
        "at least one run diverged or left the domain",
    ]


def test_a_pixel_is_what_a_race_from_it_comes_to(window: MainWindow, qtbot: QtBot) -> None:
    place = place_of(window, 0.05, 0.5)
    QTest.mouseMove(window.map_panel.chart, place)
    qtbot.waitUntil(lambda: window.map_panel.reading.heading.text().endswith("pointer"))
    assert window.map_panel.chart.reading.startswith("loss ")
    read, found = number(window, "mapReadMeanLoss"), answer_of(window).found
    before = window.controller.history.count()
    QTest.mouseClick(window.map_panel.chart, Qt.MouseButton.LeftButton, pos=place)
    assert window.controller.history.count() == before + 1
    assert values(mapped(window))["learning_rate"] == pytest.approx(0.05, rel=0.1)
    assert values(mapped(window))["momentum"] == pytest.approx(0.5, abs=0.02)
    wait_until_done(qtbot, window)
    resolved = window.controller.resolved
    assert resolved is not None
    race = run_race(resolved.surface, window.controller.scene)
    ends = [race.loss[1, start, race.last_step[1, start]] for start in range(2)]
    assert float(read.replace("−", "-")) == pytest.approx(np.mean(ends), rel=1e-5)
    # Where the entry stands on the map is not what the map is about.
    assert answer_of(window).found is found
    window.controller.history.undo()
    assert mapped(window) == BOWL.entries[1].optimizer


def test_the_marker_is_dragged_as_one_step_of_the_history(window: MainWindow, qtbot: QtBot) -> None:
    before = window.controller.history.count()
    drag(window.map_panel.chart, place_of(window, 0.02, 0.9), place_of(window, 0.2, 0.2))
    assert window.controller.history.count() == before + 1
    assert values(mapped(window))["learning_rate"] == pytest.approx(0.2, rel=0.1)
    assert values(mapped(window))["momentum"] == pytest.approx(0.2, abs=0.02)
    window.controller.history.undo()
    assert mapped(window) == BOWL.entries[1].optimizer
    wait_until_done(qtbot, window)


def test_the_wheel_zooms_about_the_pointer_a_drag_moves_and_reset_returns(
    window: MainWindow, qtbot: QtBot
) -> None:
    usual, place = axes_of(window), place_of(window, 0.1, 0.4)
    turn_wheel(window, place, 4)
    near = axes_of(window)
    assert near.x.high / near.x.low < (usual.x.high / usual.x.low) ** 0.5
    assert near.y.high - near.y.low < 0.5
    moved = near.point(0.1, 0.4) - QPointF(place)
    assert abs(moved.x()) < 1.5
    assert abs(moved.y()) < 1.5
    wait_for_map(qtbot, window)
    assert answer_of(window).found.x_axis == near.x
    before = near
    start = before.area.center().toPoint()
    drag(window.map_panel.chart, start, start + QPoint(-40, 20))
    after = axes_of(window)
    assert after.x.low > before.x.low
    assert after.y.low > before.y.low
    assert math.log(after.x.high / after.x.low) == pytest.approx(
        math.log(before.x.high / before.x.low)
    )
    assert mapped(window) == BOWL.entries[1].optimizer
    click_on(child(window, QPushButton, "mapResetButton"))
    assert axes_of(window) == usual
    wait_for_map(qtbot, window)


def test_ranges_and_scales_are_set_by_hand(window: MainWindow, qtbot: QtBot) -> None:
    retype(child(window, QLineEdit, "mapXHighField"), "0.5")
    assert axes_of(window).x.high == 0.5
    field = child(window, QLineEdit, "mapYHighField")
    retype(field, "1.5")
    assert "must not reach beyond 1" in field.accessibleDescription()
    assert axes_of(window).y.high == 1.0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    choose(window, "mapXScaleButton", "linear")
    assert not axes_of(window).x.is_logarithmic
    choose(window, "mapXAxisButton", "momentum")
    assert [axis.name for axis in (axes_of(window).x, axes_of(window).y)] == [
        "momentum",
        "learning_rate",
    ]
    wait_for_map(qtbot, window)


def test_another_entry_and_another_pair_of_hyperparameters(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "mapEntryButton", "2")
    choose(window, "mapXAxisButton", "beta2")
    wait_for_map(qtbot, window)
    found = answer_of(window).found
    assert isinstance(found.entry.optimizer, Adam)
    assert (found.x_axis.name, found.y_axis.name) == ("beta2", "beta1")
    # The limit of an adaptive method does not follow from the curvature.
    assert not found.boundary.size
    choose(window, "mapEntryButton", "0")
    assert "fewer than two hyperparameters" in window.map_panel.chart.message
    choose(window, "mapEntryButton", "1")
    wait_for_map(qtbot, window)
    assert not window.map_panel.chart.message


def test_every_quantity_is_coloured_and_another_tolerance_computed(
    window: MainWindow, qtbot: QtBot
) -> None:
    found, seen = answer_of(window).found, []
    for key in ("median_loss", "median_steps", "reached", "diverged"):
        choose(window, "mapQuantityButton", key)

        def is_coloured(key: str = key) -> bool:
            picture = window.map_panel.chart.picture
            return picture is not None and picture.quantity.value == key

        qtbot.waitUntil(is_coloured, timeout=PATIENCE)
        seen.append(window.map_panel.legend.lines[0])
    assert seen == [
        "Final loss, median over 2 starts",
        "Steps to gradient norm ≤ 0.001, median over 2 starts",
        "Percentage of 2 starts that reach gradient norm ≤ 0.001",
        "Percentage of 2 starts that diverge",
    ]
    assert answer_of(window).found is found
    retype(child(window, QLineEdit, "mapToleranceField"), "0.1")
    wait_for_map(qtbot, window)
    looser = answer_of(window).found
    assert looser.tolerance.value == 0.1
    choose(window, "mapToleranceButton", "loss")
    wait_for_map(qtbot, window)
    assert answer_of(window).found.tolerance.of == "loss"


def test_a_dragged_slider_bends_the_map(window: MainWindow, qtbot: QtBot) -> None:
    before = answer_of(window).found
    for value in (1.5, 2.0, 3.0):
        scene = with_parameter(BOWL, "a", Parameter(value))
        window.controller.replace(scene, "a", "parameter a", finished=False)

    def follows() -> bool:
        found = answer_of(window)
        return found.request.resolved.scene.parameters["a"].value == 3.0

    qtbot.waitUntil(follows, timeout=PATIENCE)
    window.controller.replace(window.controller.scene, "a", "parameter a")
    wait_for_map(qtbot, window)
    after = answer_of(window).found
    assert after.is_complete
    assert not np.array_equal(after.ending.mean_loss, before.ending.mean_loss)


def test_nothing_is_computed_while_the_page_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    found = answer_of(window).found
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == "race"
    window.controller.replace(with_parameter(BOWL, "a", Parameter(2.0)), "a")
    wait_until_done(qtbot, window)
    assert answer_of(window).found is found
    window.maps.open()
    wait_for_map(qtbot, window)
    assert answer_of(window).found is not found


def test_a_map_that_is_closed_outlives_its_method(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    window.controller.replace(replace(BOWL, entries=(Entry(Adam()),)), "another method")
    wait_until_done(qtbot, window)
    before = window.map_panel.chart.picture
    window.appearance.choose(Choice.DARK)
    qtbot.waitUntil(lambda: window.map_panel.chart.picture is not before, timeout=PATIENCE)
    window.maps.open()
    wait_for_map(qtbot, window)
    assert {axis.name for axis in window.maps.choice.axes or ()} <= set(values(Adam()))


def test_escape_stops_a_long_map_and_keeps_what_is_done(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.replace(replace(BOWL, steps=100_000), "steps")
    wait_until_done(qtbot, window)

    def is_under_way() -> bool:
        found = answer_of(window)
        is_newest = found.request.resolved.scene.steps == 100_000
        return is_newest and window.map_panel.chart.progress is not None

    qtbot.waitUntil(is_under_way, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == "map"
    assert window.map_panel.chart.progress is None
    assert not answer_of(window).found.is_complete
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == "race"


def test_the_keys_read_and_choose(window: MainWindow, qtbot: QtBot) -> None:
    chart, step = window.map_panel.chart, window.playback.step
    chart.setFocus()
    for _ in range(10):
        QTest.keyClick(chart, Qt.Key.Key_Right)
        QTest.keyClick(chart, Qt.Key.Key_Down)
    assert window.playback.step == step
    assert window.map_panel.reading.heading.text() == "Pixel at the pointer"
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert values(mapped(window))["learning_rate"] > 0.03
    assert values(mapped(window))["momentum"] < 0.8
    usual = axes_of(window)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert axes_of(window).x.high / axes_of(window).x.low < usual.x.high / usual.x.low
    wait_until_done(qtbot, window)
    wait_for_map(qtbot, window)


def test_tab_leads_through_the_page(window: MainWindow) -> None:
    window.views.landscape.setFocus()
    names = names_by_tab(window, 60)
    wanted = ["mapEntryButton", "mapQuantityButton", "mapChart", "mapXAxisButton",
              "mapXScaleButton", "mapXLowField", "mapXHighField", "mapYAxisButton",
              "mapToleranceButton", "mapToleranceField", "mapResetButton", "mapCsvButton",
              "mapPictureButton"]  # fmt: skip
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)


def test_the_table_is_the_one_of_the_verb_and_the_picture_has_the_legend(
    window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window.map_export.write_csv(tmp_path / "window.csv")
    found = answer_of(window).found
    rows, columns = found.known.shape
    x, y = found.x_axis, found.y_axis
    written = main(
        ["map", "--loss", BOWL.loss, "--parameter", "a=1", "--steps", "60",
         "--start=-3,2", "--start=1,1", "--optimizer", "momentum:learning_rate=0.02",
         "--x", f"{x.name}:{x.low!r},{x.high!r},log",
         "--y", f"{y.name}:{y.low!r},{y.high!r},linear",
         "--size", f"{columns}x{rows}", "--csv", str(tmp_path / "verb.csv")]
    )  # fmt: skip
    assert not written
    capsys.readouterr()
    assert (tmp_path / "window.csv").read_bytes() == (tmp_path / "verb.csv").read_bytes()
    shown = window.map_panel.chart.picture
    window.map_export.write_picture(tmp_path / "map.png")
    image = QImage(str(tmp_path / "map.png"))
    assert image.width() > 3 * window.map_panel.chart.width()
    assert image.height() > 3 * (window.map_panel.chart.height() + 40)
    assert window.map_panel.chart.picture is shown


def test_without_a_start_or_a_method_it_says_what_is_missing(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.controller.replace(replace(BOWL, starts=()), "starts")
    assert window.map_panel.chart.message.startswith("Add a start")
    window.controller.replace(replace(BOWL, entries=()), "methods")
    assert window.map_panel.chart.message.startswith("Add a method")
    wait_until_done(qtbot, window)
    window.controller.replace(BOWL, "back")
    wait_until_done(qtbot, window)
    wait_for_map(qtbot, window)
    assert not window.map_panel.chart.message
