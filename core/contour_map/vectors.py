"""Vectors of single floats and of words, and what the kernels of a map have in common."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import INDEX
from core.compiler.lanes import Bits, Lanes

LANES = 16
"""Samples or pixels of a row that are worked on together."""

FLOAT = ir.FloatType()
WORD = ir.IntType(32)
FLOATS = ir.VectorType(FLOAT, LANES)
WORDS = ir.VectorType(WORD, LANES)

MASK = ir.IntType(LANES)
"""A bit for each lane."""

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


@contextmanager
def set_bits(builder: ir.IRBuilder, mask: ir.Value) -> Iterator[ir.Value]:
    """Emit the body of the ``with`` once, to run for the place of each bit that is set."""
    before = builder.block
    head, body, after = (builder.append_basic_block() for _ in range(3))
    builder.branch(head)
    builder.position_at_end(head)
    left = builder.phi(MASK)
    left.add_incoming(mask, before)
    zero = ir.Constant(MASK, 0)
    builder.cbranch(builder.icmp_unsigned("!=", left, zero), body, after)
    builder.position_at_end(body)
    yield builder.zext(builder.cttz(left, ir.Constant(ir.IntType(1), 1)), INDEX)
    lower = builder.and_(left, builder.sub(left, ir.Constant(MASK, 1)))
    left.add_incoming(lower, builder.block)
    builder.branch(head)
    builder.position_at_end(after)
