"""The loop of steps as machine code that keeps no record, only how each run ended."""

from __future__ import annotations

import ctypes
from functools import partial

from llvmlite import ir

from core.compiler.arrays import KERNEL_TYPE
from core.compiler.control import INDEX, POINTER, count_up, element, index
from core.compiler.emit import lane_type
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE, TRUTH
from core.compiler.stages import ANSWERS
from core.compiler.step_loop import FIELDS, Room, StepEmitter
from core.compiler.update import Update
from core.compiler.watch import ENDS, Watch

_C_ARGUMENTS = (ctypes.c_int64,) * 5 + (ctypes.c_void_p,) * (7 + len(ANSWERS))


def end_kernel(update: Update, width: int) -> Kernel:
    """Return the loop that takes blocks of runs through steps until each has ended.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    """
    key = ("ends", update.stages, update.state, update.names, width)
    return KERNELS.get(key, partial(_build, update, width))


def _build(update: Update, width: int) -> Kernel:
    """Compile the loop over blocks and steps.

    Memory is laid out as in the loop that records, but a block has only two rows, which
    take turns as the present and the next one; the first is the present one at the start.
    """
    module = ir.Module()
    arguments = [INDEX] * 5 + [POINTER] * 7 + [KERNEL_TYPE.as_pointer()] * len(ANSWERS)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), arguments), "loop")
    builder = ir.IRBuilder(function.append_basic_block())
    blocks, vectors, steps, cells, first_step, parameters, uniform, *others = function.args
    numbers, memory, rows, ends, limits, *oracle = others
    kind = lane_type(width)
    row_size = builder.mul(vectors, index(len(FIELDS)))
    one_step = StepEmitter(builder, update, kind, vectors, parameters, (uniform, steps), oracle)
    watch = Watch(builder, limits, kind)

    def of_block(base: ir.Value, block: ir.Value, fields: ir.Value) -> ir.Value:
        """Return where a block begins that has so many fields."""
        return element(builder, base, builder.mul(block, builder.mul(vectors, fields)), kind)

    with count_up(builder, blocks) as block:
        own_cells = of_block(memory, block, cells)
        own_numbers = of_block(numbers, block, index(1))
        own_ends = of_block(ends, block, index(len(ENDS)))
        even = of_block(rows, block, index(2 * len(FIELDS)))
        odd = element(builder, even, row_size, kind)
        watch.expect_life()
        with count_up(builder, steps) as step, builder.if_then(watch.is_alive()):
            is_odd = builder.trunc(step, TRUTH)
            row, after = builder.select(is_odd, odd, even), builder.select(is_odd, even, odd)
            room = Room(vectors, kind, row, after, own_cells, own_numbers)
            one_step.emit(step, room)
            number = builder.add(first_step, step)
            watch.look(room, own_ends, builder.sitofp(number, DOUBLE))
    builder.ret_void()
    return Kernel(module, "loop", _C_ARGUMENTS)
