"""What a hand does where methods are explained, written and given noise."""

from __future__ import annotations

import math

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.gradient_flow import GradientFlow
from core.optimizers.own import OwnMethod
from core.scene import Entry, Noise, Scene
from gui.main_window import MainWindow
from tests.benchmarks.window_gestures import (
    HIMMELBLAU,
    MANY,
    MEDIUM,
    PLAY_SECONDS,
    Gesture,
    Move,
    every,
    play,
    scene,
    slide,
)

SEVEN = (0, 1, 2, 3, 4, 5, 11)
"""Places in `METHODS`."""

TYPED_LINE = "x = x - eta g norm(v)"


def explaining(method: type[Optimizer], steps: int = 1000) -> Scene:
    """Return one method from three starts, beside plain gradient descent."""
    entries = (Entry(METHODS[0](learning_rate=0.01)), Entry(method(learning_rate=0.01)))
    return replace(scene(HIMMELBLAU, 3, steps), entries=entries)


def own_method() -> Scene:
    """Return seven methods, the first of one's own and with noise, from ten starts."""
    own = OwnMethod("Mine", "v = mu v + g\nx = x - eta v", {"eta": 0.001, "mu": 0.9})
    others = tuple(Entry(METHODS[place]()) for place in SEVEN[1:])
    return replace(scene(HIMMELBLAU, 10, 1000), entries=(Entry(own, noise=Noise()), *others))


def play_explaining(window: MainWindow) -> Move:
    window.explainer.explain(4, 0, 1)
    return play(window, 1.0)


def hold_right(window: MainWindow) -> Move:
    """Hold the key that goes to the next step, as a keyboard repeats it."""
    window.explainer.explain(1, 0, 1)
    return every(1 / 30, lambda: QTest.keyClick(window, Qt.Key.Key_Right))


def hold_left_at_the_end(window: MainWindow) -> Move:
    window.explainer.explain(1, 0, window.controller.scene.steps)
    return every(1 / 30, lambda: QTest.keyClick(window, Qt.Key.Key_Left))


def type_rule(window: MainWindow) -> Move:
    window.method_editing.open_entry(0)
    rule = window.method_editor.rule
    characters = iter(TYPED_LINE)

    def type_next() -> None:
        QTest.keyClicks(rule, next(characters, ""))

    QTest.keyClick(rule, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(rule, Qt.Key.Key_Return)
    return every(0.2, type_next)


def slide_own_rate(window: MainWindow) -> Move:
    return slide(_slider(window, "eta"))


def slide_noise(window: MainWindow) -> Move:
    window.views.optimizers.rows[0].chevron.click()
    return slide(_slider(window, "noiseScale"))


def hover_trails(window: MainWindow) -> Move:
    """Go to and fro over the whole picture, along the trails and beside them."""
    landscape = window.views.landscape
    inside: QRect = landscape.rect().adjusted(60, 60, -60, -60)

    def move(seconds: float) -> None:
        if math.isfinite(seconds):
            column = inside.left() + inside.width() * (1 + math.sin(2 * seconds)) / 2
            row = inside.top() + inside.height() * (1 + math.sin(3.1 * seconds)) / 2
            QTest.mouseMove(landscape, QPoint(round(column), round(row)))

    return move


def _slider(window: MainWindow, name: str) -> QSlider:
    found = window.views.optimizers.rows[0].findChild(QSlider, f"{name}Slider")
    assert found is not None
    return found


METHOD_GESTURES = (
    Gesture("play at speed 1, explaining", MEDIUM, play_explaining, PLAY_SECONDS, at_end=False),
    Gesture("hold right, explaining Adam", explaining(Adam), hold_right),
    Gesture("hold right, explaining gradient flow", explaining(GradientFlow), hold_right),
    Gesture(
        "hold left at step 300,000, explaining Adam",
        explaining(Adam, 300_000),
        hold_left_at_the_end,
    ),
    Gesture("type a rule in 7 x 10 x 1,000", own_method(), type_rule),
    Gesture("slide a rate of one's own in 7 x 10 x 1,000", own_method(), slide_own_rate),
    Gesture("slide noise in 7 x 10 x 1,000", own_method(), slide_noise),
    Gesture("hover over trails, 5 x 20 x 1,000", MEDIUM, hover_trails),
    Gesture("hover over trails, 5 x 200 x 1,000", MANY, hover_trails),
)
