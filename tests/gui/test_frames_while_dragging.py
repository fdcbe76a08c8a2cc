"""Whether the plot follows a hand at sixty frames a second, read from its own log."""

from __future__ import annotations

import itertools
from time import perf_counter, sleep

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, View, basic_entries
from gui.frame_log import SIXTIETH, Frames
from gui.main_window import MainWindow
from tests.gui.support import open_window

SECONDS = 3.0
EVENT_MILLISECONDS = 8
"""A mouse tells where it is 125 times a second."""

TURN_SECONDS = 1.0
DROPPED = 0.01
"""The 99th percentile of the time a frame takes is a sixtieth of a second."""

DRAGS = 5
BUSY = 0.1
"""Share of its time that the window has to wait for on a machine with other work to do."""

LEAST_FRAMES = 60
"""In a drag: a picture that does not follow drops no frame."""

STALL = 0.04
STALL_EVERY = 25
"""Changes of the scene, of which there are about sixty a second."""


def crowded() -> Scene:
    """Return five methods from twenty starts, a thousand steps each."""
    places = np.random.default_rng(1).uniform((-5, -4), (5, 4), (20, 2)).tolist()
    return Scene(
        loss="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        view=View(-6, 6, -5, 5),
        starts=tuple(Start(x, y) for x, y in places),
        entries=basic_entries(),
        steps=1000,
    )


def wait(seconds: float) -> None:
    """Let the event loop run, and the background thread as well."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def drag_to_and_fro(slider: QSlider, seconds: float) -> list[int]:
    """Take a slider's handle, move it for so long, let it go; return where it came."""
    middle, reach = slider.rect().center(), 0.3 * slider.width()
    values: list[int] = []
    slider.valueChanged.connect(values.append)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    begin = perf_counter()

    def move() -> None:
        # Never slowing down, for where nothing moves no frame is painted.
        share = (perf_counter() - begin) / TURN_SECONDS % 1.0
        QTest.mouseMove(slider, middle + QPoint(round(reach * (1 - 4 * abs(share - 0.5))), 0))

    hand = QTimer(interval=EVENT_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
    hand.timeout.connect(move)
    hand.start()
    wait(seconds)
    hand.stop()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle)
    return values


def frames_of_a_drag(window: MainWindow, seconds: float) -> Frames:
    """Drag the learning rate of the first method; return the frames that were painted."""
    window.playback.seek(window.controller.scene.steps)
    wait(1.0)
    slider = window.views.optimizers.rows[0].findChild(QSlider)
    assert slider is not None
    log = window.views.landscape.frame_log
    log.clear()
    values = drag_to_and_fro(slider, seconds)
    assert len(set(values)) > 20
    return log.frames()


def share_dropped(frames: Frames) -> float:
    """Return the share of frames that took longer than a sixtieth of a second.

    What the machine gave to others while the window was ready is not the window's.
    """
    return float(np.mean(frames.own > SIXTIETH))


def share_withheld(frames: Frames) -> float:
    """Return the share of the time that the machine kept from the window, though ready."""
    return float(frames.withheld.sum() / frames.between.sum())


def least_share_dropped(window: MainWindow) -> float:
    """Return the share of frames dropped in the best of a few drags.

    The machine may also take its time from whoever holds what the window waits for. That
    adds to a drag and takes from none, so that the best one is nearest to the truth; where
    the machine is busy in every one of them, and all of them are bad, nothing can be told.
    """
    judged = [1.0]
    for _ in range(DRAGS):
        frames = frames_of_a_drag(window, SECONDS)
        assert len(frames.own) >= LEAST_FRAMES
        share = share_dropped(frames)
        if share <= DROPPED or share_withheld(frames) <= BUSY:
            judged.append(share)
        if share <= DROPPED:
            break
    if len(judged) == 1:
        pytest.skip("the machine is too busy to tell what the window does")
    return min(judged)


@pytest.mark.usefixtures("window_first")
def test_no_frame_is_dropped_while_a_learning_rate_is_dragged(qtbot: QtBot) -> None:
    with open_window(qtbot, crowded()) as window:
        assert least_share_dropped(window) <= DROPPED


@pytest.mark.usefixtures("window_first")
def test_every_stall_is_in_the_log(qtbot: QtBot) -> None:
    changes = itertools.count(1)
    stalls: list[float] = []

    def stall_now_and_then() -> None:
        if next(changes) % STALL_EVERY == 0:
            stalls.append(perf_counter())
            sleep(STALL)

    with open_window(qtbot, crowded()) as window:
        window.controller.scene_changed.connect(stall_now_and_then)
        frames = frames_of_a_drag(window, SECONDS)
    assert len(stalls) > 2
    assert np.count_nonzero(frames.own >= STALL) >= len(stalls) - 1
    assert share_dropped(frames) > DROPPED
