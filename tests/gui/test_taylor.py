"""The Taylor model in the real window: where it stands, what it follows, what is read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, Start, View
from gui.inspector import Follow
from gui.main_window import MainWindow
from gui.panels.number_label import NumberLabel
from gui.plot.taylor_overlay import COLOURS
from tests.gui.panels.support import child, click
from tests.gui.plot.sample import count_of, pixels
from tests.gui.support import PATIENCE, open_window, pixel_of, wait_until_done

CUBIC = Scene(
    loss="x^3 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(1.0, 2.0),),
    entries=(Entry(GradientDescent(learning_rate=0.02)),),
    steps=40,
)


def formula(window: MainWindow) -> str:
    return child(window, QLabel, "taylorFormula").text()


def open_page(qtbot: QtBot, window: MainWindow) -> None:
    window.views.landscape.setFocus()
    QTest.keyClick(window, Qt.Key.Key_T)
    assert window.pages.current == "taylor model"
    qtbot.waitUntil(lambda: formula(window) != "", timeout=PATIENCE)


def pin(window: MainWindow, x: float, y: float) -> None:
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    QTest.mouseClick(window.views.landscape, left, shift, pixel_of(window, x, y))


def ink(window: MainWindow) -> int:
    """Count the pixels of the landscape that the model is painted with."""
    colour = QColor(COLOURS[window.appearance.theme.is_dark])
    return count_of(pixels(window.views.landscape), colour, 4)


def test_the_key_opens_and_closes_and_the_menu_shows_it(qtbot: QtBot) -> None:
    with open_window(qtbot, CUBIC) as window:
        action = window.actions_by_key["taylorModelAction"]
        assert ink(window) == 0
        open_page(qtbot, window)
        assert action.isChecked()
        assert formula(window).startswith("M(x, y) = 13\n  + 3 (x − 1)\n  + 12 (y − 2)")
        qtbot.waitUntil(lambda: ink(window) > 300, timeout=PATIENCE)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.pages.current == "race"
        assert not action.isChecked()
        assert ink(window) == 0
        action.trigger()
        action.trigger()
        assert window.pages.current == "race"
        assert not action.isChecked()


def test_it_stands_at_a_pinned_point_and_is_compared_under_the_pointer(qtbot: QtBot) -> None:
    with open_window(qtbot, CUBIC) as window:
        open_page(qtbot, window)
        pin(window, 2.0, 0.0)
        qtbot.waitUntil(lambda: "M(x, y) = 13\n" not in formula(window), timeout=PATIENCE)
        assert "pinned" in child(window, QLabel, "taylorPlace").text()
        assert "The model has its minimum at (1.0" in child(window, QLabel, "taylorNewton").text()
        QTest.mouseMove(window.views.landscape, pixel_of(window, -1.0, 1.0))
        error = child(window, NumberLabel, "taylorError")
        qtbot.waitUntil(lambda: error.text() != "–", timeout=PATIENCE)
        loss, model = (
            float(child(window, NumberLabel, name).text().replace("−", "-"))
            for name in ("taylorLoss", "taylorValue")
        )
        assert loss == pytest.approx(2.0, abs=0.15)
        # About 2 the cubic x³ is 8 + 12 (x − 2) + 6 (x − 2)², 27 more than −1 at −1.
        assert model - loss == pytest.approx(27, abs=1.0)
        assert float(error.text()) == pytest.approx(model - loss, abs=0.05)
        assert "model" in window.views.landscape.readout
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.views.landscape.readout == ""


def test_the_first_order_is_a_plane(qtbot: QtBot) -> None:
    with open_window(qtbot, CUBIC) as window:
        open_page(qtbot, window)
        click(child(window, QPushButton, "taylorOrder1Button"))
        qtbot.waitUntil(lambda: "²" not in formula(window), timeout=PATIENCE)
        assert "names a direction" in child(window, QLabel, "taylorNewton").text()


def test_it_goes_along_with_a_racer_and_with_another_loss(qtbot: QtBot) -> None:
    with open_window(qtbot, CUBIC) as window:
        open_page(qtbot, window)
        window.inspector.set_follow(Follow.RACER, 0)
        place = child(window, QLabel, "taylorPlace")
        qtbot.waitUntil(lambda: "where" in place.text(), timeout=PATIENCE)
        before = formula(window)
        window.playback.seek(20)
        qtbot.waitUntil(lambda: formula(window) != before, timeout=PATIENCE)
        before = formula(window)
        window.intents.commit_loss("x^4 + y^2")
        wait_until_done(qtbot, window)
        qtbot.waitUntil(lambda: formula(window) != before, timeout=PATIENCE)


def test_it_waits_until_the_pointer_rests(qtbot: QtBot) -> None:
    with open_window(qtbot, CUBIC) as window:
        open_page(qtbot, window)
        before = formula(window)
        QTest.mouseMove(window.views.landscape, pixel_of(window, 2.0, -1.0))
        qtbot.waitUntil(lambda: formula(window) != before, timeout=PATIENCE)
        assert "a pointer that rests" in child(window, QLabel, "taylorPlace").text()
        assert "(y + " in formula(window)
        # The model is made where the pointer is, so that it does not err there.
        assert child(window, NumberLabel, "taylorError").text() == "0"
        assert window.views.landscape.readout == ""


def test_a_kink_and_an_undefined_point_have_no_model(qtbot: QtBot) -> None:
    scene = replace(CUBIC, loss="|x| + y^2", starts=(Start(0.0, 1.0),), steps=1)
    with open_window(qtbot, scene) as window:
        window.taylor.toggle()
        newton = child(window, QLabel, "taylorNewton")
        qtbot.waitUntil(lambda: "kink" in newton.text(), timeout=PATIENCE)
        assert ink(window) == 0
        window.intents.commit_loss("ln(x - 1) + y^2")
        wait_until_done(qtbot, window)
        qtbot.waitUntil(lambda: "undefined here" in newton.text(), timeout=PATIENCE)
        assert ink(window) == 0
