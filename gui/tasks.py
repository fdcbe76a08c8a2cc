"""One background thread for the window's mathematics: the newest job wins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import Cancelled

CancelCheck = Callable[[], bool]
"""Tells a job that nobody waits for its further results."""

Job = Callable[[CancelCheck], Iterator[object]]
"""Yields each part of its result as soon as it is ready."""


def patiently(cancelled: CancelCheck, seconds: float) -> CancelCheck:
    """Return a check that lets what was cancelled go on for so long from now."""
    began = monotonic()
    return lambda: monotonic() - began > seconds and cancelled()


class _Order(NamedTuple):
    generation: int
    job: Job


class NewestRunner(QObject):
    """Runs jobs on a thread of its own and delivers what they yield to the GUI thread.

    A job submitted while another runs cancels that one at its next check, and only the
    newest of those waiting is ever started. Results arrive in the order of the jobs. What
    a job yields before it notices that it was cancelled is still delivered: while a
    start is dragged, each intermediate race is a frame of the motion. After `cancel`
    nothing of the jobs before it is.

    The runner lives on the GUI thread and outlives every job, so that its signals are
    never emitted by an object that is gone.
    """

    published = Signal(object)
    """What a job yielded."""

    failed = Signal(object)
    """The exception that ended a job."""

    finished = Signal()
    """The newest job has yielded everything or was cancelled."""

    _delivered = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._condition = threading.Condition()
        self._waiting: _Order | None = None
        self._generation = 0
        self._oldest_wanted = 0
        self._closed = False
        self._delivered.connect(self._deliver)
        self._thread = threading.Thread(target=self._serve, name="fall-line-resolve", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Run `job` next, and cancel whatever runs or waits."""
        with self._condition:
            self._generation += 1
            self._waiting = _Order(self._generation, job)
            self._condition.notify()

    def cancel(self) -> None:
        """Give up what runs and what waits."""
        with self._condition:
            self._generation += 1
            self._oldest_wanted = self._generation
            self._waiting = None
        self.finished.emit()

    def close(self) -> None:
        """Cancel everything and wait for the thread to end; safe to call twice."""
        with self._condition:
            self._closed = True
            self._generation += 1
            self._oldest_wanted = self._generation + 1
            self._condition.notify()
        self._thread.join()

    def _serve(self) -> None:
        while (order := self._next_order()) is not None:
            self._run(order)

    def _next_order(self) -> _Order | None:
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._waiting is not None)
            order, self._waiting = self._waiting, None
            return None if self._closed else order

    def _run(self, order: _Order) -> None:
        def cancelled() -> bool:
            return order.generation != self._generation

        error: Exception | None = None
        try:
            for result in order.job(cancelled):
                self._delivered.emit(order.generation, result, None)
                if cancelled():
                    return
        except Cancelled:
            pass
        except Exception as caught:
            error = caught
        if not self._closed:
            self._delivered.emit(order.generation, None, error)

    def _deliver(self, generation: int, result: object, error: object) -> None:
        if generation < self._oldest_wanted:
            return
        if result is not None:
            self.published.emit(result)
            return
        if error is not None:
            self.failed.emit(error)
        if generation == self._generation:
            self.finished.emit()
