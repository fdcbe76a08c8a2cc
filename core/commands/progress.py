"""Long work on the command line: how far it is, and what is kept when it is interrupted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

_Result = TypeVar("_Result")

LINES = 10
"""Where standard error is no terminal, a line is written so many times."""


class Progress:
    """Writes how far the work is to standard error."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_terminal = sys.stderr.isatty()
        self._shown = 0
        self._done = 0

    def show(self, share: float) -> None:
        """Tell how much is done, from 0 to 1; what a reader could not tell apart is left out."""
        percent = self._done = int(100 * share)
        step = 1 if self._is_terminal else 100 // LINES
        if percent // step <= self._shown // step:
            return
        self._shown = percent
        begin, end = ("\r", "\n" if percent == 100 else "") if self._is_terminal else ("", "\n")
        print(f"{begin}{self._what}: {percent} %", end=end, file=sys.stderr, flush=True)

    def interrupted(self) -> None:
        """Tell that no more will be done."""
        begin = "\n" if self._is_terminal else ""
        sentence = f"Interrupted at {self._done} %; what is done is kept."
        print(f"{begin}{sentence}", file=sys.stderr, flush=True)


def follow(
    results: Iterable[_Result], share: Callable[[_Result], float], what: str
) -> tuple[_Result, bool]:
    """Follow results that grow to the last, or to the newest when Ctrl+C is pressed.

    Parameters
    ----------
    results
        Each more complete than the one before.
    share
        How complete one is, from 0 to 1.
    what
        What is being made, in a word.

    Returns
    -------
    tuple
        The newest result, and whether it is the last.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl+C is pressed before there is any.
    """
    progress = Progress(what)
    newest: _Result | None = None
    try:
        for newest in results:
            progress.show(share(newest))
    except KeyboardInterrupt:
        if newest is None:
            raise
        progress.interrupted()
        return newest, False
    assert newest is not None
    return newest, True
