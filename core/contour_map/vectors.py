"""Vectors of single floats and of words, and what the kernels of a map have in common."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy.typing as npt
from llvmlite import ir

from core.compiler.lanes import Bits, Lanes

LANES = 16
"""Samples or pixels of a row that are worked on together."""

FLOAT = ir.FloatType()
WORD = ir.IntType(32)
FLOATS = ir.VectorType(FLOAT, LANES)
WORDS = ir.VectorType(WORD, LANES)

COUNT, NUMBER, ADDRESS = ctypes.c_int64, ctypes.c_double, ctypes.c_void_p
"""C types of a kernel's arguments."""

IR_TYPES: dict[type, ir.Type] = {
    COUNT: ir.IntType(64),
    NUMBER: ir.DoubleType(),
    ADDRESS: ir.PointerType(),
}


def entry(name: str, arguments: tuple[type, ...]) -> ir.IRBuilder:
    """Begin the function of a module that Python calls."""
    kind = ir.FunctionType(ir.VoidType(), [IR_TYPES[argument] for argument in arguments])
    return ir.IRBuilder(ir.Function(ir.Module(), kind, name).append_basic_block())


def splat(builder: ir.IRBuilder, value: ir.Value, count: int = LANES) -> ir.Value:
    """Copy one number into every lane."""
    kind = ir.VectorType(value.type, count)
    undefined = ir.Constant(kind, ir.Undefined)
    single = builder.insert_element(undefined, value, ir.Constant(WORD, 0))
    lanes = ir.Constant(ir.VectorType(WORD, count), [0] * count)
    return builder.shuffle_vector(single, undefined, lanes)


def single(builder: ir.IRBuilder, value: ir.Value, count: int = LANES) -> Lanes:
    """Copy one double as a single float into every lane."""
    return Lanes(builder, splat(builder, builder.fptrunc(value, FLOAT), count))


def clamped(value: Lanes) -> Lanes:
    """Return values between 0 and 1."""
    value = (value > 0.0).choose(value, value.like(0.0))
    return (value < 1.0).choose(value, value.like(1.0))


def as_words(value: Lanes) -> Bits:
    """Return numbers that are not negative as the nearest integers."""
    builder = value.builder
    return Bits(builder, builder.fptosi((value + 0.5).value, WORDS))


def padded(count: int) -> int:
    """Return the length of a row with room for whole vectors from any of its items on."""
    return (count // LANES + 2) * LANES


def address(array: npt.NDArray[Any]) -> int:
    """Return where an array begins."""
    return int(array.__array_interface__["data"][0])
