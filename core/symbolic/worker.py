"""A process for SymPy and typesetting, which can be abandoned and never slows the window.

Only plain data crosses: a loss as the instructions of `core.program`, formulas as text,
pictures as bytes. Requests are numbered, so that an answer is never taken for another's.
"""

from __future__ import annotations

import itertools
import multiprocessing
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from core.derivatives import Derivatives
from core.errors import DerivationError
from core.expression import Formula
from core.program import linearise, trees
from core.symbolic.service import serve

START_LIMIT = 30.0
"""Seconds that a new process may take to become ready."""

PATIENT_LIMIT = 30.0
"""Seconds for derivatives on the command line, where no window waits for them."""

TYPESETTING_LIMIT = 10.0
"""Seconds after which pictures of formulas are given up."""


class _EndedError(Exception):
    """The process ended while an answer was awaited."""


class _LateError(Exception):
    """No answer came in time."""


class SymbolicWorker:
    """Derives and typesets in a process of its own; safe to call from any thread.

    A call blocks the thread that makes it, without holding the interpreter's lock, until
    the answer is there; one request is served at a time.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        """Held while a request is under way; only its holder uses the connection."""
        self._guard = threading.Lock()
        """Held while the process is exchanged."""
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._is_ready = False
        self._is_closed = False
        self._numbers = itertools.count()

    def start(self) -> None:
        """Launch the process and return at once; it gets warm by itself."""
        with self._guard:
            if self._process is None and not self._is_closed:
                self._launch()

    def derive(self, formula: Formula, timeout: float = 2.0) -> Derivatives:
        """Differentiate a loss twice.

        Parameters
        ----------
        formula
            The loss and its two variables.
        timeout
            Seconds from when the process is ready, after which it is killed and replaced.

        Raises
        ------
        DerivationError
            If the time is up, SymPy can't do it, or the process can't be had.
        """
        request = ("derive", linearise([formula.tree]), formula.variables)
        too_late = f"The derivatives took longer than {timeout:g} seconds, so they were abandoned."
        program, almost_everywhere = self._request(request, timeout, too_late)
        gx, gy, hxx, hxy, hyy = trees(program)
        return Derivatives((gx, gy), (hxx, hxy, hyy), almost_everywhere)

    def typeset(self, formulas: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Draw formulas.

        Parameters
        ----------
        formulas
            Each in MathML, without the surrounding ``<math>``.
        colour
            ``#rrggbb``.
        size
            Height of the letters in pixels.

        Returns
        -------
        list of bytes
            An SVG picture for each formula.

        Raises
        ------
        DerivationError
            If a formula can't be drawn, or not in time.
        """
        too_late = "The formula took too long to typeset, so it is not shown."
        request = ("typeset", list(formulas), colour, size)
        pictures: list[bytes] = self._request(request, TYPESETTING_LIMIT, too_late)
        return pictures

    def close(self) -> None:
        """End the process, and with it whatever it is asked at the moment."""
        with self._guard:
            self._is_closed = True
            if self._process is not None:
                self._process.kill()
        with self._turn, self._guard:
            self._discard()

    def _request(self, request: tuple[Any, ...], timeout: float, too_late: str) -> Any:
        with self._turn:
            try:
                return self._asked_twice(request, timeout)
            except _LateError:
                self._replace()
                raise DerivationError(too_late) from None

    def _asked_twice(self, request: tuple[Any, ...], timeout: float) -> Any:
        """Ask, and once more if the process died of something else than the question."""
        with suppress(_EndedError):
            return self._ask(request, timeout)
        self._replace()
        try:
            return self._ask(request, timeout)
        except _EndedError:
            self._replace()
            raise DerivationError("The symbolic process ended unexpectedly.") from None

    def _ask(self, request: tuple[Any, ...], timeout: float) -> Any:
        number = next(self._numbers)
        try:
            connection = self._ready_connection()
            connection.send((number, *request))
            answer = (None, False, None)
            deadline = time.monotonic() + timeout
            while answer[0] != number:
                answer = _received(connection, deadline)
        except (EOFError, OSError) as error:
            raise _EndedError from error
        _, succeeded, result = answer
        if not succeeded:
            raise DerivationError(result)
        return result

    def _ready_connection(self) -> Connection:
        self.start()
        if self._connection is None:
            raise DerivationError("The symbolic process was closed.")
        if not self._is_ready:
            self._await_ready(self._connection)
        return self._connection

    def _await_ready(self, connection: Connection) -> None:
        try:
            _received(connection, time.monotonic() + START_LIMIT)
        except _LateError:
            raise _EndedError from None
        self._is_ready = True

    def _replace(self) -> None:
        """Kill the process and launch its successor, which gets warm meanwhile."""
        with self._guard:
            self._discard()
            if not self._is_closed:
                self._launch()

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        # A daemon, so that the end of the program is the end of the process too.
        self._process = context.Process(target=serve, args=(theirs,), name="symbolic", daemon=True)
        self._process.start()
        # With our copy closed, the death of the process is the end of what can be read.
        theirs.close()

    def _discard(self) -> None:
        if self._process is not None and self._connection is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._connection.close()
        self._process = self._connection = None
        self._is_ready = False


def _received(connection: Connection, deadline: float) -> Any:
    if not connection.poll(max(0.0, deadline - time.monotonic())):
        raise _LateError
    return connection.recv()
