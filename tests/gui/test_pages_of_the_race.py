"""Schedules, noise, stopping rules and the gradient check in the real window."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.outcome import Outcome
from core.race import Race
from core.scene import Entry, Noise, Scene, Start, StoppingRule, View
from core.schedules import PRESETS
from gui.main_window import MainWindow
from gui.panels.choice_button import ChoiceButton
from gui.panels.switch import Switch
from tests.gui.panels.support import child, retype
from tests.gui.panels.support import click as click_on
from tests.gui.support import PATIENCE, open_window, pixel_of, wait_until_done

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=(Entry(GradientDescent(learning_rate=0.1)),),
    steps=200,
)
COSINE = next(preset for preset in PRESETS if preset.title == "Cosine")


def race_of(qtbot: QtBot, window: MainWindow) -> Race:
    wait_until_done(qtbot, window)
    resolved = window.controller.resolved
    assert resolved is not None
    assert resolved.race is not None
    return resolved.race


def choose(window: MainWindow, name: str, key: str) -> None:
    button = child(window, ChoiceButton, name)
    click_on(button)
    menu = button.menu()
    assert menu is not None
    action = menu.findChild(QAction, f"{name}-{key}")
    assert isinstance(action, QAction)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_a_schedule_and_noise_bend_the_race_and_are_taken_back(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        plain = race_of(qtbot, window).x
        click_on(window.views.optimizers.rows[0].chevron)
        choose(window, "scheduleButton", COSINE.text)
        assert window.controller.scene.entries[0].schedule == COSINE.text
        scheduled = race_of(qtbot, window).x
        # The last steps of a cosine hardly move.
        assert not np.array_equal(scheduled, plain)
        choose(window, "noiseButton", "gaussian")
        assert window.controller.scene.entries[0].noise == Noise()
        noisy = race_of(qtbot, window).x
        assert not np.array_equal(noisy, scheduled)
        window.actions_by_key["undoAction"].trigger()
        window.actions_by_key["undoAction"].trigger()
        assert window.controller.scene == BOWL
        np.testing.assert_array_equal(race_of(qtbot, window).x, plain)
        assert child(window, ChoiceButton, "scheduleButton").text() == "Constant"
        assert child(window, ChoiceButton, "noiseButton").text() == "None"


def test_a_stopping_rule_is_set_on_its_page(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.views.landscape.setFocus()
        QTest.keyClick(window, Qt.Key.Key_S)
        assert window.pages.current == "stopping rule"
        click_on(child(window, Switch, "gradientNormSwitch"))
        retype(child(window, QLineEdit, "gradientNormField"), "0.01")
        assert window.controller.scene.stopping == StoppingRule(gradient_norm=0.01)
        race = race_of(qtbot, window)
        assert race.outcomes == ((Outcome.CONVERGED,),)
        page = window.stopping_panel
        texts = [label.text() for label in page.findChildren(QLabel)]
        assert "It converged: the gradient's norm came down to 0.01." in texts
        assert f"step {race.last_step[0, 0]}" in texts
        click_on(child(window, QPushButton, "backFromStoppingRuleButton"))
        window.playback.seek(200)
        sentence = window.views.optimizers.rows[0].outcome.text()
        assert sentence == "It converged: the gradient's norm came down to 0.01."


def test_steps_refused_as_too_many_are_shown_as_they_were(qtbot: QtBot) -> None:
    crowd = tuple(Start(-3.0 + place / 100, 2.0) for place in range(100))
    with open_window(qtbot, replace(BOWL, starts=crowd)) as window:
        window.stopping.open()
        field = child(window, QLineEdit, "mostStepsField")
        retype(field, "1000000")
        assert window.controller.scene.steps == 200
        assert "fit" in window.notice.text()
        field.clearFocus()
        assert field.text() == "200"


def test_the_gradient_is_checked_where_a_point_is_pinned_or_typed(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.views.landscape.setFocus()
        QTest.keyClick(window, Qt.Key.Key_G)
        assert window.pages.current == "gradient check"
        field = child(window, QLineEdit, "checkXField")
        assert field.text() == "−3"
        shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
        QTest.mouseClick(window.views.landscape, left, shift, pixel_of(window, 1.0, -1.0))
        qtbot.waitUntil(lambda: field.text() != "−3", timeout=PATIENCE)
        assert abs(float(field.text()) - 1.0) < 0.05
        retype(field, "2.5")
        texts = [label.text() for label in window.check_panel.findChildren(QLabel)]
        assert "5.00000000000" in texts
        window.intents.commit_loss("x^4 + y^2")
        wait_until_done(qtbot, window)
        texts = [label.text() for label in window.check_panel.findChildren(QLabel)]
        assert "62.5000000000" in texts
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.pages.current == "race"
