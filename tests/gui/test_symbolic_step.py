"""The symbolic step never holds the window, however hard a loss is to differentiate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, basic_entries
from core.symbolic.worker import SymbolicWorker
from gui.main_window import MainWindow
from tests.gui.support import PATIENCE, open_window

SCENE = Scene(loss="x^2 + 3y^2", starts=(Start(-1.0, 0.5),), entries=basic_entries(), steps=60)

ANSWER = 0.1
"""Seconds within which the window has to answer."""


def nested_absolute_values() -> str:
    text = "x"
    for _ in range(20):
        text = f"|x - {text} y|"
    return text


def as_many_cosines_as_fit() -> str:
    return " ".join(f"cos {k}x" if k % 2 else f"cos {k}y" for k in range(2, 62))


class Beat(QObject):
    """The beat of the event loop, and for how long it has stood still at most."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last, self._waited = perf_counter(), waited_for_a_processor()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, waited = perf_counter(), waited_for_a_processor()
        # What other programs took of the processors is not the window's to answer for.
        self.longest = max(self.longest, now - self._last - (waited - self._waited))
        self._last, self._waited = now, waited


def waited_for_a_processor() -> float:
    """Return for how long this process was ready to run but did not; 0 where none tells."""
    tasks = Path("/proc/self/task")
    seconds = 0.0
    for task in tasks.iterdir() if tasks.exists() else ():
        try:
            seconds += int((task / "schedstat").read_text().split()[1]) / 1e9
        except OSError:  # the thread has ended meanwhile
            continue
    return seconds


@pytest.fixture
def worker() -> Iterator[SymbolicWorker]:
    made = SymbolicWorker()
    made.start()
    yield made
    made.close()


def paste_loss(window: MainWindow, text: str) -> None:
    field = window.views.loss_bar.input
    QApplication.clipboard().setText(text)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.usefixtures("window_first")
@pytest.mark.parametrize("loss", [nested_absolute_values(), as_many_cosines_as_fit()])
def test_the_window_answers_throughout(loss: str, worker: SymbolicWorker, qtbot: QtBot) -> None:
    """Also while critical points are searched for and formulas typeset."""
    with open_window(qtbot, SCENE, worker) as window:
        beat = Beat()
        paste_loss(window, loss)

        def is_told() -> bool:
            resolved = window.controller.resolved
            if resolved is None or resolved.scene.loss != loss:
                return False
            return resolved.landscape is not None or bool(resolved.derivation_error)

        qtbot.waitUntil(is_told, timeout=PATIENCE)
        resolved = window.controller.resolved
        assert resolved is not None
        assert resolved.race is not None
        assert resolved.survey is not None
        if resolved.landscape is None:
            assert "took longer than 2 seconds" in window.views.loss_bar.error.text()
        qtbot.wait(500)
        beat.stop()
        assert beat.longest < ANSWER
