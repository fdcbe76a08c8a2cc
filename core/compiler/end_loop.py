"""The loop of steps as machine code that keeps no record, only how each run ended."""

from __future__ import annotations

from functools import partial

from core.compiler.control import count_up, index
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
    key = ("ends", update.stages, update.state, update.names, width, watched)
    return KERNELS.get(key, partial(_build, update, width, watched))


def _build(update: Update, width: int, watched: Watched) -> Kernel:
    """Compile the loop that looks at each row and keeps two.

    The rows of a vector take turns as the present and the next one; the first is the
    present one at the start.
    """
    loop = Loop(update, width)
    builder, given, fields = loop.builder, loop.given, index(len(FIELDS))
    watch = Watch(builder, given["limits"], loop.kind, watched)
    with loop.blocks() as (first, count):
        rows = loop.place("rows", first, 2 * len(FIELDS))
        cells = loop.place("memory", first, given["cells"])
        numbers = loop.place("numbers", first, 1)
        ends = loop.place("ends", first, len(ENDS))
        going_on = builder.gep(given["going_on"], [first], source_etype=index(0).type)
        with count_up(builder, given["steps"]) as step:
            odd = builder.and_(step, index(1))
            number = builder.sitofp(builder.add(given["first_step"], step), DOUBLE)
            row_base = loop.offset(rows, odd, fields)
            after_base = loop.offset(rows, builder.xor(odd, index(1)), fields)
            with count_up(builder, count) as place, watch.where_alive(going_on, place) as alive:
                vector = Vector(
                    loop.kind,
                    loop.offset(row_base, place, 2 * len(FIELDS)),
                    loop.offset(after_base, place, 2 * len(FIELDS)),
                    loop.offset(cells, place, given["cells"]),
                    loop.offset(numbers, place, 1),
                )
                loop.step(step, vector)
                watch.look(vector, loop.offset(ends, place, len(ENDS)), alive, number)
    return loop.kernel()
