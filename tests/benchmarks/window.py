"""How the real window keeps up with a person's hand.

Plays with the window by real mouse and key events, and notes for each gesture: frames of
the landscape a second, the time between two of them, how many came late, what the window's
own thread computed for each, how often and how long that thread was kept for more than a
frame, and the delay from a change to the first frame with its race painted. An empty window
with the same clock is measured in the same run: what it misses, the machine misses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from core.symbolic.worker import SymbolicWorker
from gui.frame_log import FrameLog
from tests.benchmarks.method_gestures import METHOD_GESTURES
from tests.benchmarks.real_window import SIZE, opened, symbolic_worker, wait
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.window_gestures import GESTURES, PLAY_SECONDS, Gesture, Move
from tests.benchmarks.window_log import HEADS, RaceLog, WindowLog

EVENT_MILLISECONDS = 8
QUICK_SECONDS = 1.5


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a row for each gesture and one for an empty window."""
    table = Table("Gestures in the window: times in milliseconds", ("", *HEADS))
    longest = QUICK_SECONDS if settings.is_quick else math.inf
    with symbolic_worker() as worker:
        for gesture in (*GESTURES, *METHOD_GESTURES):
            if settings.wants(gesture.name):
                figures = measured(gesture, worker, min(longest, gesture.seconds))
                table.rows.append([gesture.name, *figures])
    table.rows.append(["an empty window", *empty_window(min(longest, PLAY_SECONDS))])
    yield table


def measured(gesture: Gesture, worker: SymbolicWorker, seconds: float) -> list[str]:
    """Open a window, do the gesture to it, and return what was noted."""
    with opened(gesture.scene, worker, at_end=gesture.at_end) as window:
        log = RaceLog(window)
        move = gesture.begin(window)
        _repeat(move, seconds)
        figures = log.figures()
        move(math.inf)
        wait(0.2)
    return figures


def empty_window(seconds: float) -> list[str]:
    """Return what is noted of a widget that does nothing but be repainted by a clock."""
    widget = Blank()
    widget.resize(*SIZE)
    widget.show()
    log = WindowLog(widget, widget.frame_log)
    clock = QTimer(widget, interval=16)
    clock.setTimerType(Qt.TimerType.PreciseTimer)
    clock.timeout.connect(widget.update)
    clock.start()
    wait(seconds)
    figures = log.figures()
    widget.close()
    widget.deleteLater()
    return figures


class Blank(QWidget):
    """Paints nothing, and notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.frame_log = FrameLog(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.frame_log.note()


def _repeat(move: Move, seconds: float) -> None:
    begin = perf_counter()
    hand = QTimer(interval=EVENT_MILLISECONDS)
    hand.setTimerType(Qt.TimerType.PreciseTimer)
    hand.timeout.connect(lambda: move(perf_counter() - begin))
    hand.start()
    wait(seconds)
    hand.stop()


PART = Part("window", measure)
