"""Functions as machine code of their own, compiled once for all that call them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import count

import llvmlite.binding as llvm
from llvmlite import ir

from core.compiler.engine import Kernel

Body = Callable[[ir.IRBuilder, Sequence[ir.Value]], ir.Value]
"""Appends a function's instructions for its arguments, and returns its value."""

_numbers = count()
"""Tell the functions of several libraries apart: all names of a process are in one list."""


class Library:
    """Functions that any module may call; most of a module's code would be theirs.

    The same instructions give the same bits wherever they lie. A function stays for as long
    as the process lives, since code that calls it may.
    """

    def __init__(self) -> None:
        self._prefix = f"fall_line_{next(_numbers)}"
        self._kernels: dict[str, Kernel] = {}
        # Held again by a function that calls another one of the library.
        self._lock = threading.RLock()

    def declared(
        self,
        module: ir.Module,
        name: str,
        operands: Sequence[ir.Value],
        body: Body,
        returned: ir.Type | None = None,
    ) -> ir.Function:
        """Return a function for a module to call, compiled where none has called it yet.

        Parameters
        ----------
        module
            Receives the declaration.
        name
            Together with the number of operands and their type it must determine the body.
        operands
            All of one type.
        body
            Is asked for the instructions once.
        returned
            The type of the function's value, if it is not that of the operands.
        """
        kind = operands[0].type
        lanes = kind.count if isinstance(kind, ir.VectorType) else 1
        symbol = f"{self._prefix}_{name}_{len(operands)}_{lanes}"
        if symbol in module.globals:
            return module.globals[symbol]
        signature = ir.FunctionType(returned or kind, [kind] * len(operands))
        with self._lock:
            if symbol not in self._kernels:
                self._kernels[symbol] = _compiled(symbol, signature, body)
        return ir.Function(module, signature, symbol)

    def __len__(self) -> int:
        return len(self._kernels)


LIBRARY = Library()


def _compiled(symbol: str, signature: ir.FunctionType, body: Body) -> Kernel:
    function = ir.Function(ir.Module(), signature, symbol)
    builder = ir.IRBuilder(function.append_basic_block())
    builder.ret(body(builder, function.args))
    kernel = Kernel(function.module, symbol, ())
    llvm.add_symbol(symbol, kernel.address)
    return kernel
