"""How long the application takes to open, and what a long play leaves in memory."""

from __future__ import annotations

import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, time

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from tests.benchmarks.losses import LOSSES, another
from tests.benchmarks.real_window import opened, symbolic_worker, wait
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.timing import in_new_process
from tests.benchmarks.window_gestures import MEDIUM, play
from tests.smoke import OFFSCREEN_REMARK

ROOT = Path(__file__).parents[2]
STARTS = 5
CHANGE_SECONDS = 1.0
QUICK_MINUTES = 0.2
SETTLED = 0.25
"""Share of the time after which what is loaded once has been."""

FIRST_PAINT_OF_QT = """
import json, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Page(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, end)

def end():
    print(json.dumps({"first paint": time.time()}))
    application.quit()

application = QApplication([])
page = Page()
page.resize(1600, 900)
page.show()
application.exec()
"""

FIRST_RACE = """
import gc, json, sys, time
gc.disable()
from gui.opening import show_opening
opening = show_opening()
noted = {"first paint": time.time()} if opening.is_painted else {}
from PySide6.QtCore import QEvent, QObject, QTimer
from gui import app

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched is self.parent():
            noted.setdefault("window", time.time())
        if event.type() == QEvent.Type.Paint and watched is self.parent().views.landscape:
            QTimer.singleShot(0, lambda: noted.setdefault("picture", time.time()))
            watched.removeEventFilter(self)
        return False

def watched_window(*arguments):
    window = make_window(*arguments)
    watch = Watch(window)
    window.installEventFilter(watch)
    window.views.landscape.installEventFilter(watch)
    clock = QTimer(window, interval=4)

    def look():
        if window.views.landscape.shown_race is not None:
            clock.stop()
            noted["first race"] = time.time()
            print(json.dumps(noted))
            window.close()

    clock.timeout.connect(look)
    clock.start()
    return window

make_window, app.make_window = app.make_window, watched_window
sys.exit(app.run(None, opening))
"""
"""What `main` does, with an eye on it."""


def measure(settings: Settings) -> Iterator[Table]:
    """Yield how long the application takes to open, and what a long play leaves behind."""
    yield opening(settings)
    yield memory(QUICK_MINUTES if settings.is_quick else settings.minutes)


def opening(settings: Settings) -> Table:
    """Start the application and an empty window in turn, each in a process of its own."""
    programs = {"Fall Line": FIRST_RACE, "Qt alone": FIRST_PAINT_OF_QT}
    noted: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as bytecode:
        for number in range(min(STARTS, settings.rounds) + 1):
            for name, program in programs.items():
                times = started(program, bytecode)
                if number:
                    noted[name].append(times)
    heads = ("first paint", "window", "picture", "first race")
    table = Table("From the start of the process: milliseconds", ("", *heads))
    for name, starts in noted.items():
        row = [f"{1e3 * statistics.median(times[head] for times in starts):.0f}"
               if head in starts[0] else "" for head in heads]  # fmt: skip
        table.rows.append([name, *row])
    return table


def started(program: str, bytecode: str) -> dict[str, float]:
    """Run a program and return the seconds after which it noted each thing.

    Parameters
    ----------
    program
        Python that prints times of day by name.
    bytecode
        A folder where the first start leaves what the next ones need not compile.
    """
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": bytecode}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time()
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return {name: at - begin for name, at in json.loads(answer.stdout).items()}


def memory(minutes: float) -> Table:
    """Play for some minutes, with another loss every second."""
    sizes, warnings = in_new_process(played, 60 * minutes)
    settled, last = sizes[round(SETTLED * len(sizes))], sizes[-1]
    table = Table(
        f"Memory of the window's process while {minutes:g} minutes are played, "
        "with another loss every second: MB", ("", ""),
    )  # fmt: skip
    figures = [
        ["at the beginning", f"{sizes[0]:.1f}"],
        ["after a quarter of the time", f"{settled:.1f}"],
        ["at the end", f"{last:.1f}"],
        ["most at any time", f"{max(sizes):.1f}"],
        ["growth since the quarter", f"{last - settled:+.1f}"],
        ["warnings in the log", str(len(warnings))],
    ]
    table.rows.extend(figures)
    return table


def played(seconds: float) -> tuple[list[float], list[str]]:
    """Return megabytes, one for each second, and what was logged as a warning."""
    warnings = WarningLog()
    logging.getLogger().addHandler(warnings)
    previous = qInstallMessageHandler(lambda kind, _, text: warnings.note_qt(kind, text))
    names = list(LOSSES)
    with symbolic_worker() as worker, opened(MEDIUM, worker) as window:
        window.playback.set_loop(True)
        play(window, 10.0)
        sizes = [resident_megabytes()]
        begin = perf_counter()
        while perf_counter() - begin < seconds:
            turn = len(sizes)
            window.intents.commit_loss(another(names[turn % len(names)], turn))
            wait(CHANGE_SECONDS)
            sizes.append(resident_megabytes())
    qInstallMessageHandler(previous)
    logging.getLogger().removeHandler(warnings)
    return sizes, warnings.texts


class WarningLog(logging.Handler):
    """Keeps what Python and Qt log as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def note_qt(self, kind: QtMsgType, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and text != OFFSCREEN_REMARK:
            self.texts.append(text)


def resident_megabytes() -> float:
    """Return the memory that this process holds, where the system tells; else NaN."""
    table = Path("/proc/self/statm")
    if not table.exists():
        return float("nan")
    return int(table.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


PART = Part("application", measure)
