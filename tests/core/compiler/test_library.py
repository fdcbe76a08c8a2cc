"""Functions that are compiled once, whoever calls them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from llvmlite import ir

from core.compiler.arrays import compile_function
from core.compiler.lanes import DOUBLE
from core.compiler.library import LIBRARY, Library
from core.tree import Apply, Number, Symbol


def module_with_argument() -> tuple[ir.Module, ir.Value]:
    """Make a module whose function has one argument, a double."""
    module = ir.Module()
    function = ir.Function(module, ir.FunctionType(DOUBLE, [DOUBLE]), "caller")
    return module, function.args[0]


def test_a_body_is_asked_for_once() -> None:
    asked: list[str] = []

    def body(builder: ir.IRBuilder, operands: Sequence[ir.Value]) -> ir.Value:
        asked.append("")
        return builder.fadd(*operands)

    library = Library()
    for _ in range(2):
        module, x = module_with_argument()
        first = library.declared(module, "twice", [x, x], body)
        assert library.declared(module, "twice", [x, x], body) is first
        assert "define" not in str(first)
    assert len(asked) == 1


def test_libraries_have_functions_of_their_own() -> None:
    module, x = module_with_argument()

    def body(builder: ir.IRBuilder, operands: Sequence[ir.Value]) -> ir.Value:
        return operands[0]

    names = {Library().declared(module, "same", [x], body).name for _ in range(2)}
    assert len(names) == 2


def test_two_losses_share_their_sine() -> None:
    sine = Apply("sin", (Symbol("x"),))
    values = []
    for number in (1.25, 2.25):
        function = compile_function([Apply("add", (sine, Number(number)))], ["x"])
        values.append(function(np.ones(20), parameters=np.empty(0))[0] - number)
        kept = len(LIBRARY)
    np.testing.assert_allclose(values, np.sin(1.0), rtol=1e-15)
    compile_function([Apply("subtract", (sine, Number(3.25)))], ["x"])
    assert len(LIBRARY) == kept
