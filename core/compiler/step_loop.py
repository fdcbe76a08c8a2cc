"""The loop of steps as machine code, with an update rule inside."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Mapping, Sequence
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
_C_ARGUMENTS = (ctypes.c_int64,) * len(_COUNTS) + (ctypes.c_void_p,) * (len(_PLACES) + len(ANSWERS))


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
    """Compile the loop that keeps every row: those of a block lie together, step by step."""
    loop = Loop(update, width)
    builder, given = loop.builder, loop.given
    rows_of_one = builder.add(given["steps"], index(1))

    def vector(visit: Visit) -> Vector:
        before = builder.add(
            builder.mul(visit.first, rows_of_one), builder.mul(visit.step, visit.count)
        )
        row = loop.item("rows", builder.add(before, visit.place), len(FIELDS))
        after = element(builder, row, builder.mul(visit.count, index(len(FIELDS))), loop.kind)
        return loop.vector(visit, row, after)

    return loop.kernel(lambda visit: loop.take_step(visit.step, vector(visit)))


@dataclass(frozen=True, slots=True)
class Visit:
    """A vector of a block at one of its steps."""

    first: ir.Value
    """The first vector of the block."""
    count: ir.Value
    """How many vectors the block has."""
    step: ir.Value
    place: ir.Value
    """The number of the vector in its block."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Where a step of one vector of runs finds and leaves its numbers."""

    row: ir.Value
    after: ir.Value
    cells: ir.Value
    numbers: ir.Value


class Loop:
    """A function that takes vectors of runs through steps, being written.

    All that belongs to a vector lies together, so that its places are told by constants.

    Parameters
    ----------
    update
        The prepared rule.
    width
        Lanes of a vector, those of the functions that answer.
    """

    def __init__(self, update: Update, width: int) -> None:
        kinds = [INDEX] * len(_COUNTS) + [POINTER] * len(_PLACES)
        kinds += [KERNEL_TYPE.as_pointer()] * len(ANSWERS)
        function = ir.Function(ir.Module(), ir.FunctionType(ir.VoidType(), kinds), "loop")
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.given = dict(zip((*_COUNTS, *_PLACES, *ANSWERS), function.args, strict=True))
        self.kind = lane_type(width)
        self._update = update
        self._tables = [
            self.builder.alloca(POINTER, index(count))
            for count in (len(POINT), max(ANSWERS.values()))
        ]

    def kernel(self, visit: Callable[[Visit], None]) -> Kernel:
        """Return the function, finished.

        The vectors of a block take each step one after another: while one waits for
        quotients and roots, the processor goes on with the next.
        """
        builder, given = self.builder, self.given
        with count_up(builder, given["blocks"]) as block:
            first = self._first_vector(block)
            end = self._first_vector(builder.add(block, index(1)))
            count = builder.sub(end, first)
            with count_up(builder, given["steps"]) as step, count_up(builder, count) as place:
                visit(Visit(first, count, step, place))
        builder.ret_void()
        return Kernel(builder.module, "loop", _C_ARGUMENTS)

    def _first_vector(self, block: ir.Value) -> ir.Value:
        """Return where a block begins: all are of the same size, or a vector apart."""
        before = self.builder.mul(self.given["vectors"], block)
        return self.builder.sdiv(before, self.given["blocks"])

    def item(self, name: str, number: ir.Value, size: ir.Value | int) -> ir.Value:
        """Return where an item begins of an array of items of so many vectors each."""
        vectors = index(size) if isinstance(size, int) else size
        start = self.builder.mul(number, vectors)
        return element(self.builder, self.given[name], start, self.kind)

    def vector(self, visit: Visit, row: ir.Value, after: ir.Value) -> Vector:
        """Return the places of a vector whose rows lie where one says."""
        number = self.builder.add(visit.first, visit.place)
        cells = self.item("memory", number, self.given["cells"])
        return Vector(row, after, cells, self.item("numbers", number, 1))

    def take_step(self, step: ir.Value, vector: Vector) -> None:
        """Append the step of a vector whose uniform values are row `step` of the table."""
        builder, names = self.builder, self._update.names
        row = builder.mul(step, index(len(names)))
        uniform = {
            name: partial(self._uniform, builder.add(row, index(place)))
            for place, name in enumerate(names)
        }
        for stage in self._update.stages:
            self._compute(stage, uniform, vector)
            for question in stage.questions:
                self._ask(question, vector.cells)
        fields = [_FIELD_OF[name] for name in (LOSS, *SLOPE)]
        self._call("slope", vector.after, [_FIELD_OF[name] for name in POINT], fields)

    def _uniform(self, place: ir.Value) -> ir.Value:
        """Read a uniform value where it is wanted, rather than keep it for all vectors."""
        value = load(self.builder, self.given["uniform"], place, DOUBLE)
        return splat(self.builder, value, self.kind)

    def _compute(
        self, stage: Stage, uniform: Mapping[str, Callable[[], ir.Value]], vector: Vector
    ) -> None:
        """Compute a stage for one vector of runs."""
        symbols = {
            name: uniform[name]() if name in uniform else self._read(name, vector)
            for name in _names(stage.program)
        }
        program = _with_quotients_left_out(stage.program, uniform)
        values = emit(self.builder, program, symbols, self.kind)
        for target, value in zip(stage.targets, values, strict=True):
            if target < 0:
                store(self.builder, value, vector.after, target - NEXT_POINT)
            else:
                store(self.builder, value, vector.cells, target)

    def _read(self, name: str, vector: Vector) -> ir.Value:
        """Read what differs from run to run."""
        if name == RUN:
            return load(self.builder, vector.numbers, 0, self.kind)
        if name in _FIELD_OF:
            return load(self.builder, vector.row, _FIELD_OF[name], self.kind)
        cell_of = {symbol: 2 * number + part
                   for number, state in enumerate(self._update.state)
                   for part, symbol in enumerate(cells_of(state))}  # fmt: skip
        cell = cell_of[name] if name in cell_of else cell_of_name(name)
        return load(self.builder, vector.cells, cell, self.kind)

    def _ask(self, question: Question, cells: ir.Value) -> None:
        """Have a question answered into its cells."""
        answers = range(question.answer, question.answer + ANSWERS[question.function])
        self._call(question.function, cells, question.point, answers)

    def _call(
        self, function: str, base: ir.Value, inputs: Sequence[int], outputs: Sequence[int]
    ) -> None:
        for table, places in zip(self._tables, (inputs, outputs), strict=True):
            for slot, place in enumerate(places):
                address = element(self.builder, base, place, self.kind)
                store(self.builder, address, table, slot)
        arguments = [index(1), self.given["parameters"], *self._tables]
        self.builder.call(self.given[function], arguments)


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
