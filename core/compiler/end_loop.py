"""The loop of steps as machine code that keeps no record, only how each run ended."""

from __future__ import annotations

from functools import partial

from llvmlite import ir

from core.compiler.control import INDEX, element, index
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE
from core.compiler.step_loop import FIELDS, Loop, Vector, Visit
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
    key = ("ends", update.stages, update.state, update.names, width, watched)
    return KERNELS.get(key, partial(_build, update, width, watched))


def _build(update: Update, width: int, watched: Watched) -> Kernel:
    """Compile the loop that looks at each row and keeps two."""
    loop = Loop(update, width)
    builder, given = loop.builder, loop.given
    watch = Watch(builder, given["limits"], loop.kind, watched)

    def visit(visit: Visit) -> None:
        number = builder.add(visit.first, visit.place)
        alive = element(builder, given["going_on"], number, INDEX)
        with watch.where_alive(alive):
            vector = _vector(loop, visit, number)
            loop.take_step(visit.step, vector)
            ends = loop.item("ends", number, len(ENDS))
            step = builder.sitofp(builder.add(given["first_step"], visit.step), DOUBLE)
            watch.look(vector, ends, alive, step)

    return loop.kernel(visit)


def _vector(loop: Loop, visit: Visit, number: ir.Value) -> Vector:
    """Tell where a vector lies; its two rows take turns as the present and the next one."""
    builder, odd = loop.builder, loop.builder.and_(visit.step, index(1))
    pair = builder.mul(number, index(2))
    rows = [
        loop.item("rows", builder.add(pair, turn), len(FIELDS))
        for turn in (odd, builder.xor(odd, index(1)))
    ]
    return loop.vector(visit, *rows)
