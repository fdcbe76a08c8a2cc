"""From a program to LLVM IR that computes with intervals.

What takes more than a few instructions becomes a function that is called, so that a long
expression stays quick to compile.
"""

from __future__ import annotations

import math
import operator as operators
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce

from llvmlite import ir

from core.compiler.intervals import arithmetic, choices, functions, powers
from core.compiler.intervals.interval import LARGEST, Interval, Known, Verdict, always
from core.compiler.intervals.shared_rules import SharedRules
from core.compiler.lanes import Lanes, constant_value
from core.program import Instruction, Program
from core.tree import COMPARISONS, CONNECTIVES

RULES: dict[str, functions.Rule] = {
    "add": arithmetic.add,
    "subtract": arithmetic.subtract,
    "multiply": arithmetic.multiply,
    "divide": arithmetic.divide,
    **functions.EXACT,
}

FIXED_RULES: dict[str, functions.Rule] = {
    "multiply": arithmetic.multiply_fixed,
    "divide": arithmetic.divide_fixed,
    **functions.EXACT_FIXED,
}
"""Rules for operands that are the same on every box, where they differ."""

FOLDED: dict[str, Callable[..., Fraction]] = {
    "add": operators.add,
    "subtract": operators.sub,
    "multiply": operators.mul,
    "divide": operators.truediv,
    "negate": operators.neg,
}

IRRATIONAL = {"pi": math.pi, "e": math.e}
"""The double below each; the number itself is below the next one."""

ROUNDED = frozenset({math.log(2.0), math.log(10.0), 2.0 / math.sqrt(math.pi)})
"""Literals that `core.partials` writes for irrational numbers."""


