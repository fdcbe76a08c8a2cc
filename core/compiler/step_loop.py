"""The loop of steps as machine code, with an update rule inside."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from llvmlite import ir

from core.compiler.arrays import KERNEL_TYPE
from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.emit import emit, lane_type, splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.expansion import LOSS, POINT, RUN, SLOPE, cells_of
from core.compiler.lanes import DOUBLE
from core.compiler.stages import ANSWERS, NEXT_POINT, Question, Stage, cell_of_name
from core.compiler.update import Update
from core.program import Program

FIELDS = ("x", "y", "loss", "gradient_x", "gradient_y")
"""What is recorded of every run at every step, in this order."""

_FIELD_OF = dict(zip((*POINT, LOSS, *SLOPE), range(len(FIELDS)), strict=True))
_C_ARGUMENTS = (ctypes.c_int64,) * 4 + (ctypes.c_void_p,) * (5 + len(ANSWERS))


def loop_kernel(update: Update, width: int) -> Kernel:
    """Return the loop that takes blocks of runs through steps of an update.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    """
    key = ("loop", update.stages, update.state, update.names, width)
    return KERNELS.get(key, partial(_build, update, width))


def _build(update: Update, width: int) -> Kernel:
    """Compile the loop over blocks, steps, stages and vectors, with the rule inside.

    Distances in memory are counted in vectors: a row holds each field of every vector
    of a block, and the memory of a block each cell of every vector.
    """
    module = ir.Module()
    arguments = [INDEX] * 4 + [POINTER] * 5 + [KERNEL_TYPE.as_pointer()] * len(ANSWERS)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), arguments), "loop")
    builder = ir.IRBuilder(function.append_basic_block())
    blocks, vectors, steps, cells, parameters, uniform, numbers, memory, rows, *oracle = (
        function.args
    )
    kind = lane_type(width)
    row_size = builder.mul(vectors, index(len(FIELDS)))
    block_size = builder.mul(row_size, builder.add(steps, index(1)))
    one_step = StepEmitter(builder, update, kind, vectors, parameters, (uniform, steps), oracle)
    with count_up(builder, blocks) as block:
        own = builder.mul(block, builder.mul(vectors, cells))
        block_cells = element(builder, memory, own, kind)
        block_numbers = element(builder, numbers, builder.mul(block, vectors), kind)
        first = element(builder, rows, builder.mul(block, block_size), kind)
        with count_up(builder, steps) as step:
            row = element(builder, first, builder.mul(step, row_size), kind)
            after = element(builder, row, row_size, kind)
            one_step.emit(step, Room(vectors, kind, row, after, block_cells, block_numbers))
    builder.ret_void()
    return Kernel(module, "loop", _C_ARGUMENTS)


@dataclass(frozen=True, slots=True)
class Room:
    """Where a step of a block finds and leaves its numbers."""

    vectors: ir.Value
    kind: ir.Type
    row: ir.Value
    after: ir.Value
    cells: ir.Value
    numbers: ir.Value

    def place(self, builder: ir.IRBuilder, number: int, vector: ir.Value) -> ir.Value:
        """Return where field or cell `number` of a vector lies, counted in vectors."""
        return builder.add(builder.mul(self.vectors, index(number)), vector)


class StepEmitter:
    """Appends one step of an update for all vectors of a block.

    Parameters
    ----------
    builder
        Where to emit, before any loop.
    update
        The prepared rule.
    kind
        The lane type.
    vectors
        How many of them a block has.
    parameters
        The values of the loss's parameters.
    uniform
        The table of uniform values, and how many steps it is about.
    oracle
        The functions of `ANSWERS`.
    """

    def __init__(
        self,
        builder: ir.IRBuilder,
        update: Update,
        kind: ir.Type,
        vectors: ir.Value,
        parameters: ir.Value,
        uniform: tuple[ir.Value, ir.Value],
        oracle: Sequence[ir.Value],
    ) -> None:
        self._builder = builder
        self._update = update
        self._uniform = uniform
        functions = dict(zip(ANSWERS, oracle, strict=True))
        self._asking = _Asking(vectors, parameters, functions, kind)
        self._asking.reserve(builder)

    def emit(self, step: ir.Value, room: Room) -> None:
        """Append the step whose uniform values are number `step` of the table."""
        builder, update = self._builder, self._update
        symbols = _load_uniform(builder, update.names, *self._uniform, step, room.kind)
        for stage in update.stages:
            with count_up(builder, room.vectors) as vector:
                _compute(builder, stage, update.state, symbols, room, vector)
            for question in stage.questions:
                self._asking.ask(builder, question, room.cells)
        self._asking.ask_slope(builder, room.after)


def _compute(
    builder: ir.IRBuilder,
    stage: Stage,
    state: Sequence[str],
    uniform: Mapping[str, ir.Value],
    room: Room,
    vector: ir.Value,
) -> None:
    """Compute a stage for one vector of runs."""
    cell_of = {symbol: 2 * number + part
               for number, name in enumerate(state)
               for part, symbol in enumerate(cells_of(name))}  # fmt: skip
    symbols = dict(uniform)
    for name in _names(stage.program):
        if name in uniform:
            continue
        if name == RUN:
            symbols[name] = load(builder, room.numbers, vector, room.kind)
        elif name in _FIELD_OF:
            place = room.place(builder, _FIELD_OF[name], vector)
            symbols[name] = load(builder, room.row, place, room.kind)
        else:
            cell = cell_of[name] if name in cell_of else cell_of_name(name)
            place = room.place(builder, cell, vector)
            symbols[name] = load(builder, room.cells, place, room.kind)
    values = emit(builder, stage.program, symbols, room.kind)
    for target, value in zip(stage.targets, values, strict=True):
        if target < 0:
            place = room.place(builder, target - NEXT_POINT, vector)
            store(builder, value, room.after, place)
        else:
            store(builder, value, room.cells, room.place(builder, target, vector))


def _load_uniform(
    builder: ir.IRBuilder,
    names: Sequence[str],
    table: ir.Value,
    steps: ir.Value,
    step: ir.Value,
    kind: ir.Type,
) -> dict[str, ir.Value]:
    """Read a step's uniform values, one row of the table for each."""
    symbols = {}
    for number, name in enumerate(names):
        place = builder.add(builder.mul(steps, index(number)), step)
        symbols[name] = splat(builder, load(builder, table, place, DOUBLE), kind)
    return symbols


