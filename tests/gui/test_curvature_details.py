"""The curvature panel in the window: rates, limits and flatness at the inspected point."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.scene import Entry, Scene, Start, View, basic_entries
from gui.main_window import MainWindow
from gui.panels.number_label import NumberLabel
from tests.gui.panels.support import child
from tests.gui.support import open_window

VALLEY = Scene(
    loss="(x^2 + 100 y^2)/2",
    view=View(-2.0, 2.0, -1.0, 1.0),
    entries=(Entry(GradientDescent()), Entry(Momentum(momentum=0.5))),
    starts=(Start(1.0, 0.5),),
    steps=50,
)


def pin(qtbot: QtBot, window: MainWindow, x: float, y: float) -> None:
    with qtbot.waitSignal(window.inspector.curvature_changed):
        window.inspector.pin(x, y)


def text(window: MainWindow, name: str) -> str:
    return child(window.views.curvature, NumberLabel, name).text()


def test_a_pinned_minimum_tells_what_descent_may_do(qtbot: QtBot) -> None:
    with open_window(qtbot, VALLEY) as window:
        pin(qtbot, window, 0.0, 0.0)
        assert text(window, "sharpnessValue") == "100"
        assert text(window, "stabilityLimit") == "0.02"
        assert text(window, "heavyBallLimit") == "0.03"
        assert text(window, "bestLearningRate") == "0.0198"
        assert text(window, "conditionNumber") == "100"
        sentence = child(window.views.curvature, QLabel, "curvatureSentence").text()
        assert sentence.startswith("<b>Minimum.</b>")
        entries = [e.text() for e in window.views.curvature.derivatives.hessian.entries]
        assert entries == ["1", "0", "0", "100"]


def test_the_heavy_ball_takes_the_momentum_that_races(qtbot: QtBot) -> None:
    with open_window(qtbot, VALLEY) as window:
        pin(qtbot, window, 0.0, 0.0)
        entries = (Entry(Momentum(momentum=0.8)),)
        scene = msgspec.structs.replace(window.controller.scene, entries=entries)
        window.controller.replace(scene, "Another momentum")
        assert text(window, "heavyBallLimit") == "0.036"


def test_flatness_is_measured_while_it_is_shown(qtbot: QtBot) -> None:
    with open_window(qtbot, VALLEY) as window:
        pin(qtbot, window, 0.0, 0.0)
        assert text(window, "flatnessRadius") == ""
        descent = window.views.curvature.descent
        descent.set_open(True)
        assert float(text(window, "flatnessRadius")) == round(math.sqrt(2 * 0.1 / 100), 4)
        descent.rise.set_value(0.5)
        descent.rise_changed.emit(0.5)
        assert text(window, "flatnessRadius") == "0.1"


def test_at_a_kink_there_is_flatness_and_no_curvature(qtbot: QtBot) -> None:
    with open_window(qtbot, msgspec.structs.replace(VALLEY, loss="2 |x| + |y|")) as window:
        window.views.curvature.descent.set_open(True)
        pin(qtbot, window, 0.0, 0.0)
        sentence = child(window.views.curvature, QLabel, "curvatureSentence").text()
        assert sentence.startswith("<b>Kink.</b>")
        for name in ("sharpnessValue", "stabilityLimit", "conditionNumber"):
            assert text(window, name) == "–"
        # The loss rises fastest along (2, 1), by √5 for each unit.
        assert text(window, "flatnessRadius") == "0.0447"


def test_nothing_is_left_of_a_point_when_another_loss_is_undefined_there(qtbot: QtBot) -> None:
    with open_window(qtbot, VALLEY) as window:
        window.views.curvature.descent.set_open(True)
        pin(qtbot, window, -1.0, 0.0)
        scene = msgspec.structs.replace(window.controller.scene, loss="log(x) + y^2")
        with qtbot.waitSignal(
            window.inspector.curvature_changed,
            check_params_cb=lambda found: found is not None and not found.is_finite,
        ):
            window.controller.replace(scene, "Another loss")
        for name in ("sharpnessValue", "stabilityLimit", "heavyBallLimit", "flatnessRadius"):
            assert text(window, name) == "–"


def test_the_panel_comes_into_sight_when_a_point_is_pinned_on_the_plot(qtbot: QtBot) -> None:
    crowded = msgspec.structs.replace(VALLEY, entries=basic_entries())
    with open_window(qtbot, crowded) as window:
        sentence = child(window.views.curvature, QLabel, "curvatureSentence")

        def seen() -> int:
            return sentence.visibleRegion().boundingRect().height()

        window.resize(1280, 600)
        qtbot.waitUntil(lambda: seen() < sentence.height())
        window.views.landscape.pinned.emit(0.5, 0.5)
        qtbot.waitUntil(lambda: seen() == sentence.height())
