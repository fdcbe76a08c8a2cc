"""Rules for intervals as functions that are called, most of them compiled once for all."""

from __future__ import annotations

from collections.abc import Sequence

from llvmlite import ir

from core.compiler.emit import shared_function
from core.compiler.intervals.functions import Rule
from core.compiler.intervals.interval import Interval, Known
from core.compiler.lanes import TRUTH, Lanes, Truths, retyped
from core.compiler.library import LIBRARY

Shared = tuple[ir.Function, tuple[bool, ...]]
"""A function to call, and which masks it returns besides bounds."""


class SharedRules:
    """The rules that one function of a module calls.

    A rule whose name tells all about it is compiled once in a process. One that holds a number
    of the expression is a function of the module, which goes with it.

    Parameters
    ----------
    builder
        Where the calls are emitted.
    like
        Any value of the lanes to compute in.
    """

    def __init__(self, builder: ir.IRBuilder, like: Lanes) -> None:
        self._builder = builder
        self._like = like
        self._shared: dict[str, Shared] = {}
        self._drafts: ir.Module | None = None

    def apply(
        self, name: str, rule: Rule, operands: Sequence[Interval], *, is_common: bool = True
    ) -> Interval:
        """Apply a rule by calling a function, and join what is known of the operands.

        Parameters
        ----------
        name
            Of the rule; with the number of operands it determines the instructions.
        rule, operands
            What to apply to what.
        is_common
            Whether other expressions are likely to apply it too.
        """
        bounds = [bound.value for x in operands for bound in (x.lower, x.upper)]
        if name not in self._shared:
            self._shared[name] = self._function(name, rule, bounds, is_common=is_common)
        function, is_masked = self._shared[name]
        together = self._builder.call(function, bounds)
        count = len(function.function_type.return_type.elements)
        parts = [self._builder.extract_value(together, place) for place in range(count)]
        lower, upper = (Lanes(self._builder, part) for part in parts[:2])
        truths = (Truths(self._builder, part) for part in parts[2:])
        known = Known(*(next(truths) if is_given else None for is_given in is_masked))
        for x in operands:
            known = known.joined(x.known)
        return Interval(lower, upper, known)

    def _function(
        self, name: str, rule: Rule, bounds: Sequence[ir.Value], *, is_common: bool
    ) -> Shared:
        """Return a function that applies a rule, and the masks that it returns."""
        kind = self._like.value.type
        is_masked = self._masks(rule, len(bounds))
        returned = ir.LiteralStructType([kind, kind] + [retyped(kind, TRUTH)] * sum(is_masked))

        def body(builder: ir.IRBuilder, arguments: Sequence[ir.Value]) -> ir.Value:
            return _together(builder, rule(*_intervals(builder, arguments)), returned)

        title, module = f"interval {name}", self._builder.module
        if is_common:
            return LIBRARY.declared(module, title, bounds, body, returned), is_masked
        builder = self._begin(module, title, returned, len(bounds))
        builder.ret(body(builder, builder.function.args))
        return builder.function, is_masked

    def _masks(self, rule: Rule, arguments: int) -> tuple[bool, ...]:
        """Tell which masks a rule gives, by a draft of which no code is made."""
        self._drafts = ir.Module()
        draft = self._begin(self._drafts, "draft", ir.VoidType(), arguments)
        known = rule(*_intervals(draft, draft.function.args)).known
        return tuple(mask is not None for mask in known.parts())

    def _begin(
        self, module: ir.Module, name: str, returned: ir.Type, arguments: int
    ) -> ir.IRBuilder:
        kind = self._like.value.type
        function = ir.Function(module, ir.FunctionType(returned, [kind] * arguments), name)
        function.linkage = "internal"
        return ir.IRBuilder(function.append_basic_block())

    def elementary(self, name: str, *operands: Lanes) -> Lanes:
        """Return a function of doubles; a draft needs no real one."""
        builder = operands[0].builder
        if builder.module is self._drafts:
            return operands[0]
        values = [operand.value for operand in operands]
        return Lanes(builder, builder.call(shared_function(builder.module, name, values), values))


def _together(builder: ir.IRBuilder, result: Interval, returned: ir.Type) -> ir.Value:
    """Put the bounds and the masks of a result into one value."""
    masks = (mask for mask in result.known.parts() if mask is not None)
    values = (result.lower.value, result.upper.value, *(mask.value for mask in masks))
    together: ir.Value = ir.Constant(returned, ir.Undefined)
    for place, value in enumerate(values):
        together = builder.insert_value(together, value, place)
    return together


def _intervals(builder: ir.IRBuilder, bounds: Sequence[ir.Value]) -> list[Interval]:
    ends = [Lanes(builder, bound) for bound in bounds]
    return [Interval(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
