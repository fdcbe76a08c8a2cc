"""What a window does while a hand plays with it: its frames, its stalls, its delays."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from core.scene import Scene
from gui.frame_log import FrameLog
from gui.main_window import MainWindow
from gui.resolved import Resolved

LATE = 0.025
"""Seconds between two frames from which the eye misses one, at 60 a second."""

BEAT_MILLISECONDS = 4
STALL = 0.016
"""Seconds for which the GUI thread may be busy without losing a frame."""

HEADS = (
    "frames/s", "median", "p99", "worst", "late", "work", "p99", "stalls", "worst", "delay", "p95"
)  # fmt: skip


class WindowLog(QObject):
    """Notes when a widget is painted, and for how long the event loop is busy.

    Times are in seconds. A beat that comes late is a stall: something else kept the GUI
    thread, or the machine was elsewhere, which an empty window shows too.
    """

    def __init__(self, widget: QWidget, frames: FrameLog) -> None:
        super().__init__(widget)
        self._frames = frames
        self.stalls: list[float] = []
        self.delays: list[float] = []
        self._beat_at = perf_counter()
        self._beat = QTimer(self, interval=BEAT_MILLISECONDS)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self.beat)
        self._beat.start()
        frames.clear()

    def beat(self) -> None:
        now = perf_counter()
        busy = now - self._beat_at - BEAT_MILLISECONDS / 1000
        self._beat_at = now
        if busy > STALL:
            self.stalls.append(busy)

    def figures(self) -> list[str]:
        """Return a row under `HEADS`, in milliseconds."""
        frames = self._frames.frames()
        late = int(np.count_nonzero(frames.between > LATE))
        longest = 1000 * max(self.stalls, default=0.0)
        return [
            f"{frames.rate:.1f}" if frames.rate else "",
            *_milliseconds(frames.between, (50, 99, 100), 1),
            str(late),
            *_milliseconds(frames.work, (50, 99), 1),
            str(len(self.stalls)),
            f"{longest:.0f}",
            *_milliseconds(self.delays, (50, 95), 0),
        ]


class RaceLog(WindowLog):
    """Also notes how long a change of the scene takes to be a picture with its race."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.views.landscape, window.views.landscape.frame_log)
        self._window = window
        self._seen = window.views.landscape.shown_race
        self._scenes: dict[int, Scene] = {}
        self._asked: dict[int, float] = {}
        window.controller.scene_changed.connect(self._note_scene)
        window.controller.resolved_changed.connect(self._note_race)

    def beat(self) -> None:
        super().beat()
        race = self._window.views.landscape.shown_race
        if race is not self._seen and race is not None:
            self._seen = race
            asked = self._asked.get(id(self._scenes.get(id(race))))
            if asked is not None:
                self.delays.append(perf_counter() - asked)

    def _note_scene(self, scene: Scene) -> None:
        self._asked[id(scene)] = perf_counter()

    def _note_race(self, resolved: Resolved) -> None:
        if resolved.race is not None:
            self._scenes.setdefault(id(resolved.race), resolved.scene)


def _milliseconds(
    times: Sequence[float] | np.ndarray, quantiles: Sequence[int], digits: int
) -> list[str]:
    """Return quantiles as texts, empty ones where there is no time."""
    if not len(times):
        return [""] * len(quantiles)
    return [f"{1000 * time:.{digits}f}" for time in np.percentile(times, quantiles)]
