"""Rows of many runs, dealt to the record of each run, as machine code."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import partial

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.emit import lane_type
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE

DEALT = 8
"""Rows dealt together: of as many doubles, a line of the cache."""

DEAL_TYPE = ir.FunctionType(ir.VoidType(), [POINTER, INDEX, POINTER, *[INDEX] * 4])
"""The first row of a vector, doubles from a row to the next, where its first run's record
goes on, doubles from run to run and from field to field of it, lanes that are runs, rows."""

_C_ARGUMENTS = (ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, *[ctypes.c_int64] * 4)


def deal_kernel(fields: int, width: int) -> Kernel:
    """Return what deals rows of a vector: up to `DEALT` of them.

    Parameters
    ----------
    fields
        Vectors of a row, which lie together.
    width
        Lanes of a vector, each a run.
    """
    return KERNELS.get(("deal", fields, width), partial(_build, fields, width))


def _build(fields: int, width: int) -> Kernel:
    function = ir.Function(ir.Module(), DEAL_TYPE, "deal")
    builder = ir.IRBuilder(function.append_basic_block())
    rows, row_size, record, run_size, field_size, runs, count = function.args
    with count_up(builder, index(fields)) as field:
        source = element(builder, rows, builder.mul(field, index(width)), DOUBLE)
        target = element(builder, record, builder.mul(field, field_size), DOUBLE)
        one_by_one = partial(_deal_one_by_one, builder, source, row_size, target, run_size)
        if width % DEALT:
            one_by_one(runs, count)
        else:
            is_whole = builder.and_(
                builder.icmp_signed("==", runs, index(width)),
                builder.icmp_signed("==", count, index(DEALT)),
            )
            with builder.if_else(is_whole) as (whole, partly):
                with whole:
                    _deal_all(builder, source, row_size, target, run_size, width)
                with partly:
                    one_by_one(runs, count)
    builder.ret_void()
    return Kernel(function.module, "deal", _C_ARGUMENTS)


def _deal_one_by_one(
    builder: ir.IRBuilder,
    rows: ir.Value,
    row_size: ir.Value,
    record: ir.Value,
    run_size: ir.Value,
    runs: ir.Value,
    count: ir.Value,
) -> None:
    """Deal a field of some rows of some runs."""
    with count_up(builder, runs) as run, count_up(builder, count) as row:
        place = builder.add(builder.mul(row, row_size), run)
        step = builder.add(builder.mul(run, run_size), row)
        store(builder, load(builder, rows, place, DOUBLE), record, step)


def _deal_all(
    builder: ir.IRBuilder,
    rows: ir.Value,
    row_size: ir.Value,
    record: ir.Value,
    run_size: ir.Value,
    width: int,
) -> None:
    """Deal a field of whole rows by riffling them three times, as one does with cards."""
    vectors = [
        builder.load(
            element(builder, rows, builder.mul(row_size, index(row)), DOUBLE),
            align=8,
            typ=lane_type(width),
        )
        for row in range(DEALT)
    ]
    half = DEALT // 2
    for _ in range(DEALT.bit_length() - 1):
        pairs = zip(vectors[:half], vectors[half:], strict=True)
        vectors = [mixed for pair in pairs for mixed in _riffled(builder, *pair, width)]
    runs = [part for vector in vectors for part in _parts(builder, vector, width)]
    for run, steps in enumerate(runs):
        store_at = element(builder, record, builder.mul(run_size, index(run)), DOUBLE)
        builder.store(steps, store_at, align=8)


def _riffled(
    builder: ir.IRBuilder, first: ir.Value, second: ir.Value, width: int
) -> tuple[ir.Value, ir.Value]:
    """Take lanes from both in turns; return the first half of them all, and the second."""
    lanes = [lane for pair in range(width) for lane in (pair, width + pair)]
    lower = _shuffled(builder, (first, second), lanes[:width])
    return lower, _shuffled(builder, (first, second), lanes[width:])


def _parts(builder: ir.IRBuilder, vector: ir.Value, width: int) -> list[ir.Value]:
    """Cut a vector into what belongs to each run."""
    return [
        _shuffled(builder, (vector, vector), list(range(first, first + DEALT)))
        for first in range(0, width, DEALT)
    ]


def _shuffled(
    builder: ir.IRBuilder, pair: tuple[ir.Value, ir.Value], lanes: Sequence[int]
) -> ir.Value:
    kind = ir.VectorType(ir.IntType(32), len(lanes))
    return builder.shuffle_vector(*pair, ir.Constant(kind, list(lanes)))
