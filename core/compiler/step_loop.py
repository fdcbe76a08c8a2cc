"""The loops of steps as machine code, with an update rule inside: what they have in common."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from llvmlite import ir

from core.compiler.arrays import KERNEL_TYPE
from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.dealing import DEAL_TYPE
from core.compiler.emit import DIVIDE_UNLESS_ONE, emit, lane_type, splat
from core.compiler.engine import Kernel
from core.compiler.expansion import LOSS, POINT, RUN, SLOPE, cells_of
from core.compiler.lanes import DOUBLE
from core.compiler.stages import ANSWERS, NEXT_POINT, Question, Stage, cell_of_name
from core.compiler.update import Update
from core.program import Program

FIELDS = ("x", "y", "loss", "gradient_x", "gradient_y")
"""What is recorded of every run at every step, in this order."""

_FIELD_OF = dict(zip((*POINT, LOSS, *SLOPE), range(len(FIELDS)), strict=True))

_COUNTS = ("blocks", "vectors", "steps", "cells", "first_step", "runs", "run_size", "field_size")
_PLACES = ("parameters", "uniform", "numbers", "memory", "rows", "scratch", "record", "ends",
           "going_on", "limits")  # fmt: skip
_FUNCTIONS = (*ANSWERS, "deal")
_GIVEN = (*_COUNTS, *_PLACES, *_FUNCTIONS)
_C_ARGUMENTS = (
    *(ctypes.c_int64 for _ in _COUNTS),
    *(ctypes.c_void_p for _ in (*_PLACES, *_FUNCTIONS)),
)


def given(**values: int) -> list[int]:
    """Return the arguments of a loop in their order; what it does not need may be missing."""
    return [values.get(name, 0) for name in _GIVEN]


@dataclass(frozen=True, slots=True)
class Block:
    """Vectors of runs that are taken through all steps before the next ones."""

    first: ir.Value
    """The number of its first vector."""
    count: ir.Value
    """How many vectors it has."""


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
        kinds += [KERNEL_TYPE.as_pointer()] * len(ANSWERS) + [DEAL_TYPE.as_pointer()]
        function = ir.Function(ir.Module(), ir.FunctionType(ir.VoidType(), kinds), "loop")
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.given = dict(zip(_GIVEN, function.args, strict=True))
        self.width = width
        self.kind = lane_type(width)
        self._update = update
        self._tables = [
            self.builder.alloca(POINTER, index(count))
            for count in (len(POINT), max(ANSWERS.values()))
        ]

    def kernel(self) -> Kernel:
        """Return the function, finished."""
        self.builder.ret_void()
        return Kernel(self.builder.module, "loop", _C_ARGUMENTS)

    @contextmanager
    def blocks(self) -> Iterator[Block]:
        """Emit the body once, to run for each block.

        The vectors of a block shall take each step one after another: while one waits for
        quotients and roots, the processor goes on with the next.
        """
        with count_up(self.builder, self.given["blocks"]) as block:
            first = self._first_vector(block)
            end = self._first_vector(self.builder.add(block, index(1)))
            yield Block(first, self.builder.sub(end, first))

    def _first_vector(self, block: ir.Value) -> ir.Value:
        """Return where a block begins: all are of the same size, or a vector apart."""
        before = self.builder.mul(self.given["vectors"], block)
        return self.builder.sdiv(before, self.given["blocks"])

    def item(self, name: str, number: ir.Value, size: ir.Value | int) -> ir.Value:
        """Return where an item begins of an array of items of so many vectors each."""
        vectors = index(size) if isinstance(size, int) else size
        start = self.builder.mul(number, vectors)
        return element(self.builder, self.given[name], start, self.kind)

    def vector(self, number: ir.Value, row: ir.Value, after: ir.Value) -> Vector:
        """Return the places of a vector whose rows lie where one says."""
        cells = self.item("memory", number, self.given["cells"])
        return Vector(row, after, cells, self.item("numbers", number, 1))

    def take_step(self, step: ir.Value, vector: Vector) -> None:
        """Append the step of a vector, the number `step` of those with uniform values."""
        uniform = self._uniform_values(step)
        for stage in self._update.stages:
            self._compute(stage, uniform, vector)
            for question in stage.questions:
                self._ask(question, vector.cells)
        fields = [_FIELD_OF[name] for name in (LOSS, *SLOPE)]
        self._call("slope", vector.after, [_FIELD_OF[name] for name in POINT], fields)

    def _uniform_values(self, step: ir.Value) -> dict[str, Callable[[], ir.Value]]:
        """Return what reads each: the steady ones come first, then a row for each step."""
        builder, update = self.builder, self._update
        row = builder.mul(step, index(len(update.varying)))
        row = builder.add(row, index(len(update.steady)))
        places = {place: index(number) for number, place in enumerate(update.steady)}
        for number, place in enumerate(update.varying):
            places[place] = builder.add(row, index(number))
        return {name: partial(self._uniform, places[place])
                for place, name in enumerate(update.names)}  # fmt: skip

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
