"""What runs inside the symbolic process: requests in, answers out, until the pipe closes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from core.errors import DerivationError
from core.program import Program, linearise, trees
from core.tree import Apply, Node, Number, Symbol

READY = (-1, True, None)
"""Sent once, when SymPy is imported and warm."""


def serve(connection: Connection) -> None:
    """Answer requests, one after the other.

    Parameters
    ----------
    connection
        Brings ``(number, kind, *arguments)`` and takes ``(number, succeeded, result)``,
        the result of a failure being one sentence.
    """
    # Ctrl+C in a terminal reaches the whole group; the window decides when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _warm_up()
    with suppress(EOFError, OSError):
        connection.send(READY)
        while True:
            number, kind, *arguments = connection.recv()
            connection.send((number, *_answer(kind, arguments)))


def _answer(kind: str, arguments: list[Any]) -> tuple[bool, Any]:
    serving: Callable[..., Any] = _derive if kind == "derive" else _typeset
    try:
        return True, serving(*arguments)
    except DerivationError as error:
        return False, str(error)
    except Exception as error:
        # Whatever SymPy or the typesetter meets, the next request deserves an answer.
        return False, f"The symbolic process could not do this ({type(error).__name__})."


def _derive(loss: Program, variables: tuple[str, str]) -> tuple[Program, bool]:
    from core.symbolic.differentiation import differentiate

    (tree,) = trees(loss)
    derivatives = differentiate(tree, variables)
    return linearise([*derivatives.gradient, *derivatives.hessian]), derivatives.almost_everywhere


def _typeset(formulas: list[str], colour: str, size: float) -> list[bytes]:
    from core.notation.typeset import svg

    return [svg(formula, colour, size) for formula in formulas]


def _warm_up() -> None:
    """Derive once: SymPy's first derivative takes ten times as long as the next."""
    x: Node = Symbol("x")
    wave = Apply("cos", (Apply("multiply", (Number(2.0), x)),))
    _derive(linearise([Apply("add", (Apply("power", (x, Number(2.0))), wave))]), ("x", "y"))


def _end_with_parent() -> None:
    """End this process when its parent dies, even amid an endless derivation."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)
