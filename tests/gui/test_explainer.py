"""A click on a trail explains its step, with a real window and a real mouse."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.race import Race
from core.scene import Entry, Scene, Start, View
from gui.appearance import Choice
from gui.explainer import PAGE
from gui.main_window import MainWindow
from gui.plot.explanation_layer import ExplainedStep
from gui.side_pages import RACE
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import count_of, pixels
from tests.gui.support import PATIENCE, open_window, pixel_of, wait_until_done

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0), Start(2.5, -1.5)),
    entries=(Entry(GradientDescent(learning_rate=0.1)), Entry(Momentum(learning_rate=0.02))),
    steps=40,
)

LIGHT_BLUE = QColor(LIGHT.positive)


def race_in(window: MainWindow) -> Race:
    resolved = window.controller.resolved
    assert resolved is not None
    assert resolved.race is not None
    return resolved.race


def click_trail(
    window: MainWindow,
    entry: int,
    start: int,
    step: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(
        window.views.landscape, Qt.MouseButton.LeftButton, keys, iterate(window, entry, start, step)
    )


def iterate(window: MainWindow, entry: int, start: int, step: int) -> QPoint:
    race = race_in(window)
    return pixel_of(window, float(race.x[entry, start, step]), float(race.y[entry, start, step]))


def drawn(window: MainWindow) -> ExplainedStep | None:
    return window.views.landscape.explained_step


def wait_for_step(qtbot: QtBot, window: MainWindow, step: int) -> str:
    """Wait until a step is explained, and return the exact values that it computed."""

    def is_there() -> bool:
        shown = window.explanation_panel
        return f"Step {step} " in shown.place.text() and exact(window, step) in [
            line.split()[-1] for line in shown.computed.text().splitlines()
        ]

    qtbot.waitUntil(is_there, timeout=PATIENCE)
    return window.explanation_panel.computed.text()


def exact(window: MainWindow, step: int) -> str:
    entry, start = window.explainer.run
    return repr(float(race_in(window).x[entry, start, step]))


def to_step(window: MainWindow, step: int) -> None:
    window.playback.seek(step)


def test_clicking_a_trail_explains_its_step(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 40)
        click_trail(window, 1, 1, 3)
        assert window.pages.current == PAGE
        assert window.playback.step == 3
        assert window.explainer.run == (1, 1)
        computed = wait_for_step(qtbot, window, 3)
        race = race_in(window)
        for values in (race.x, race.y, race.loss):
            assert repr(float(values[1, 1, 3])) in computed
        before = window.explanation_panel.before.text()
        for values in (race.x, race.y, race.loss, race.gradient_x, race.gradient_y):
            assert repr(float(values[1, 1, 2])) in before
        assert window.explanation_panel.entry_button.text() == "Momentum"
        assert window.explanation_panel.start_button.text() == "start 2"
        assert len(window.controller.scene.starts) == 2


def test_the_step_is_drawn_where_it_began(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 40)
        plain = count_of(pixels(window.views.landscape), LIGHT_BLUE)
        click_trail(window, 1, 0, 4)
        wait_for_step(qtbot, window, 4)
        step, race = drawn(window), race_in(window)
        assert step is not None
        assert (step.entry, step.start) == (1, 0)
        kinds = [arrow.kind for arrow in step.arrows]
        assert kinds.count("step") == kinds.count("velocity") == kinds.count("part") == 1
        origin = (float(race.x[1, 0, 3]), float(race.y[1, 0, 3]))
        assert all(arrow.tail == origin for arrow in step.arrows)
        assert count_of(pixels(window.views.landscape), LIGHT_BLUE) > plain + 50


def test_the_page_follows_the_arrow_keys(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 10)
        click_trail(window, 0, 0, 5)
        wait_for_step(qtbot, window, 5)
        QTest.keyClick(window, Qt.Key.Key_Right)
        wait_for_step(qtbot, window, 6)
        QTest.keyClick(window, Qt.Key.Key_Left)
        QTest.keyClick(window, Qt.Key.Key_Left)
        wait_for_step(qtbot, window, 4)


def test_at_the_start_the_page_says_how_to_go_on(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        QTest.keyClick(window, Qt.Key.Key_E)
        assert window.pages.current == PAGE
        assert "press →" in window.explanation_panel.message.text()
        assert not window.explanation_panel.sentences.isVisible()
        QTest.keyClick(window, Qt.Key.Key_Right)
        wait_for_step(qtbot, window, 1)
        assert window.explanation_panel.sentences.isVisible()
        QTest.keyClick(window, Qt.Key.Key_Home)
        assert window.explanation_panel.message.isVisible()
        assert drawn(window) is None


def test_the_key_explains_the_leader_first(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 8)
        QTest.keyClick(window, Qt.Key.Key_E)
        wait_for_step(qtbot, window, 8)
        race = race_in(window)
        means = [float(race.loss[entry, :, 8].mean()) for entry in range(2)]
        assert window.explainer.run[0] == means.index(min(means))


def test_the_button_beside_the_race_explains_as_well(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 2)
        button = window.findChild(QPushButton, "explainStepButton")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.pages.current == PAGE
        wait_for_step(qtbot, window, 2)
        QTest.keyClick(window, Qt.Key.Key_Right)
        wait_for_step(qtbot, window, 3)


@pytest.mark.parametrize("way", ["escape", "button"])
def test_closing_the_page_takes_the_arrows_away(qtbot: QtBot, way: str) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 8)
        click_trail(window, 0, 1, 2)
        wait_for_step(qtbot, window, 2)
        if way == "escape":
            QTest.keyClick(window, Qt.Key.Key_Escape)
        else:
            back = window.findChild(QPushButton, "backFromExplanationButton")
            assert back is not None
            QTest.mouseClick(back, Qt.MouseButton.LeftButton)
        assert window.pages.current == RACE
        assert drawn(window) is None


def test_control_adds_a_start_even_on_a_trail(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 20)
        click_trail(window, 0, 0, 3, Qt.KeyboardModifier.ControlModifier)
        assert len(window.controller.scene.starts) == 3
        assert window.pages.current == RACE
        wait_until_done(qtbot, window)


def test_the_pointer_says_that_a_trail_can_be_clicked(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 20)
        landscape = window.views.landscape
        place = iterate(window, 0, 0, 3)
        QTest.mouseMove(landscape, place)
        assert landscape.cursor().shape() == Qt.CursorShape.PointingHandCursor
        help_event = QHelpEvent(QHelpEvent.Type.ToolTip, place, landscape.mapToGlobal(place))
        QApplication.sendEvent(landscape, help_event)
        named, gestures = QToolTip.text().splitlines()
        assert named == "Gradient descent, step 3."
        assert gestures.startswith("Click to explain this step")
        QToolTip.hideText()
        QTest.mouseMove(landscape, pixel_of(window, 0.0, 2.6))
        assert landscape.cursor().shape() == Qt.CursorShape.CrossCursor
        qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=PATIENCE)


def test_an_opened_row_explains_its_own_method(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 7)
        row = window.views.optimizers.rows[0]
        row.chevron.click()
        button = row.findChild(QPushButton, "explainEntryButton")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.pages.current == PAGE
        assert window.views.landscape.hasFocus()
        assert window.explainer.run == (0, 0)
        assert exact(window, 7) in wait_for_step(qtbot, window, 7)


def test_another_run_is_chosen_by_the_menus(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 8)
        click_trail(window, 0, 0, 4)
        wait_for_step(qtbot, window, 4)
        panel = window.explanation_panel
        panel.entry_button.menu().actions()[1].trigger()
        panel.start_button.menu().actions()[1].trigger()
        assert window.explainer.run == (1, 1)
        wait_for_step(qtbot, window, 4)


def test_a_change_of_the_scene_is_explained_anew(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 8)
        click_trail(window, 1, 1, 4)
        wait_for_step(qtbot, window, 4)
        window.intents.remove_entry(1)
        wait_until_done(qtbot, window)
        wait_for_step(qtbot, window, 4)
        assert window.explanation_panel.entry_button.text() == "Gradient descent"
        window.intents.clear_starts()
        wait_until_done(qtbot, window)
        assert "Add a start" in window.explanation_panel.message.text()
        assert drawn(window) is None


def test_beyond_the_end_of_a_run_its_last_step_is_explained(qtbot: QtBot) -> None:
    lost = replace(BOWL, entries=(Entry(GradientDescent(learning_rate=1e3)),), steps=400)
    with open_window(qtbot, lost) as window:
        last = int(race_in(window).last_step[0, 0])
        assert last < 400
        to_step(window, 400)
        QTest.keyClick(window, Qt.Key.Key_E)
        wait_for_step(qtbot, window, last)
        assert "the last of this run" in window.explanation_panel.place.text()


def test_playing_keeps_the_page_up_to_date(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 1)
        QTest.keyClick(window, Qt.Key.Key_E)
        window.playback.play()
        qtbot.waitUntil(lambda: not window.playback.is_playing, timeout=PATIENCE)
        wait_for_step(qtbot, window, 40)


def test_the_formulas_take_the_colours_of_the_theme(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 3)
        QTest.keyClick(window, Qt.Key.Key_E)
        wait_for_step(qtbot, window, 3)
        numbers = window.explanation_panel.rule.numbers
        qtbot.waitUntil(lambda: bool(numbers) and numbers[0].isVisible(), timeout=PATIENCE)
        window.appearance.choose(Choice.DARK)
        qtbot.waitUntil(
            lambda: count_of(pixels(numbers[0]), QColor(DARK.accent), 40) > 20, timeout=PATIENCE
        )
        window.appearance.choose(Choice.SYSTEM)
        wait_until_done(qtbot, window)


def test_everything_on_the_page_can_be_named(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        to_step(window, 3)
        QTest.keyClick(window, Qt.Key.Key_E)
        wait_for_step(qtbot, window, 3)
        panel = window.explanation_panel
        for control in (panel.entry_button, panel.start_button):
            assert control.objectName()
            assert control.accessibleName()
            assert control.toolTip().endswith(".")
        headings = [
            label.text()
            for label in panel.findChildren(QLabel)
            if label.property("role") == "heading"
        ]
        assert headings == [
            "Why this step",
            "The rule, and its numbers in this step",
            "The step began with",
            "It computed",
        ]
