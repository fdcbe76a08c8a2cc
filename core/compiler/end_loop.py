"""The loop of steps as machine code that keeps no record, only how each run ended."""

from __future__ import annotations

from functools import partial

from llvmlite import ir

from core.compiler.control import INDEX, count_up, element, index
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE
from core.compiler.step_loop import FIELDS, Loop, Vector
from core.compiler.update import Update
from core.compiler.watch import ENDS, Watch, Watched


def end_kernel(update: Update, width: int, watched: Watched) -> Kernel:
    """Return the loop that takes blocks of runs through steps until each has ended.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    watched
        What may end a run, besides its leaving the finite.
    """
    key = ("ends", *update.code, width, watched)
    return KERNELS.get(key, partial(_build, update, width, watched))


def _build(update: Update, width: int, watched: Watched) -> Kernel:
    """Compile the loop that looks at each row and keeps two."""
    loop = Loop(update, width)
    builder, given = loop.builder, loop.given
    watch = Watch(builder, given["limits"], loop.kind, watched)

    with loop.blocks() as block, count_up(builder, given["steps"]) as step:
        number = builder.sitofp(builder.add(given["first_step"], step), DOUBLE)
        with count_up(builder, block.count) as place:
            which = builder.add(block.first, place)
            alive = element(builder, given["going_on"], which, INDEX)
            with watch.where_alive(alive):
                vector = _vector(loop, which, step)
                loop.take_step(step, vector)
                watch.look(vector, loop.item("ends", which, len(ENDS)), alive, number)
    return loop.kernel()


def _vector(loop: Loop, number: ir.Value, step: ir.Value) -> Vector:
    """Tell where a vector lies; its two rows take turns as the present and the next one."""
    builder, odd = loop.builder, loop.builder.and_(step, index(1))
    pair = builder.mul(number, index(2))
    rows = [
        loop.item("rows", builder.add(pair, turn), len(FIELDS))
        for turn in (odd, builder.xor(odd, index(1)))
    ]
    return loop.vector(number, *rows)
