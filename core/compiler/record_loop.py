"""The loop of steps as machine code that records every one of them."""

from __future__ import annotations

from functools import partial

from llvmlite import ir

from core.compiler.control import count_up, element, index, load, store
from core.compiler.dealing import DEALT
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE
from core.compiler.step_loop import FIELDS, Block, Loop
from core.compiler.update import Update


def record_kernel(update: Update, width: int) -> Kernel:
    """Return the loop that takes blocks of runs through steps of an update.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    """
    key = ("record", *update.code, width)
    return KERNELS.get(key, partial(_build, update, width))


def _build(update: Update, width: int) -> Kernel:
    """Compile the loop that deals every row to the runs' records."""
    recording = _Recording(Loop(update, width))
    with recording.loop.blocks() as block:
        recording.record(block)
    return recording.loop.kernel()


class _Recording:
    """What takes a block through some steps, deals their rows, and goes on from the last."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        self._builder = loop.builder
        self._given = loop.given

    def record(self, block: Block) -> None:
        """Append all steps of a block."""
        builder, steps = self._builder, self._given["steps"]
        now = self.loop.item("rows", block.first, len(FIELDS))
        row_size = builder.mul(block.count, index(len(FIELDS)))
        self._copy(now, self._given["scratch"], row_size)
        dealings = builder.sdiv(builder.add(steps, index(DEALT - 1)), index(DEALT))
        with count_up(builder, dealings) as dealing:
            done = builder.mul(dealing, index(DEALT))
            left = builder.sub(steps, done)
            is_whole = builder.icmp_signed(">", left, index(DEALT))
            count = builder.select(is_whole, index(DEALT), left)
            with count_up(builder, count) as step, count_up(builder, block.count) as place:
                self._step(block, place, builder.mul(step, row_size), row_size,
                           builder.add(done, step))  # fmt: skip
            with count_up(builder, block.count) as place:
                self._deal(block, place, row_size, done, count)
            last = self._scratch(builder.mul(count, row_size))
            self._copy(last, self._given["scratch"], row_size)
        self._copy(self._given["scratch"], now, row_size)

    def _scratch(self, vectors: ir.Value) -> ir.Value:
        return element(self._builder, self._given["scratch"], vectors, self.loop.kind)

    def _copy(self, source: ir.Value, target: ir.Value, vectors: ir.Value) -> None:
        with count_up(self._builder, vectors) as place:
            value = load(self._builder, source, place, self.loop.kind)
            store(self._builder, value, target, place)

    def _step(
        self, block: Block, place: ir.Value, row: ir.Value, row_size: ir.Value, step: ir.Value
    ) -> None:
        """Append a step of a vector."""
        builder = self._builder
        before = builder.add(row, builder.mul(place, index(len(FIELDS))))
        after = builder.add(before, row_size)
        rows = self._scratch(before), self._scratch(after)
        self.loop.take_step(step, self.loop.vector(builder.add(block.first, place), *rows))

    def _deal(
        self, block: Block, place: ir.Value, row_size: ir.Value, done: ir.Value, count: ir.Value
    ) -> None:
        """Have the new rows of a vector dealt to the records of its runs."""
        builder, given, width = self._builder, self._given, index(self.loop.width)
        first_row = builder.add(row_size, builder.mul(place, index(len(FIELDS))))
        run = builder.mul(builder.add(block.first, place), width)
        left = builder.sub(given["runs"], run)
        runs = builder.select(builder.icmp_signed("<", left, width), left, width)
        record = builder.add(builder.mul(run, given["run_size"]), done)
        arguments = [
            self._scratch(first_row),
            builder.mul(row_size, width),
            element(builder, given["record"], record, DOUBLE),
            given["run_size"],
            given["field_size"],
            runs,
            count,
        ]
        builder.call(given["deal"], arguments)
