"""The trails, painted into an image that grows with the playhead."""

from __future__ import annotations

import _thread
import math
import sys
import threading
from time import perf_counter

from PySide6.QtGui import QColor, QPainter

from gui.plot.trail_picture import FIRST_PACE, Sheet, TrailPicture
from gui.plot.trails import Trails
from gui.plot.transform import Transform

FRAME_BUDGET = 0.005
"""Seconds a frame may spend on painting trails."""

SLICE = 0.001
"""Seconds between two looks at the clock."""

THREAD_SLICE = 0.01
"""Seconds between two looks of a thread at whether to stop: after each it has to wait for
the interpreter, which the window may hold."""


class TrailLayer:
    """Shows trails up to a step, painting only what a frame adds.

    After a jump back, a zoom or a new race the whole image is painted anew: at once, if
    that is likely to be done within the frame, else by a thread of its own, and the old
    image is shown meanwhile. What the thread has begun it brings to its end, so that a
    hand that never rests is followed as well as it can be.
    """

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._halo = QColor()
        self._shown: TrailPicture | None = None
        self._spare: Sheet | None = None
        self._thread: _PaintingThread | None = None

    @property
    def shown(self) -> Trails | None:
        """The trails that are on the screen."""
        return self._shown.trails if self._shown is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether a thread is painting."""
        return self._thread is not None and self._thread.is_alive()

    def set_trails(self, trails: Trails | None) -> None:
        """Show other trails, or none."""
        self._trails = trails
        if trails is None:
            self.stop()
            self._shown = self._spare = None

    def set_halo(self, colour: QColor) -> None:
        """Set the colour that surrounds every trail."""
        self._halo = colour

    def stop(self) -> None:
        """Give up what a thread is painting."""
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    def prepare(self, transform: Transform, ratio: float, step: float, seconds: float) -> bool:
        """Bring the image to a step.

        Parameters
        ----------
        transform
            Where the trails shall lie.
        ratio
            Device pixels for each logical pixel.
        step
            The playhead, from 0, maybe between two steps.
        seconds
            How long the painting may take.

        Returns
        -------
        bool
            False while a thread is painting; when it has done, there is more to be seen.
        """
        if self._trails is None:
            return True
        if self._thread is not None:
            if self.is_busy and seconds < math.inf:
                return False
            self._take_over(self._thread)
        step = min(step, self._trails.last_step)
        picture = self._picture(self._trails, transform, ratio, step)
        deadline = perf_counter() + seconds
        if picture.seconds_to(step) <= seconds and picture.advance(
            step, SLICE, lambda: perf_counter() > deadline
        ):
            self._show(picture)
            return True
        thread = _PaintingThread(picture, step)
        thread.start()
        # Only now: one that could not begin would be waited for in vain.
        self._thread = thread
        return False

    def _take_over(self, thread: _PaintingThread) -> None:
        """Show what a thread has painted, as soon as it has done."""
        thread.join()
        self._thread = None
        self._show(thread.picture)

    def _picture(
        self, trails: Trails, transform: Transform, ratio: float, step: float
    ) -> TrailPicture:
        """Return what is shown where it can be carried on, else a new picture."""
        shown = self._shown
        if (
            shown is not None
            and shown.trails is trails
            and shown.transform == transform
            and shown.ratio == ratio
            and shown.halo == self._halo
            and shown.reached <= step
        ):
            return shown
        sheet, self._spare = self._spare, None
        size = transform.device_size(ratio)
        if sheet is None or sheet.image.size() != size:
            sheet = Sheet(size.width(), size.height())
        pace = shown.pace if shown is not None else FIRST_PACE
        return TrailPicture(trails, transform, ratio, self._halo, sheet, pace)

    def _show(self, picture: TrailPicture) -> None:
        if self._shown is not None and self._shown is not picture:
            self._spare = self._shown.sheet
        self._shown = picture

    def paint(self, painter: QPainter, transform: Transform) -> None:
        """Paint the newest whole image where it belongs."""
        if self._shown is not None:
            self._shown.paint(painter, transform)


class _PaintingThread:
    """Brings a picture to a step, away from the window."""

    def __init__(self, picture: TrailPicture, step: float) -> None:
        self.picture = picture
        self._step = step
        self._stopped = threading.Event()
        self._done = threading.Event()
        self._error: Exception | None = None

    def start(self) -> None:
        """Begin; `Thread.start` would wait until the thread has had the interpreter."""
        _thread.start_new_thread(self._run, ())

    def is_alive(self) -> bool:
        """Whether it is still painting."""
        return not self._done.is_set()

    def join(self) -> None:
        """Wait until it has done; what it could not do is told here, as by the window."""
        self._done.wait()
        error, self._error = self._error, None
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)

    def stop(self) -> None:
        """Wait until the slice that is being painted is done, and paint no other."""
        self._stopped.set()
        self.join()

    def _run(self) -> None:
        try:
            self.picture.advance(self._step, THREAD_SLICE, self._stopped.is_set)
        except Exception as error:
            self._error = error
        finally:
            self._done.set()
