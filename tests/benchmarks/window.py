"""How the real window keeps up: ``python -m tests.benchmarks.window [WORD...]``.

Plays with the window as a person does, by real mouse and key events, and prints for each
gesture: frames of the landscape a second, the time between two of them, how many came
late, how often and how long the GUI thread was busy for more than a frame, and the delay
from a change to the first frame with its race painted in full. Times are in milliseconds.
An empty window with the same clock is measured in the same run: what it misses, the
machine misses. Words choose the gestures whose names contain one of them.
"""

from __future__ import annotations

import math
import sys
from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from core.symbolic.worker import SymbolicWorker
from gui.app import make_application, prefer_the_window
from gui.main_window import MainWindow
from gui.wiring import make_window
from tests.benchmarks.method_gestures import METHOD_GESTURES
from tests.benchmarks.window_gestures import GESTURES, PLAY_SECONDS, Gesture, Move
from tests.benchmarks.window_log import HEADING, RaceLog, WindowLog, wait

EVENT_MILLISECONDS = 8
SIZE = (1600, 900)


def main() -> None:
    """Measure the chosen gestures and an empty window."""
    application = make_application()
    worker = SymbolicWorker()
    worker.start()
    print(HEADING)
    gestures = (*GESTURES, *METHOD_GESTURES)
    chosen = [g for g in gestures if any(word in g.name for word in sys.argv[1:] or [""])]
    for gesture in chosen:
        print(measured(gesture, worker, application), flush=True)
    worker.close()
    print(empty_window(PLAY_SECONDS))


def measured(gesture: Gesture, worker: SymbolicWorker, application: QApplication) -> str:
    """Open a window, do the gesture to it, and return its line."""
    window = make_window(gesture.scene, worker, application)
    window.appearance.apply()
    window.resize(*SIZE)
    window.show()
    prefer_the_window()
    while not _is_done(window):
        wait(0.02)
    if gesture.at_end:
        window.playback.seek(gesture.scene.steps)
    wait(1.0)
    log = RaceLog(window)
    move = gesture.begin(window)
    _repeat(move, gesture.seconds)
    line = log.line(gesture.name)
    move(math.inf)
    wait(0.2)
    window.close()
    window.deleteLater()
    wait(0.1)
    return line


def empty_window(seconds: float) -> str:
    """Return the line of a widget that does nothing but be repainted by a clock."""
    widget = QWidget()
    widget.resize(*SIZE)
    widget.show()
    log = WindowLog(widget)
    clock = QTimer(widget, interval=16)
    clock.setTimerType(Qt.TimerType.PreciseTimer)
    clock.timeout.connect(widget.update)
    clock.start()
    wait(seconds)
    line = log.line("an empty window")
    widget.close()
    widget.deleteLater()
    return line


def _repeat(move: Move, seconds: float) -> None:
    begin = perf_counter()
    hand = QTimer(interval=EVENT_MILLISECONDS)
    hand.setTimerType(Qt.TimerType.PreciseTimer)
    hand.timeout.connect(lambda: move(perf_counter() - begin))
    hand.start()
    wait(seconds)
    hand.stop()


def _is_done(window: MainWindow) -> bool:
    resolved = window.controller.resolved
    return resolved is not None and resolved.derivative_svgs is not None


if __name__ == "__main__":
    main()