class Lowering:
    """One program on its way into one function of a module.

    Parameters
    ----------
    builder
        Where to emit.
    program
        What to compute.
    symbols
        The bounds of every symbol.
    fixed
        The symbols that are the same on every box.
    like
        Any value of the lanes to compute in.
    """

    def __init__(
        self,
        builder: ir.IRBuilder,
        program: Program,
        symbols: Mapping[str, Interval],
        fixed: frozenset[str],
        like: Lanes,
    ) -> None:
        self._program = program
        self._symbols = symbols
        self._like = like
        self._values: list[Interval | Verdict] = []
        self._fixed: list[bool] = []
        self._names = fixed
        self._rules = SharedRules(builder, like)

    def outputs(self) -> list[Interval]:
        """Append the program's instructions and return its results."""
        for instruction in self._program.instructions:
            is_fixed = self._is_fixed(instruction)
            value = self._value(instruction, is_fixed)
            if is_fixed and isinstance(value, Interval):
                # What doesn't vary is smooth wherever it has a value.
                value = replace(value, known=replace(value.known, smooth=value.known.total))
            self._fixed.append(is_fixed)
            self._values.append(value)
        return [self._interval(index).where_possible() for index in self._program.outputs]

    def _is_fixed(self, instruction: Instruction) -> bool:
        argument = instruction[1]
        if isinstance(argument, tuple):
            return all(self._fixed[index] for index in argument)
        return not isinstance(argument, str) or argument in self._names

    def _interval(self, index: int) -> Interval:
        value = self._values[index]
        assert isinstance(value, Interval)
        return value

    def _verdict(self, index: int) -> Verdict:
        value = self._values[index]
        return choices.of_number(value) if isinstance(value, Interval) else value

    def _value(self, instruction: Instruction, is_fixed: bool) -> Interval | Verdict:
        operator, argument = instruction
        if isinstance(argument, str):
            return self._symbols[argument]
        if not isinstance(argument, tuple):
            return self._number(argument)
        if not argument:
            return self._constant(operator)
        if operator in CONNECTIVES or operator == "where":
            return self._logic(operator, argument)
        operands = [self._interval(index) for index in argument]
        if operator in COMPARISONS:
            return choices.compared(operator, operands[0], operands[1], is_fixed)
        numbers = [_number_of(operand) for operand in operands]
        if (number := exact_number(operator, numbers)) is not None:
            return self._bounds(number, number)
        if is_fixed and operator in FIXED_RULES:
            return self._rules.apply(f"fixed {operator}", FIXED_RULES[operator], operands)
        return self._operation(operator, argument, operands)

    def _number(self, value: float) -> Interval:
        if value in ROUNDED:
            return self._bounds(math.nextafter(value, 0.0), math.nextafter(value, math.inf))
        return self._bounds(value, value)

    def _bounds(self, lower: float, upper: float) -> Interval:
        return Interval(self._like.like(lower), self._like.like(upper))

    def _constant(self, operator: str) -> Interval | Verdict:
        if operator in IRRATIONAL:
            value = IRRATIONAL[operator]
            return self._bounds(value, math.nextafter(value, math.inf))
        never = always(self._like, truth=False)
        if operator == "undefined":
            return replace(self._bounds(-math.inf, math.inf), known=Known(never, never, never))
        if operator == "negative_zero":
            return self._bounds(0.0, 0.0)
        truth = always(self._like)
        return Verdict(truth, never) if operator == "true" else Verdict(never, truth)

    def _logic(self, operator: str, argument: tuple[int, ...]) -> Interval | Verdict:
        if operator == "where":
            yes, no = (self._interval(index) for index in argument[1:])
            return choices.where(self._verdict(argument[0]), yes, no)
        verdicts = [self._verdict(index) for index in argument]
        if operator == "not":
            return choices.opposite(verdicts[0])
        return choices.all_of(verdicts) if operator == "and" else choices.any_of(verdicts)

    def _operation(
        self, operator: str, argument: tuple[int, ...], operands: Sequence[Interval]
    ) -> Interval:
        if operator == "negate":
            return arithmetic.negate(operands[0])
        if operator in ("min", "max"):
            combine = choices.minimum if operator == "min" else choices.maximum
            return reduce(combine, operands)
        if operator == "multiply" and argument[0] == argument[1]:
            return self._rules.apply("square", arithmetic.square, operands[:1])
        if operator == "power":
            return self._power(operands, self._fixed[argument[1]])
        if operator in RULES:
            return self._rules.apply(operator, RULES[operator], operands)
        rule = functions.of_elementary(operator, partial(self._rules.elementary, operator))
        return self._rules.apply(operator, rule, operands)

    def _power(self, operands: Sequence[Interval], is_fixed: bool) -> Interval:
        base, exponent = operands
        number = _number_of(exponent)
        code = partial(self._rules.elementary, "power")
        if number is not None and powers.is_multiplied(number):
            rule = powers.multiplied(number)
            return self._rules.apply(f"power {number!r}", rule, [base], is_common=False)
        if number is not None and not number.is_integer():
            rule = powers.fractional(number, code)
            return self._rules.apply(f"power {number!r}", rule, [base], is_common=False)
        rule = partial(powers.general, power=code, is_fixed=is_fixed)
        return self._rules.apply(f"power {is_fixed}", rule, operands)


def _number_of(x: Interval) -> float | None:
    """Return the number that an interval is known to be when it is compiled."""
    lower, upper = constant_value(x.lower.value), constant_value(x.upper.value)
    return lower if lower == upper else None


def exact_number(operator: str, numbers: Sequence[float | None]) -> float | None:
    """Return the value of an operation on literals, where it is a double; else None.

    So the exponent 3/2 is a literal as 1.5 is.
    """
    known = [Fraction(number) for number in numbers if number is not None]
    if (
        len(known) < len(numbers)
        or operator not in FOLDED
        or (operator == "divide" and not known[1])
    ):
        return None
    exact = FOLDED[operator](*known)
    is_double = abs(exact) < LARGEST and Fraction(float(exact)) == exact
    return float(exact) if is_double else None
