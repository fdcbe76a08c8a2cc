"""Runs of an optimizer as machine code: the update rule compiled into a loop of steps."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from llvmlite import ir

from core.compiler.arrays import KERNEL_TYPE, CompiledFunction, FloatArray, compile_function
from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.emit import emit, lane_type, splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE
from core.compiler.update import GRADIENT, STEP, Update
from core.optimizers.rule import ITERATE

FIELDS = ("x", "y", "loss", "gradient_x", "gradient_y")
"""What is recorded of every run at every step, in this order."""

BLOCK = 64
"""Most runs taken through all steps together: what they need stays in the first cache."""

_ITERATES, _LOSS, _GRADIENTS = (0, 1), 2, (3, 4)
_C_ARGUMENTS = (ctypes.c_int64,) * 3 + (ctypes.c_void_p,) * 5


class Runs:
    """Runs of one method from several starts, advanced together, a few steps at a time.

    The bits of a run depend on its start alone, not on its neighbours, on the number of
    lanes, nor on how the steps are divided into calls.

    Parameters
    ----------
    update
        The method's prepared rule.
    hyperparameters
        One value for each of the update's letters.
    slope
        The loss and its gradient as a compiled function of the two coordinates.
    parameters
        Values of the loss's parameters.
    x, y
        The starts, each of shape ``(runs,)``, at least one.
    """

    def __init__(
        self,
        update: Update,
        hyperparameters: Sequence[float],
        slope: CompiledFunction,
        parameters: FloatArray,
        x: FloatArray,
        y: FloatArray,
    ) -> None:
        self._slope = slope
        self._parameters = parameters
        self._hyperparameters = np.array(hyperparameters, np.float64)
        self._kernel = _loop_kernel(update, slope.width)
        self._uniform = _uniform_function(update)
        self._runs = x.size
        self._steps_done = 0
        self._vectors, self._now = self._arrange(x, y)
        blocks, _, lanes = self._now.shape
        self._state = np.zeros((blocks, len(update.state), 2, lanes))
        self._memory = np.empty(0)

    def _arrange(self, x: FloatArray, y: FloatArray) -> tuple[int, FloatArray]:
        """Deal the starts into blocks of equal size, with the first row of each."""
        width = self._slope.width
        vectors = -(-self._runs // width)
        blocks = -(-vectors * width // BLOCK)
        per_block = -(-vectors // blocks)
        # Lanes left over repeat real runs: whatever happens in them happens anyway.
        shape = (blocks, per_block * width)
        lanes = [np.resize(values, shape) for values in (x, y)]
        slope = self._slope(*lanes, parameters=self._parameters)
        return per_block, np.ascontiguousarray(np.stack([*lanes, *slope], axis=1))

    def record_start(self, record: FloatArray) -> None:
        """Write the present row of every run into `record`, of shape ``(fields, runs)``."""
        fields = self._now.swapaxes(0, 1).reshape(len(FIELDS), -1)
        record[:] = fields[:, : self._runs]

    def advance(self, record: FloatArray) -> None:
        """Take as many steps as `record` has room for and write each of them there.

        Parameters
        ----------
        record
            Array of shape ``(fields, runs, steps)`` to fill, fields as in `FIELDS`.
        """
        steps = record.shape[2]
        rows = self._rows(steps + 1)
        rows[:, 0] = self._now
        self._run(rows, steps)
        self._now = rows[:, -1].copy()
        self._steps_done += steps
        lanes = rows.shape[3]
        for block, first in enumerate(range(0, self._runs, lanes)):
            part = record[:, first : first + lanes]
            part[:] = rows[block, 1:, :, : part.shape[1]].transpose(1, 2, 0)

    def _rows(self, count: int) -> FloatArray:
        """Return room for rows, in memory that the next call uses again."""
        blocks, *row = self._now.shape
        size = count * self._now.size
        if self._memory.size < size:
            self._memory = np.empty(size)
        return self._memory[:size].reshape(blocks, count, *row)

    def _run(self, rows: FloatArray, steps: int) -> None:
        numbers = np.arange(self._steps_done + 1, self._steps_done + steps + 1, dtype=np.float64)
        uniform = self._uniform(numbers, parameters=self._hyperparameters)
        self._kernel.call(
            rows.shape[0],
            self._vectors,
            steps,
            self._slope.address,
            self._parameters.ctypes.data,
            uniform.ctypes.data,
            self._state.ctypes.data,
            rows.ctypes.data,
        )


def _uniform_function(update: Update) -> CompiledFunction:
    return compile_function(update.uniform, [STEP], update.letters)


def _loop_kernel(update: Update, width: int) -> Kernel:
    key = ("loop", update.coordinate, update.state, update.names, width)
    return KERNELS.get(key, partial(_build, update, width))


def _build(update: Update, width: int) -> Kernel:
    """Compile the loop over blocks, steps and vectors, with the rule inside.

    Distances in memory are counted in vectors: a row holds each field of every vector
    of a block, and the memory of a block holds each state of both coordinates.
    """
    module = ir.Module()
    arguments = [INDEX] * 3 + [KERNEL_TYPE.as_pointer()] + [POINTER] * 4
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), arguments), "loop")
    builder = ir.IRBuilder(function.append_basic_block())
    blocks, vectors, steps, slope, parameters, uniform, state, rows = function.args
    kind = lane_type(width)
    row_size = builder.mul(vectors, index(len(FIELDS)))
    block_size = builder.mul(row_size, builder.add(steps, index(1)))
    state_size = builder.mul(vectors, index(2 * len(update.state)))
    tables = [builder.alloca(POINTER, index(count)) for count in (2, 3)]
    with count_up(builder, blocks) as block:
        memory = element(builder, state, builder.mul(block, state_size), kind)
        first = element(builder, rows, builder.mul(block, block_size), kind)
        with count_up(builder, steps) as step:
            row = element(builder, first, builder.mul(step, row_size), kind)
            after = element(builder, row, row_size, kind)
            symbols = _load_uniform(builder, update.names, uniform, step, steps, kind)
            with count_up(builder, vectors) as vector:
                for coordinate in range(2):
                    place = _Place(vector, vectors, coordinate, kind)
                    _move(builder, update, symbols, place, row, after, memory)
            _fill_tables(builder, tables, after, vectors, kind)
            builder.call(slope, [vectors, parameters, *tables])
    builder.ret_void()
    return Kernel(module, "loop", _C_ARGUMENTS)


@dataclass(frozen=True, slots=True)
class _Place:
    """Which lanes and which coordinate an instruction is about."""

    vector: ir.Value
    vectors: ir.Value
    coordinate: int
    kind: ir.Type

    def field(self, builder: ir.IRBuilder, number: int) -> ir.Value:
        """Return where field `number` of a row lies, counted in vectors."""
        return builder.add(builder.mul(self.vectors, index(number)), self.vector)

    def state(self, builder: ir.IRBuilder, number: int) -> ir.Value:
        """Return where state `number` lies in a block's memory, counted in vectors."""
        return self.field(builder, 2 * number + self.coordinate)


