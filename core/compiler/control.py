"""Loops and memory accesses of the IR, shared by everything that is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from llvmlite import ir

INDEX = ir.IntType(64)
POINTER = ir.PointerType()
_ALIGNMENT = 8
"""Bytes: arrays are aligned to their elements, never assumed to be to vectors."""


def index(value: int) -> ir.Constant:
    """Return an integer constant."""
    return ir.Constant(INDEX, value)


@contextmanager
def count_up(builder: ir.IRBuilder, count: ir.Value) -> Iterator[ir.Value]:
    """Emit the body of the ``with`` once, to run for 0, 1, …, `count` − 1."""
    before = builder.block
    head, body, after = (builder.append_basic_block() for _ in range(3))
    builder.branch(head)
    builder.position_at_end(head)
    counter = builder.phi(INDEX)
    counter.add_incoming(index(0), before)
    builder.cbranch(builder.icmp_signed("<", counter, count), body, after)
    builder.position_at_end(body)
    yield counter
    counter.add_incoming(builder.add(counter, index(1)), builder.block)
    builder.branch(head)
    builder.position_at_end(after)


def element(
    builder: ir.IRBuilder, base: ir.Value, offset: ir.Value | int, kind: ir.Type
) -> ir.Value:
    """Return the address of item `offset` of an array of `kind`."""
    place = index(offset) if isinstance(offset, int) else offset
    return builder.gep(base, [place], source_etype=kind)


def load(builder: ir.IRBuilder, base: ir.Value, offset: ir.Value | int, kind: ir.Type) -> ir.Value:
    """Read item `offset` of an array of `kind`."""
    return builder.load(element(builder, base, offset, kind), align=_ALIGNMENT, typ=kind)


def store(builder: ir.IRBuilder, value: ir.Value, base: ir.Value, offset: ir.Value | int) -> None:
    """Write item `offset` of an array of the value's type."""
    builder.store(value, element(builder, base, offset, value.type), align=_ALIGNMENT)
