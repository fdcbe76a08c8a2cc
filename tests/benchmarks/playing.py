"""How evenly the real window paints while a race plays: ``python -m tests.benchmarks.playing``.

Prints the distribution of the time between two frames of the landscape while 5 methods
from 20 starts play 2,000 steps, beside that of an empty window whose clock does nothing
else, measured in the same run, and how long the window took to open.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).parents[2]))
BEGIN = time.perf_counter()

from core.scene import Start  # noqa: E402
from core.symbolic.worker import SymbolicWorker  # noqa: E402
from gui.app import first_scene, make_application  # noqa: E402
from gui.main_window import MainWindow  # noqa: E402

SECONDS = 10.0


class FrameLog(QObject):
    """Notes when a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times: list[float] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return super().eventFilter(watched, event)


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def report(name: str, times: list[float]) -> None:
    gaps = 1000 * np.diff(times)
    median, p99, worst = np.percentile(gaps, [50, 99, 100])
    late = int(np.count_nonzero(gaps > 25.0))
    print(
        f"{name:28s} frames {len(gaps):5d}  per second {1000 / gaps.mean():5.1f}  "
        f"median {median:5.1f} ms  p99 {p99:5.1f} ms  worst {worst:5.1f} ms  late {late}"
    )


def idle_clock(application: QApplication) -> list[float]:
    """Return the frames of an empty widget repainted by the same clock."""
    widget = QWidget()
    widget.resize(1600, 900)
    widget.show()
    log = FrameLog(widget)
    timer = QTimer(widget, interval=16)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(widget.update)
    timer.start()
    wait(int(1000 * SECONDS))
    widget.close()
    application.processEvents()
    return log.times


def main() -> None:
    application = make_application()
    worker = SymbolicWorker()
    random = np.random.default_rng(1)
    starts = tuple(Start(float(x), float(y)) for x, y in random.uniform(-5, 5, (20, 2)))
    scene = replace(first_scene(), starts=starts, steps=2000)
    window = MainWindow(scene, worker, application)
    window.appearance.apply()
    window.resize(1600, 900)
    log = FrameLog(window.views.landscape)
    window.show()
    worker.start()
    while not log.times:
        application.processEvents()
    print(f"from first import of ours to first paint {1000 * (log.times[0] - BEGIN):.0f} ms")
    while window.controller.resolved is None or window.controller.resolved.race is None:
        application.processEvents()
    print(f"to the first race                        {1000 * (time.perf_counter() - BEGIN):.0f} ms")
    wait(4000)
    window.playback.set_speed(2000 / 30 / SECONDS)
    log.times.clear()
    window.playback.play()
    wait(int(1000 * SECONDS) - 200)
    report("5 x 20 x 2,000 playing", log.times)
    window.close()
    worker.close()
    report("an empty window, same clock", idle_clock(application))


if __name__ == "__main__":
    main()
