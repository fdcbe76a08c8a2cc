"""The loop of steps as machine code, with an update rule inside."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from llvmlite import ir

from core.compiler.arrays import KERNEL_TYPE
from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.emit import DIVIDE_UNLESS_ONE, emit, lane_type, splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.expansion import LOSS, POINT, RUN, SLOPE, cells_of
from core.compiler.lanes import DOUBLE
from core.compiler.stages import ANSWERS, NEXT_POINT, Question, Stage, cell_of_name
from core.compiler.update import Update
from core.program import Program

FIELDS = ("x", "y", "loss", "gradient_x", "gradient_y")
"""What is recorded of every run at every step, in this order."""

_FIELD_OF = dict(zip((*POINT, LOSS, *SLOPE), range(len(FIELDS)), strict=True))

_COUNTS = ("blocks", "vectors", "steps", "cells", "first_step")
_PLACES = ("parameters", "uniform", "numbers", "memory", "rows", "ends", "going_on", "limits")
C_ARGUMENTS = (ctypes.c_int64,) * len(_COUNTS) + (ctypes.c_void_p,) * (len(_PLACES) + len(ANSWERS))
"""What a loop is given: `_COUNTS`, `_PLACES`, and the functions of `ANSWERS`."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Where a step of one vector of runs finds and leaves its numbers."""

    kind: ir.Type
    row: ir.Value
    after: ir.Value
    cells: ir.Value
    numbers: ir.Value


class Loop:
    """A function that takes blocks of runs through steps, being written.

    A block is some vectors of runs, which take each step in turn: while one waits for a
    quotient, the next one can begin.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    """

    def __init__(self, update: Update, width: int) -> None:
        self.module = ir.Module()
        given = [INDEX] * len(_COUNTS) + [POINTER] * len(_PLACES)
        arguments = given + [KERNEL_TYPE.as_pointer()] * len(ANSWERS)
        function = ir.Function(self.module, ir.FunctionType(ir.VoidType(), arguments), "loop")
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.given = dict(zip((*_COUNTS, *_PLACES, *ANSWERS), function.args, strict=True))
        self.kind = lane_type(width)
        self._update = update
        self._asking = _Asking(self.given, self.kind)
        self._asking.reserve(self.builder)

    def kernel(self) -> Kernel:
        """Return the finished function."""
        self.builder.ret_void()
        return Kernel(self.module, "loop", C_ARGUMENTS)

    @contextmanager
    def blocks(self) -> Iterator[tuple[ir.Value, ir.Value]]:
        """Emit the body once for each block: its first vector and how many it has."""
        builder, vectors, blocks = self.builder, self.given["vectors"], self.given["blocks"]
        with count_up(builder, blocks) as block:
            bounds = [
                builder.sdiv(builder.mul(vectors, number), blocks)
                for number in (block, builder.add(block, index(1)))
            ]
            yield bounds[0], builder.sub(bounds[1], bounds[0])

    def place(self, name: str, number: ir.Value, size: ir.Value | int) -> ir.Value:
        """Return where item `number` of an array of items of so many vectors begins."""
        return self.offset(self.given[name], number, size)

    def offset(self, base: ir.Value, number: ir.Value, size: ir.Value | int) -> ir.Value:
        """Return the address that lies so many items of so many vectors further."""
        size = index(size) if isinstance(size, int) else size
        return element(self.builder, base, self.builder.mul(number, size), self.kind)

    def step(self, step: ir.Value, vector: Vector) -> None:
        """Append the step of a vector whose uniform values are row `step` of the table."""
        builder, update = self.builder, self._update
        names = update.names
        row = element(builder, self.given["uniform"], builder.mul(step, index(len(names))), DOUBLE)
        uniform = {name: partial(self._uniform, row, place) for place, name in enumerate(names)}
        for stage in update.stages:
            _compute(builder, stage, update.state, uniform, vector)
            for question in stage.questions:
                self._asking.ask(builder, question, vector.cells)
        self._asking.ask_slope(builder, vector.after)

    def _uniform(self, row: ir.Value, place: int) -> ir.Value:
        return splat(self.builder, load(self.builder, row, place, DOUBLE), self.kind)


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
    """Compile the loop that keeps every row."""
    loop = Loop(update, width)
    builder, steps = loop.builder, loop.given["steps"]
    rows_of_one = builder.add(steps, index(1))
    fields = index(len(FIELDS))
    with loop.blocks() as (first, count):
        block_rows = loop.place("rows", builder.mul(first, rows_of_one), fields)
        cells = loop.place("memory", first, loop.given["cells"])
        numbers = loop.place("numbers", first, 1)
        with count_up(builder, steps) as step:
            rows = loop.offset(block_rows, builder.mul(step, count), fields)
            after = loop.offset(rows, count, fields)
            with count_up(builder, count) as vector:
                loop.step(
                    step,
                    Vector(
                        loop.kind,
                        loop.offset(rows, vector, fields),
                        loop.offset(after, vector, fields),
                        loop.offset(cells, vector, loop.given["cells"]),
                        loop.offset(numbers, vector, 1),
                    ),
                )
    return loop.kernel()


def _compute(
    builder: ir.IRBuilder,
    stage: Stage,
    state: Sequence[str],
    uniform: Mapping[str, Callable[[], ir.Value]],
    vector: Vector,
) -> None:
    """Compute a stage for one vector of runs."""
    cell_of = {symbol: 2 * number + part
               for number, name in enumerate(state)
               for part, symbol in enumerate(cells_of(name))}  # fmt: skip
    symbols = {}
    for name in _names(stage.program):
        if name in uniform:
            symbols[name] = uniform[name]()
        elif name == RUN:
            symbols[name] = load(builder, vector.numbers, 0, vector.kind)
        elif name in _FIELD_OF:
            symbols[name] = load(builder, vector.row, _FIELD_OF[name], vector.kind)
        else:
            cell = cell_of[name] if name in cell_of else cell_of_name(name)
            symbols[name] = load(builder, vector.cells, cell, vector.kind)
    program = _with_quotients_left_out(stage.program, uniform)
    values = emit(builder, program, symbols, vector.kind)
    for target, value in zip(stage.targets, values, strict=True):
        if target < 0:
            store(builder, value, vector.after, target - NEXT_POINT)
        else:
            store(builder, value, vector.cells, target)


def _with_quotients_left_out(program: Program, uniform: Collection[str]) -> Program:
    """Let quotients be left out whose divisor is 1 for all runs, as after many steps of Adam."""
    instructions = list(program.instructions)
    for place, (operator, operands) in enumerate(instructions):
        if operator == "divide" and isinstance(operands, tuple):
            _, divisor = instructions[operands[1]]
            if divisor in uniform:
                instructions[place] = (DIVIDE_UNLESS_ONE, operands)
    return Program(tuple(instructions), program.outputs)


def _names(program: Program) -> list[str]:
    return [argument for _, argument in program.instructions if isinstance(argument, str)]


@dataclass(slots=True)
class _Asking:
    """Calls of the loss's functions for a vector of runs."""

    given: Mapping[str, ir.Value]
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
                store(builder, element(builder, base, place, self.kind), table, slot)
        arguments = [index(1), self.given["parameters"], *self.tables]
        builder.call(self.given[function], arguments)
