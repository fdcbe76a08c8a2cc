"""The whole main job with a real window, real keys and a real mouse."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, View, basic_entries
from gui.handlers import Handlers
from gui.main_window import MainWindow
from gui.panels.number_field import NumberField
from tests.gui.support import PATIENCE, click, drag, open_window, pixel_of, wait_until_done

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0), Start(2.5, -1.5)),
    entries=basic_entries(),
    steps=60,
)


def type_loss(qtbot: QtBot, window: MainWindow, text: str) -> None:
    field = window.findChild(QLineEdit, "lossInput")
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    qtbot.waitUntil(lambda: window.controller.scene.loss == text, timeout=PATIENCE)
    wait_until_done(qtbot, window)


def play_to_the_end(qtbot: QtBot, window: MainWindow) -> None:
    window.playback.set_speed(100.0)
    with qtbot.waitSignal(
        window.playback.playing_changed,
        check_params_cb=lambda playing: not playing,
        timeout=PATIENCE,
    ):
        QTest.keyClick(window, Qt.Key.Key_Space)


def test_type_click_play_rank_export(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot, replace(BOWL, starts=())) as window:
        type_loss(qtbot, window, "(x-1)^2 + 4y^2")
        click(window, -2.0, 1.0)
        click(window, 3.0, -2.0)
        assert len(window.controller.scene.starts) == 2
        wait_until_done(qtbot, window)
        window.views.landscape.setFocus()
        play_to_the_end(qtbot, window)
        assert window.playback.step == 60
        resolved = window.controller.resolved
        assert resolved is not None
        race = resolved.race
        assert race is not None
        means = [float(np.mean(losses[:, -1])) for losses in race.loss]
        order = sorted(range(5), key=lambda entry: means[entry])
        qtbot.waitUntil(lambda: window.views.optimizers.order() == order)
        path = tmp_path / "race.csv"
        window.documents.export_csv(path)
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 5 * 2 * 61
        read = np.array([float(row["loss"]) for row in rows]).reshape(5, 2, 61)
        assert np.array_equal(read, race.loss)
        read = np.array([float(row["x"]) for row in rows]).reshape(5, 2, 61)
        assert np.array_equal(read, race.x)


def test_dragging_a_start_bends_every_trajectory(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        before = window.controller.resolved
        assert before is not None
        assert before.race is not None
        landscape = window.views.landscape
        drag(landscape, pixel_of(window, -3.0, 2.0), pixel_of(window, -1.0, -2.0))
        wait_until_done(qtbot, window)
        after = window.controller.resolved
        assert after is not None
        assert after.race is not None
        moved = window.controller.scene.starts[0]
        assert np.hypot(moved.x + 1.0, moved.y + 2.0) < 0.05
        assert np.all(after.race.x[:, 0, 1:] != before.race.x[:, 0, 1:])
        assert np.array_equal(after.race.x[:, 1], before.race.x[:, 1])


def test_everything_can_be_undone(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        original = window.controller.scene
        click(window, 1.0, 1.0)
        drag(window.views.landscape, pixel_of(window, -3.0, 2.0), pixel_of(window, -1.0, -2.0))
        type_loss(qtbot, window, "x^4 + y^2")
        QTest.mouseClick(
            window.views.landscape, Qt.MouseButton.RightButton, pos=pixel_of(window, 1.0, 1.0)
        )
        final = window.controller.scene
        assert len(final.starts) == 2
        for _ in range(4):
            window.actions_by_key["undoAction"].trigger()
        assert window.controller.scene == original
        assert not window.actions_by_key["undoAction"].isEnabled()
        for _ in range(4):
            window.actions_by_key["redoAction"].trigger()
        assert window.controller.scene == final
        wait_until_done(qtbot, window)


def test_an_error_is_shown_and_the_picture_stays(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        resolved = window.controller.resolved
        bar = window.views.loss_bar
        bar.input.setFocus()
        bar.input.selectAll()
        QTest.keyClicks(bar.input, "x^2 + (y")
        qtbot.waitUntil(lambda: bar.error.text() != "", timeout=PATIENCE)
        assert window.controller.scene == BOWL
        assert window.controller.resolved is resolved
        QTest.keyClicks(bar.input, ")")
        qtbot.waitUntil(lambda: window.controller.scene.loss == "x^2 + (y)", timeout=PATIENCE)
        assert bar.error.text() == ""
        wait_until_done(qtbot, window)


def test_a_new_name_becomes_a_slider(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        assert not window.views.parameters.isVisible()
        type_loss(qtbot, window, "x^2 + a y^2")
        assert list(window.controller.scene.parameters) == ["a"]
        assert window.views.parameters.isVisible()


def test_a_derivation_that_explodes_leaves_the_window_alive(qtbot: QtBot) -> None:
    from core.symbolic.worker import SymbolicWorker

    worker = SymbolicWorker()
    worker.start()
    try:
        with open_window(qtbot, BOWL, worker) as window:
            type_loss(qtbot, window, "*".join(f"sin({k}x)" for k in range(1, 50)) + "+y")
            resolved = window.controller.resolved
            assert resolved is not None
            assert resolved.picture is not None
            assert resolved.race is not None
            assert resolved.landscape is None
            assert "abandoned" in window.views.loss_bar.error.text()
            type_loss(qtbot, window, "x^2 + y^2")
            resolved = window.controller.resolved
            assert resolved is not None
            assert resolved.landscape is not None
            assert window.views.loss_bar.error.text() == ""
    finally:
        worker.close()


def test_every_action_is_in_a_menu_and_says_what_it_does(qtbot: QtBot) -> None:
    from gui.actions import COMMANDS
    from gui.menus import MENUS

    in_menus = {key for _, keys in MENUS for key in keys}
    assert {command.key for command in COMMANDS} == in_menus - {""}
    with open_window(qtbot, BOWL) as window:
        handlers = window.findChild(Handlers)
        assert handlers is not None
        assert set(handlers.table()) == in_menus - {""}
        for command in COMMANDS:
            assert command.tip.endswith(".")
            assert command.shortcut


def test_closing_while_playing_and_computing(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.playback.play()
        click(window, 1.0, 1.0)
        window.close()
        assert not window.playback.is_playing


def test_scene_button_lists_the_shipped_scenes(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        buttons = [button.text() for button in window.views.loss_bar.findChildren(QPushButton)]
        assert any("Scenes" in text for text in buttons)


def test_the_curvature_panel_follows_the_pointer_and_the_loss(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        landscape, panel = window.views.landscape, window.views.curvature
        QTest.mouseMove(landscape, pixel_of(window, 1.0, 1.0))
        qtbot.waitUntil(lambda: panel.values[1].text() == "6", timeout=PATIENCE)
        type_loss(qtbot, window, "x^2 + 5y^2")
        qtbot.waitUntil(lambda: panel.values[1].text() == "10", timeout=PATIENCE)
        assert panel.values[0].text() == "2"


def test_a_race_of_entries_that_are_gone_leaves_the_ranking_alone(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        older = window.controller.resolved
        assert older is not None
        window.intents.remove_entry(0)
        window.controller.accept(older)
        window.playback.seek(3)
        assert len(window.views.optimizers.order()) == 4
        wait_until_done(qtbot, window)


def test_space_plays_after_a_loss_was_entered_and_in_a_number_field(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        field = window.views.loss_bar.input
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        focused = window.focusWidget()
        assert focused is window.views.landscape
        QTest.keyClick(focused, Qt.Key.Key_Space)
        assert window.playback.is_playing
        number = window.views.optimizers.findChild(NumberField)
        assert number is not None
        number.setFocus()
        QTest.keyClick(number, Qt.Key.Key_Space)
        assert not window.playback.is_playing


def test_a_new_loss_takes_the_words_about_the_old_one_away(qtbot: QtBot) -> None:
    with open_window(qtbot, replace(BOWL, title="Bowl", notes="It is round.")) as window:
        type_loss(qtbot, window, "x^2 - y^2")
        assert window.controller.scene.title == window.controller.scene.notes == ""
        assert not window.views.caption.isVisible()


def test_a_drag_before_the_race_shows_where_the_trails_lead(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        landscape = window.views.landscape
        drag(landscape, pixel_of(window, -3.0, 2.0), pixel_of(window, -1.0, -2.0))
        assert landscape.step == 0
        QTest.mousePress(landscape, Qt.MouseButton.LeftButton, pos=pixel_of(window, -1.0, -2.0))
        QTest.mouseMove(landscape, pixel_of(window, -2.0, -2.0))
        assert landscape.step == 60
        QTest.mouseRelease(landscape, Qt.MouseButton.LeftButton, pos=pixel_of(window, -2.0, -2.0))
        assert landscape.step == 0
        wait_until_done(qtbot, window)


def test_a_pan_is_one_step_and_is_resolved_when_it_ends(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        before = window.controller.scene
        drag(window.views.landscape, pixel_of(window, 0.5, 0.5), pixel_of(window, 1.5, 0.5))
        wait_until_done(qtbot, window)
        resolved = window.controller.resolved
        assert resolved is not None
        assert resolved.scene.view != before.view
        assert resolved.view == window.views.landscape.view
        window.actions_by_key["undoAction"].trigger()
        assert window.controller.scene == before
        wait_until_done(qtbot, window)