def _move(
    builder: ir.IRBuilder,
    update: Update,
    uniform: Mapping[str, ir.Value],
    place: _Place,
    row: ir.Value,
    after: ir.Value,
    memory: ir.Value,
) -> None:
    """Apply the rule to one coordinate of one vector of runs."""
    iterate = place.field(builder, _ITERATES[place.coordinate])
    gradient = place.field(builder, _GRADIENTS[place.coordinate])
    cells = [place.state(builder, number) for number in range(len(update.state))]
    symbols = dict(uniform)
    symbols[ITERATE] = load(builder, row, iterate, place.kind)
    symbols[GRADIENT] = load(builder, row, gradient, place.kind)
    for name, cell in zip(update.state, cells, strict=True):
        symbols[name] = load(builder, memory, cell, place.kind)
    moved, *state = emit(builder, update.coordinate, symbols, place.kind)
    store(builder, moved, after, iterate)
    for value, cell in zip(state, cells, strict=True):
        store(builder, value, memory, cell)


def _load_uniform(
    builder: ir.IRBuilder,
    names: Sequence[str],
    table: ir.Value,
    step: ir.Value,
    steps: ir.Value,
    kind: ir.Type,
) -> dict[str, ir.Value]:
    """Read a step's uniform values, one row of the table for each."""
    symbols = {}
    for number, name in enumerate(names):
        place = builder.add(builder.mul(steps, index(number)), step)
        symbols[name] = splat(builder, load(builder, table, place, DOUBLE), kind)
    return symbols


def _fill_tables(
    builder: ir.IRBuilder,
    tables: Sequence[ir.Value],
    row: ir.Value,
    vectors: ir.Value,
    kind: ir.Type,
) -> None:
    """Point the slope function at the fields of a row."""
    for table, fields in zip(tables, (_ITERATES, (_LOSS, *_GRADIENTS)), strict=True):
        for slot, field in enumerate(fields):
            source = element(builder, row, builder.mul(vectors, index(field)), kind)
            store(builder, source, table, slot)
