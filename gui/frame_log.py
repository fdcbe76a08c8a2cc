"""The frames of a picture: when each was painted, and what the window did for it."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from functools import cache
from time import perf_counter, thread_time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimerEvent

SIXTIETH = 1 / 60
"""Seconds between two frames of a screen that shows sixty in a second."""

CAPACITY = 4096
"""Frames that are kept: more than half a minute of the fastest mouse."""

REST_MILLISECONDS = 50
"""Where the event loop is free for so long after a frame, the next one is not late."""

PUNCTUAL = 0.002
"""Seconds by which a clock may be late in an event loop that is free."""

SPAN = 5.0
"""Seconds of which a summary tells."""

Times = NDArray[np.float64]


class Spread(NamedTuple):
    """What a number of times come to, in seconds."""

    median: float
    p99: float
    worst: float


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Frames that were painted while something moved, oldest first; times in seconds.

    Parameters
    ----------
    between
        Time since the frame before, by the clock on the wall.
    work
        What the window's own thread computed in that time, by its processor's clock.
    withheld
        How much of that time the thread was ready and the machine did something else,
        where the system tells; else 0.
    """

    between: Times
    work: Times
    withheld: Times

    @property
    def own(self) -> Times:
        """Time since the frame before, less what the machine withheld."""
        return self.between - self.withheld

    @property
    def rate(self) -> float:
        """Frames a second; 0 where there is none."""
        return len(self.between) / float(self.between.sum()) if len(self.between) else 0.0


class FrameLog(QObject):
    """Notes frames in arrays that are made once; the oldest make room for the newest.

    A frame after a rest follows no other. Whether the window rests is asked of a clock that
    is started with each frame: it is late where the window is busy, or kept waiting.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = 0
        """The number of a running clock of this object, which ends with it."""
        self.is_at_rest = True
        """Whether the event loop has been free for long since the last frame."""
        self._due = 0.0
        self._at = np.zeros(CAPACITY)
        self._between = np.zeros(CAPACITY)
        self._work = np.zeros(CAPACITY)
        self._withheld = np.zeros(CAPACITY)
        self._painted = 0.0
        self._worked = 0.0
        self._waited = 0.0
        self.count = 0
        """Frames noted so far, those that made room included."""
        self.moving_count = 0
        """Those of them that followed another."""

    def note(self) -> None:
        """Note that a frame has been painted; to be called by the thread that paints."""
        now, worked, waited = perf_counter(), thread_time(), seconds_withheld()
        between, work = now - self._painted, worked - self._worked
        withheld = max(0.0, waited - self._waited)
        self._painted, self._worked, self._waited = now, worked, waited
        follows, self.is_at_rest = not self.is_at_rest, False
        self.count += 1
        self._begin_rest(now)
        if not follows:
            return
        place = self.moving_count % CAPACITY
        self._at[place], self._between[place] = now, between
        self._work[place], self._withheld[place] = work, withheld
        self.moving_count += 1

    def clear(self) -> None:
        """Forget every frame."""
        self.count = self.moving_count = 0
        self.is_at_rest = True

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        """Note a rest, or look again later where the clock itself was late."""
        now = perf_counter()
        if now - self._due > PUNCTUAL:
            self._begin_rest(now)
        else:
            self.is_at_rest = True
            self._stop_clock()

    def _begin_rest(self, now: float) -> None:
        self._due = now + REST_MILLISECONDS / 1000
        self._stop_clock()
        self._clock = self.startTimer(REST_MILLISECONDS, Qt.TimerType.PreciseTimer)

    def _stop_clock(self) -> None:
        if self._clock:
            self.killTimer(self._clock)
            self._clock = 0

    def frames(self, seconds: float = float("inf")) -> Frames:
        """Return the frames of the last seconds before the newest one."""
        kept = min(self.moving_count, CAPACITY)
        places = np.arange(self.moving_count - kept, self.moving_count) % CAPACITY
        if kept:
            places = places[self._at[places] > self._at[places[-1]] - seconds]
        return Frames(self._between[places], self._work[places], self._withheld[places])


def spread(times: Times) -> Spread:
    """Return the median, the 99th percentile and the worst; 0 where there is no time."""
    if not len(times):
        return Spread(0.0, 0.0, 0.0)
    return Spread(*(float(time) for time in np.percentile(times, (50, 99, 100))))


def seconds_withheld() -> float:
    """Return how long this thread has been ready to run while no processor was given to it.

    Linux tells; elsewhere it is 0.
    """
    descriptor = _account(threading.get_native_id())
    if descriptor is None:
        return 0.0
    return int(os.pread(descriptor, 64, 0).split()[1]) * 1e-9


@cache
def _account(thread: int) -> int | None:
    """Return the open file of the system in which a thread's waiting is kept."""
    try:
        return os.open(f"/proc/self/task/{thread}/schedstat", os.O_RDONLY)
    except OSError:
        return None