def _names(program: Program) -> list[str]:
    return [argument for _, argument in program.instructions if isinstance(argument, str)]


@dataclass(slots=True)
class _Asking:
    """Calls of the loss's functions for all vectors of a block."""

    vectors: ir.Value
    parameters: ir.Value
    functions: Mapping[str, ir.Value]
    kind: ir.Type
    tables: tuple[ir.Value, ...] = ()

    def reserve(self, builder: ir.IRBuilder) -> None:
        """Make room for the tables of inputs and outputs, once for all calls."""
        counts = (len(POINT), max(ANSWERS.values()))
        self.tables = tuple(builder.alloca(POINTER, index(count)) for count in counts)

    def ask(self, builder: ir.IRBuilder, question: Question, cells: ir.Value) -> None:
        """Have a question answered into its cells."""
        answers = range(question.answer, question.answer + ANSWERS[question.function])
        self._call(builder, question.function, cells, question.point, answers)

    def ask_slope(self, builder: ir.IRBuilder, row: ir.Value) -> None:
        """Fill in the loss and the gradient of a row."""
        fields = [_FIELD_OF[name] for name in (LOSS, *SLOPE)]
        self._call(builder, "slope", row, [_FIELD_OF[name] for name in POINT], fields)

    def _call(
        self,
        builder: ir.IRBuilder,
        function: str,
        base: ir.Value,
        inputs: Sequence[int],
        outputs: Sequence[int],
    ) -> None:
        for table, places in zip(self.tables, (inputs, outputs), strict=True):
            for slot, place in enumerate(places):
                offset = builder.mul(self.vectors, index(place))
                store(builder, element(builder, base, offset, self.kind), table, slot)
        arguments = [self.vectors, self.parameters, *self.tables]
        builder.call(self.functions[function], arguments)
