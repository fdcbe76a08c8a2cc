"""Work in pieces, shared by threads: machine code and NumPy hold no interpreter lock."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from core.errors import Cancelled

Piece = TypeVar("Piece")

Question = Callable[[], bool]

LOOK = 0.002
"""Seconds between two looks at whether anyone still waits, where there is nothing to do."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def nobody_cancels() -> bool:
    """Tell that the work is still wanted."""
    return False


def share(
    work: Callable[[Piece, Question], None],
    pieces: Sequence[Piece],
    threads: int | None = None,
    cancelled: Question = nobody_cancels,
) -> None:
    """Have pieces of work done by several threads, the calling one among them.

    The pieces must not depend on each other; each thread takes the next one that is left,
    in the order given. The threads live no longer than the call.

    Parameters
    ----------
    work
        Does a piece. It asks its second argument now and then whether to raise
        `Cancelled`.
    pieces
        What there is to do.
    threads
        At most so many; without a number, as many as there are processors.
    cancelled
        Asked by the calling thread alone.

    Raises
    ------
    Cancelled
        If `cancelled` says so. Any other error that a piece raises is raised as well.
    """
    shared = _Shared(work, pieces)
    count = min(threads or cores(), len(pieces)) - 1
    helpers = [threading.Thread(target=shared.help_out, daemon=True) for _ in range(count)]
    for helper in helpers:
        helper.start()
    try:
        shared.do_pieces(cancelled)
        for helper in helpers:
            shared.wait_for(helper, cancelled)
    finally:
        shared.stopped.set()
        for helper in helpers:
            helper.join()
    if shared.errors:
        raise shared.errors[0]


class _Shared(Generic[Piece]):
    """The pieces that are left, and whether the work has to stop."""

    def __init__(self, work: Callable[[Piece, Question], None], pieces: Sequence[Piece]) -> None:
        self._work = work
        self._left = iter(pieces)
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        self.errors: list[BaseException] = []

    def do_pieces(self, cancelled: Question) -> None:
        """Do pieces until none is left; stop without an error where another thread failed."""
        while not self.stopped.is_set():
            with self._lock:
                piece = next(self._left, None)
            if piece is None:
                return
            self._work(piece, cancelled)

    def help_out(self) -> None:
        """Do pieces in a thread of their own."""
        try:
            self.do_pieces(self.stopped.is_set)
        except Cancelled:
            pass
        except BaseException as error:  # raised again where the work was asked for
            self.errors.append(error)
            self.stopped.set()

    def wait_for(self, helper: threading.Thread, cancelled: Question) -> None:
        """Wait until a thread is done, and go on asking."""
        while helper.is_alive():
            helper.join(LOOK)
            if cancelled():
                raise Cancelled
