"""From a program to LLVM IR, on doubles or on vectors of doubles of any width."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from llvmlite import ir

from core.compiler.control import INDEX
from core.compiler.elementary import FUNCTIONS, PAIRS, RANDOM_WORDS, SMALL_FUNCTIONS
from core.compiler.lanes import DOUBLE, TRUTH, constant, constant_value, retyped
from core.compiler.library import LIBRARY
from core.compiler.power import is_multiplied_out
from core.program import Instruction, Program
from core.tree import CONNECTIVES

WIDTH = 16
"""Lanes of a vector: wide enough to hide latencies, lowered to any processor."""

_ARITHMETIC = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}

DIVIDE_UNLESS_ONE = "divide unless one"
"""Operator of a quotient whose divisor is the same in all lanes; by 1 nothing is divided."""

_COMPARISONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=",
                "equal": "=="}  # fmt: skip
"""All of them are false on NaN; ``not_equal`` is true there, as in IEEE 754."""

_TURNS = ("sin", "cos")

_CONSTANTS = {"pi": math.pi, "e": math.e, "undefined": math.nan, "negative_zero": -0.0}


def lane_type(width: int) -> ir.Type:
    """Return the type of a value in `width` lanes; one lane is a plain double."""
    return DOUBLE if width == 1 else ir.VectorType(DOUBLE, width)


def splat(builder: ir.IRBuilder, value: ir.Value, kind: ir.Type) -> ir.Value:
    """Copy one double into every lane."""
    if not isinstance(kind, ir.VectorType):
        return value
    undefined = ir.Constant(kind, ir.Undefined)
    single = builder.insert_element(undefined, value, ir.Constant(ir.IntType(32), 0))
    lanes = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
    return builder.shuffle_vector(single, undefined, lanes)


def emit(
    builder: ir.IRBuilder, program: Program, symbols: Mapping[str, ir.Value], kind: ir.Type
) -> list[ir.Value]:
    """Append the instructions of a program at the builder's place.

    Parameters
    ----------
    builder
        Where to emit; its module receives the functions that are called.
    program
        What to compute, each subexpression once and in the order given.
    symbols
        The value of every symbol, all of type `kind`.
    kind
        The lane type of the computation.

    Returns
    -------
    list of ir.Value
        The values of the program's outputs.
    """
    values: list[ir.Value] = []
    turned = _angles_of_both(program)
    for instruction in program.instructions:
        if instruction[0] in _TURNS and instruction[1] in turned:
            values.append(_turn(builder, instruction, values, turned))
        else:
            values.append(_value(builder, instruction, values, symbols, kind))
    return [values[index] for index in program.outputs]


def _angles_of_both(program: Program) -> dict[object, ir.Value | None]:
    """Return the operands of which both the sine and the cosine are wanted."""
    sines, cosines = (
        {argument for operator, argument in program.instructions if operator == turn}
        for turn in _TURNS
    )
    return dict.fromkeys(sines & cosines)


def _turn(
    builder: ir.IRBuilder,
    instruction: Instruction,
    values: Sequence[ir.Value],
    turned: dict[object, ir.Value | None],
) -> ir.Value:
    """Take a sine or a cosine from the pair of both, found when the first is wanted."""
    operator, argument = instruction
    if turned[argument] is None and isinstance(argument, tuple):
        operands = [values[index] for index in argument]
        function = shared_function(builder.module, "sin_and_cos", operands)
        turned[argument] = builder.call(function, operands)
    return builder.extract_value(turned[argument], _TURNS.index(operator))


def _value(
    builder: ir.IRBuilder,
    instruction: Instruction,
    values: Sequence[ir.Value],
    symbols: Mapping[str, ir.Value],
    kind: ir.Type,
) -> ir.Value:
    operator, argument = instruction
    if isinstance(argument, str):
        return symbols[argument]
    if not isinstance(argument, tuple):
        return constant(kind, argument)
    operands = [values[index] for index in argument]
    if operator in _CONSTANTS:
        return constant(kind, _CONSTANTS[operator])
    if operator in ("true", "false"):
        return constant(retyped(kind, TRUTH), operator == "true")
    if operator in CONNECTIVES or operator == "where":
        return _logic(builder, operator, operands, kind)
    return _arithmetic(builder, operator, operands)


def _arithmetic(builder: ir.IRBuilder, operator: str, operands: list[ir.Value]) -> ir.Value:
    if operator in _ARITHMETIC:
        combine: Callable[..., ir.Value] = getattr(builder, _ARITHMETIC[operator])
        return combine(*operands)
    if operator in _COMPARISONS:
        return builder.fcmp_ordered(_COMPARISONS[operator], *operands)
    if operator == "not_equal":
        return builder.fcmp_unordered("!=", *operands)
    if operator == "negate":
        return _negate(builder, operands[0])
    if operator == DIVIDE_UNLESS_ONE:
        return _divide_unless_one(builder, *operands)
    if operator in SMALL_FUNCTIONS or _is_multiplied_out(operator, operands):
        return FUNCTIONS[operator](builder, *operands)
    return builder.call(shared_function(builder.module, operator, operands), operands)


def _is_multiplied_out(operator: str, operands: Sequence[ir.Value]) -> bool:
    return operator == "power" and is_multiplied_out(constant_value(operands[1]))


def _logic(
    builder: ir.IRBuilder, operator: str, operands: list[ir.Value], kind: ir.Type
) -> ir.Value:
    if operator == "where":
        return builder.select(_truth(builder, operands[0], kind), *operands[1:])
    truths = [_truth(builder, operand, kind) for operand in operands]
    if operator == "not":
        return builder.not_(truths[0])
    combine = builder.and_ if operator == "and" else builder.or_
    result = truths[0]
    for truth in truths[1:]:
        result = combine(result, truth)
    return result


def _truth(builder: ir.IRBuilder, value: ir.Value, kind: ir.Type) -> ir.Value:
    """Read a number as a truth: a hyperparameter that is a truth comes as 1 or 0."""
    return builder.fcmp_unordered("!=", value, constant(kind, 0.0)) if value.type == kind else value


def _divide_unless_one(builder: ir.IRBuilder, dividend: ir.Value, divisor: ir.Value) -> ir.Value:
    is_vector = isinstance(divisor.type, ir.VectorType)
    single = builder.extract_element(divisor, ir.Constant(INDEX, 0)) if is_vector else divisor
    before = builder.block
    with builder.if_then(builder.fcmp_unordered("!=", single, ir.Constant(DOUBLE, 1.0))):
        quotient = builder.fdiv(dividend, divisor)
        divided = builder.block
    result = builder.phi(dividend.type)
    result.add_incoming(dividend, before)
    result.add_incoming(quotient, divided)
    return result


def _negate(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    number = constant_value(value)
    return builder.fneg(value) if number is None else constant(value.type, -number)


def shared_function(module: ir.Module, name: str, operands: Sequence[ir.Value]) -> ir.Function:
    """Return an elementary function for the module to call."""
    emitter = FUNCTIONS.get(name) or RANDOM_WORDS.get(name) or PAIRS[name]
    returned = ir.LiteralStructType([operands[0].type] * 2) if name in PAIRS else None
    return LIBRARY.declared(
        module, name, operands, lambda builder, args: emitter(builder, *args), returned
    )
