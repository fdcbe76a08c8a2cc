"""Rules for intervals as functions of a module, emitted once and called."""

from __future__ import annotations

from collections.abc import Sequence

from llvmlite import ir

from core.compiler.emit import shared_function
from core.compiler.intervals.functions import Rule
from core.compiler.intervals.interval import Interval, Known
from core.compiler.lanes import TRUTH, Lanes, Truths, retyped

Shared = tuple[ir.Function, tuple[bool, ...]]
"""A function of the module, and which masks it returns besides bounds."""


class SharedRules:
    """The rules that one function of a module calls.

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

    def apply(self, name: str, rule: Rule, operands: Sequence[Interval]) -> Interval:
        """Apply a rule by a function of the module, and join what is known of the operands."""
        if name not in self._shared:
            self._shared[name] = self._function(name, rule, len(operands))
        function, is_masked = self._shared[name]
        bounds = [bound.value for x in operands for bound in (x.lower, x.upper)]
        together = self._builder.call(function, bounds)
        count = len(function.function_type.return_type.elements)
        parts = [self._builder.extract_value(together, place) for place in range(count)]
        lower, upper = (Lanes(self._builder, part) for part in parts[:2])
        truths = (Truths(self._builder, part) for part in parts[2:])
        known = Known(*(next(truths) if is_given else None for is_given in is_masked))
        for x in operands:
            known = known.joined(x.known)
        return Interval(lower, upper, known)

    def _function(self, name: str, rule: Rule, count: int) -> Shared:
        """Return a function of the module that applies a rule, and the masks that it returns."""
        kind = self._like.value.type
        draft = self._draft(ir.Module(), "draft", ir.VoidType(), count)
        is_masked = tuple(mask is not None for mask in rule(*_intervals(draft)).known.parts())
        returned = ir.LiteralStructType([kind, kind] + [retyped(kind, TRUTH)] * sum(is_masked))
        builder = self._draft(self._builder.module, f"interval {name}", returned, count)
        result = rule(*_intervals(builder))
        masks = (mask for mask in result.known.parts() if mask is not None)
        values = (result.lower.value, result.upper.value, *(mask.value for mask in masks))
        together: ir.Value = ir.Constant(returned, ir.Undefined)
        for place, value in enumerate(values):
            together = builder.insert_value(together, value, place)
        builder.ret(together)
        return builder.function, is_masked

    def _draft(self, module: ir.Module, name: str, returned: ir.Type, count: int) -> ir.IRBuilder:
        kind = self._like.value.type
        function = ir.Function(module, ir.FunctionType(returned, [kind] * (2 * count)), name)
        function.linkage = "internal"
        return ir.IRBuilder(function.append_basic_block())

    def elementary(self, name: str, *operands: Lanes) -> Lanes:
        """Return a function of doubles; a draft, of which no code is made, needs no real one."""
        builder = operands[0].builder
        if builder.module is not self._builder.module:
            return operands[0]
        values = [operand.value for operand in operands]
        return Lanes(builder, builder.call(shared_function(builder.module, name, values), values))


def _intervals(builder: ir.IRBuilder) -> list[Interval]:
    bounds = [Lanes(builder, argument) for argument in builder.function.args]
    return [Interval(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=True)]
