"""What the window does for a frame: playing, dragging, panning, and beside matplotlib.

A frame is everything that the GUI thread does for it: events, results that have arrived,
and painting. The rest of its sixtieth of a second is left to the background, which answers
meanwhile. So a time is what a frame costs, and not how often the screen asked for one. What
of it the window's thread computed, and what the machine gave to others while that thread was
ready, is read from the window's own log.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter, sleep

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from core.symbolic.worker import SymbolicWorker
from gui.frame_log import Times, spread
from gui.playback import STEPS_PER_SECOND
from tests.benchmarks.matplotlib_frames import beside_matplotlib
from tests.benchmarks.real_window import SIZE, opened, symbolic_worker
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.window_gestures import (
    HIMMELBLAU,
    MEDIUM,
    Gesture,
    drag_start,
    pan,
    play,
    scene,
    slide_learning_rate,
)

SIXTIETH = 1 / 60
SECONDS = 10.0
QUICK_SECONDS = 1.5
QUICK_STARTS = 20
RACES = ((1, 5_000), (20, 5_000), (200, 5_000), (1_000, 1_000))
"""Starts and steps of what is played, each with five methods."""

HANDS = (
    Gesture("drag a start, 5 x 20 x 1,000", MEDIUM, drag_start),
    Gesture("drag a learning rate, 5 x 20 x 1,000", MEDIUM, slide_learning_rate),
    Gesture("pan, 5 x 20 x 1,000", MEDIUM, pan),
)
HEADS = ("", "frames", "median", "p99", "worst", "beyond 16.7", "work", "p99", "withheld", "p99")


def measure(settings: Settings) -> Iterator[Table]:
    """Yield what frames cost in the window, and beside matplotlib's."""
    seconds = QUICK_SECONDS if settings.is_quick else SECONDS
    table = Table("What the GUI thread does for a frame: milliseconds", HEADS)
    with symbolic_worker() as worker:
        for gesture in (*plays(settings), *HANDS):
            if settings.wants(gesture.name):
                table.rows.append([gesture.name, *in_the_window(gesture, worker, seconds)])
    empty = distribution(in_an_empty_window(seconds))
    table.rows.append(["an empty window", *empty, *[""] * (len(HEADS) - 1 - len(empty))])
    yield table
    yield from beside_matplotlib(settings)


def plays(settings: Settings) -> Iterator[Gesture]:
    """Yield the races that are played from their start to their end."""
    for starts, steps in RACES:
        if settings.is_quick and starts > QUICK_STARTS:
            return
        length = QUICK_SECONDS if settings.is_quick else SECONDS
        speed = steps / STEPS_PER_SECOND / length
        race = scene(HIMMELBLAU, starts, steps)
        name = f"play 5 x {starts:,} x {steps:,}"
        yield Gesture(name, race, partial(play, speed=speed), at_end=False)


def in_the_window(gesture: Gesture, worker: SymbolicWorker, seconds: float) -> list[str]:
    """Return the columns of `HEADS` but the first, for a hand that moves in the window."""
    with opened(gesture.scene, worker, at_end=gesture.at_end) as window:
        move = gesture.begin(window)
        log = window.views.landscape.frame_log
        log.clear()
        times = frames(window.views.landscape, move, seconds)
        noted = log.frames()
        move(math.inf)
    return [*distribution(times), *quantiles(noted.work), *quantiles(noted.withheld)]


def in_an_empty_window(seconds: float) -> list[float]:
    """Return what a widget costs on which nothing is painted."""
    widget = QWidget()
    widget.resize(*SIZE)
    widget.show()
    times = frames(widget, lambda _seconds: None, seconds)
    widget.close()
    widget.deleteLater()
    return times


def frames(widget: QWidget, move: Callable[[float], None], seconds: float) -> list[float]:
    """Paint a widget sixty times a second, or as often as can be, and time each frame."""
    times: list[float] = []
    begin = now = perf_counter()
    while now - begin < seconds:
        move(now - begin)
        widget.update()
        QApplication.processEvents()
        end = perf_counter()
        times.append(1e3 * (end - now))
        sleep(max(0.0, now + SIXTIETH - end))
        now = perf_counter()
    return times


def distribution(times: Sequence[float]) -> list[str]:
    """Return how many times there are, how long, and how many longer than a frame has."""
    late = np.count_nonzero(np.array(times) > 1e3 * SIXTIETH) / len(times)
    quantiles = np.percentile(times, (50, 99, 100))
    return [str(len(times)), *(f"{time:.1f}" for time in quantiles), f"{100 * late:.1f} %"]


def quantiles(seconds: Times) -> list[str]:
    """Return the median and the 99th percentile in milliseconds."""
    found = spread(seconds)
    return [f"{1e3 * found.median:.1f}", f"{1e3 * found.p99:.1f}"]


PART = Part("frames", measure)
