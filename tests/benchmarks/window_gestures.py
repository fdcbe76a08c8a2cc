"""What a hand does to the real window, as real mouse and key events, 120 a second."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from core.scene import Scene, Start, View, basic_entries
from core.scene_edits import with_loss
from gui.app import first_scene
from gui.main_window import MainWindow
from gui.playback import STEPS_PER_SECOND

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
RASTRIGIN = "20 + x^2 + y^2 - 10cos(2πx) - 10cos(2πy)"
ACKLEY = "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2πx) + cos(2πy))) + e + 20"
VIEW = View(-6, 6, -5, 5)
TYPED = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + a sin(3x) exp(-y^2/4)"
TURN_SECONDS = 2.0
RADIUS = 120
SECONDS = 4.0
PLAY_SECONDS = 10.0

Move = Callable[[float], None]
"""Called with the seconds since the gesture began."""


@dataclass(frozen=True)
class Gesture:
    """A scene and what is done to it."""

    name: str
    scene: Scene
    begin: Callable[[MainWindow], Move]
    """Takes hold of something and returns how it moves."""
    seconds: float = SECONDS
    at_end: bool = True
    """Whether the playhead stands at the end, all trails in full."""


def scene(loss: str, starts: int, steps: int) -> Scene:
    """Return five methods that start from places strewn over the view."""
    random = np.random.default_rng(1)
    places = random.uniform((-5, -4), (5, 4), (starts, 2)).tolist()
    plain = Scene(
        loss="x^2 + y^2",
        view=VIEW,
        starts=tuple(Start(x, y) for x, y in places),
        entries=basic_entries(),
        steps=steps,
    )
    return with_loss(plain, loss)


def play(window: MainWindow, speed: float) -> Move:
    window.playback.seek(0)
    window.playback.set_speed(speed)
    window.playback.play()
    return lambda _seconds: None


def drag_start(window: MainWindow) -> Move:
    start = window.controller.scene.starts[0]
    return _drag(window.views.landscape, _pixel(window, start.x, start.y))


def pan(window: MainWindow) -> Move:
    return _drag(window.views.landscape, QPoint(40, 40))


def zoom(window: MainWindow) -> Move:
    landscape = window.views.landscape

    def turn(seconds: float) -> None:
        place = QPointF(landscape.rect().center())
        delta = 15 if seconds % TURN_SECONDS < TURN_SECONDS / 2 else -15
        event = QWheelEvent(
            place, landscape.mapToGlobal(place), QPoint(), QPoint(0, delta),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(landscape, event)

    return turn


def hover(window: MainWindow) -> Move:
    landscape = window.views.landscape
    return lambda seconds: QTest.mouseMove(landscape, _circle(landscape, seconds))


def slide_learning_rate(window: MainWindow) -> Move:
    slider = window.views.optimizers.rows[0].findChild(QSlider)
    assert slider is not None
    return slide(slider)


def slide_parameter(window: MainWindow) -> Move:
    slider = window.views.parameters.findChild(QSlider)
    assert slider is not None
    return slide(slider)


def scrub(window: MainWindow) -> Move:
    return slide(window.views.playback.scrubber)


def step_back(window: MainWindow) -> Move:
    return _ten_a_second(lambda: QTest.keyClick(window, Qt.Key.Key_Left))


def type_loss(window: MainWindow) -> Move:
    field = window.views.loss_bar.input
    field.setFocus()
    field.selectAll()
    characters = iter(TYPED)

    def type_next() -> None:
        QTest.keyClicks(field, next(characters, ""))

    return every(0.2, type_next)


def change_theme(window: MainWindow) -> Move:
    names = ("darkAppearanceAction", "lightAppearanceAction")
    turns = iter(names * 100)
    return every(1.0, lambda: window.actions_by_key[next(turns)].trigger())


def _ten_a_second(act: Callable[[], object]) -> Move:
    return every(0.1, act)


def every(period: float, act: Callable[[], object]) -> Move:
    """Do something again and again."""
    times = 0

    def move(seconds: float) -> None:
        nonlocal times
        if seconds >= period * times:
            times += 1
            act()

    return move


def _drag(widget: QWidget, start: QPoint) -> Move:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)

    def move(seconds: float) -> None:
        place = _circle(widget, seconds) - widget.rect().center() + start
        if not math.isfinite(seconds):
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start)
        else:
            QTest.mouseMove(widget, place)

    return move


def slide(slider: QSlider) -> Move:
    """Take hold of a slider's handle and move it to and fro."""
    middle = slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    reach = 0.3 * slider.width()

    def move(seconds: float) -> None:
        turn = math.sin(2 * math.pi * seconds / TURN_SECONDS) if math.isfinite(seconds) else 0.0
        place = middle + QPoint(round(reach * turn), 0)
        if math.isfinite(seconds):
            QTest.mouseMove(slider, place)
        else:
            QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place)

    return move


def _circle(widget: QWidget, seconds: float) -> QPoint:
    if not math.isfinite(seconds):
        return widget.rect().center()
    angle = 2 * math.pi * seconds / TURN_SECONDS
    shift = QPoint(round(RADIUS * math.cos(angle)), round(RADIUS * math.sin(angle)))
    return widget.rect().center() + shift


def _pixel(window: MainWindow, x: float, y: float) -> QPoint:
    landscape, view = window.views.landscape, window.views.landscape.view
    column = (x - view.x_min) / (view.x_max - view.x_min) * landscape.width()
    row = (view.y_max - y) / (view.y_max - view.y_min) * landscape.height()
    return QPoint(round(column), round(row))


def _playing(speed: float) -> Callable[[MainWindow], Move]:
    return lambda window: play(window, speed)


LONG = scene(HIMMELBLAU, 20, 2000)
MEDIUM = scene(HIMMELBLAU, 20, 1000)
MANY = scene(HIMMELBLAU, 200, 1000)
PARAMETRIC = scene(HIMMELBLAU + " + a sin(3x)", 20, 1000)

GESTURES = (
    Gesture("5 x 20 x 2,000 plays at speed 1", LONG, _playing(1.0), PLAY_SECONDS),
    Gesture(
        f"5 x 20 x 2,000 plays in {PLAY_SECONDS:g} s",
        LONG,
        _playing(2000 / STEPS_PER_SECOND / PLAY_SECONDS),
        PLAY_SECONDS,
    ),
    Gesture("drag a start, the first scene", first_scene(), drag_start),
    Gesture("drag a start, Himmelblau 5 x 20 x 1,000", MEDIUM, drag_start),
    Gesture("drag a start at step 0", MEDIUM, drag_start, at_end=False),
    Gesture("drag a start, Ackley", scene(ACKLEY, 20, 1000), drag_start),
    Gesture("drag a start, Rastrigin", scene(RASTRIGIN, 20, 1000), drag_start),
    Gesture("slide a learning rate", MEDIUM, slide_learning_rate),
    Gesture("slide a parameter of the loss", PARAMETRIC, slide_parameter),
    Gesture("pan", MEDIUM, pan),
    Gesture("zoom", MEDIUM, zoom),
    Gesture("type a loss", MEDIUM, type_loss),
    Gesture("hover, the curvature following", MEDIUM, hover),
    Gesture("scrub in 5 x 200 x 1,000", MANY, scrub),
    Gesture("step back in 5 x 200 x 1,000", MANY, step_back),
    Gesture("switch between light and dark", MEDIUM, change_theme),
)
