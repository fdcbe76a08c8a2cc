"""Runs of an optimizer from several starts, advanced together by machine code."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import CompiledFunction, FloatArray, compile_function
from core.compiler.end_loop import end_kernel
from core.compiler.stages import ANSWERS
from core.compiler.step_loop import FIELDS, loop_kernel
from core.compiler.update import Update
from core.compiler.watch import ENDS, End
from core.schedules import STEP

BLOCK = 64
"""Most runs taken through all steps together: what they need stays in the first cache."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """The loss as compiled functions of a point, all of one width; called while racing."""

    slope: CompiledFunction
    """The loss and its gradient."""
    parameters: FloatArray
    loss: CompiledFunction | None = None
    """The loss alone; needed only by rules that ask for it."""
    hessian: CompiledFunction | None = None
    """The second derivatives xx, xy, yy; needed only by rules that ask for them."""

    def addresses(self) -> list[int]:
        """Return where the machine code of each function of `ANSWERS` lies, or 0."""
        functions = {"loss": self.loss, "slope": self.slope, "hessian": self.hessian}
        return [function.address if function else 0 for function in map(functions.get, ANSWERS)]


class Runs:
    """Runs of one method from several starts, advanced together, a few steps at a time.

    The bits of a run depend on its start and its number alone, not on its neighbours, on
    the number of lanes, nor on how the steps are divided into calls.

    Parameters
    ----------
    update
        The method's prepared rule.
    letters
        One value for each of the update's letters.
    oracle
        What answers the questions of the rule.
    x, y
        The starts, each of shape ``(runs,)``, at least one.
    numbers
        The number of each start, which its random numbers depend on; without them the
        starts are counted from 0.
    """

    def __init__(
        self,
        update: Update,
        letters: Sequence[float],
        oracle: Oracle,
        x: FloatArray,
        y: FloatArray,
        numbers: FloatArray | None = None,
    ) -> None:
        self._oracle = oracle
        self._letters = np.array(letters, np.float64)
        self._update = update
        self._runs = x.size
        self._steps_done = 0
        self._vectors, self._now = self._arrange(x, y)
        blocks, _, lanes = self._now.shape
        counted = np.arange(self._runs, dtype=np.float64) if numbers is None else numbers
        self._numbers = np.resize(counted, (blocks, lanes))
        self._cells = np.zeros((blocks, update.cells, lanes))
        self._memory = np.empty(0)
        self._ends = np.empty((blocks, 0, lanes))

    def _arrange(self, x: FloatArray, y: FloatArray) -> tuple[int, FloatArray]:
        """Deal the starts into blocks of equal size, with the first row of each."""
        width = self._oracle.slope.width
        vectors = -(-self._runs // width)
        blocks = -(-vectors * width // BLOCK)
        per_block = -(-vectors // blocks)
        # Lanes left over repeat real runs: whatever happens in them happens anyway.
        shape = (blocks, per_block * width)
        lanes = [np.resize(values, shape) for values in (x, y)]
        slope = self._oracle.slope(*lanes, parameters=self._oracle.parameters)
        return per_block, np.ascontiguousarray(np.stack([*lanes, *slope], axis=1))

    def copy(self) -> Runs:
        """Return runs that go on from the same step by themselves."""
        other = copy.copy(self)
        other._now, other._cells = self._now.copy(), self._cells.copy()
        other._ends = self._ends.copy()
        other._memory = np.empty(0)
        return other

    def begin(self, start: Update) -> None:
        """Give the state its stated initial values, as a prepared step 0 says."""
        blocks, cells, lanes = self._cells.shape
        if start.cells > cells:
            self._cells = np.zeros((blocks, start.cells, lanes))
        rows = np.stack([self._now, self._now], axis=1)
        self._call(start, rows, np.zeros(1))

    @property
    def steps_done(self) -> int:
        """How many steps were taken."""
        return self._steps_done

    def state(self, name: str) -> FloatArray:
        """Return the coordinates of a state of every run, of shape ``(2, runs)``."""
        place = 2 * self._update.state.index(name)
        cells = self._cells[:, place : place + 2].swapaxes(0, 1).reshape(2, -1)
        return cells[:, : self._runs]

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
        first = self._steps_done + 1
        self._call(self._update, rows, np.arange(first, first + steps, dtype=np.float64))
        self._now = rows[:, -1].copy()
        self._steps_done += steps
        lanes = rows.shape[3]
        for block, run in enumerate(range(0, self._runs, lanes)):
            part = record[:, run : run + lanes]
            part[:] = rows[block, 1:, :, : part.shape[1]].transpose(1, 2, 0)

    def watch(self, end: FloatArray) -> None:
        """Begin to watch the runs from where they stand, so that they can `run_on`.

        Parameters
        ----------
        end
            For each run the `End` that it has met already, or none.
        """
        blocks, fields, lanes = self._now.shape
        self._ends = np.zeros((blocks, len(ENDS), lanes))
        self._ends[:, :fields] = self._now
        self._ends[:, ENDS.index("last_step")] = self._steps_done
        self._ends[:, ENDS.index("settled")] = self._steps_done
        self._ends[:, ENDS.index("end")] = np.resize(end, (blocks, lanes))
        for name, field in (("anchor_x", "x"), ("anchor_y", "y")):
            self._ends[:, ENDS.index(name)] = self._now[:, FIELDS.index(field)]

    def run_on(self, steps: int, limits: FloatArray) -> None:
        """Take steps without recording them; a run that has ended stays as it is.

        Parameters
        ----------
        steps
            How many, at most.
        limits
            What ends a run: the numbers of `LIMITS`.
        """
        rows = self._rows(2)
        rows[:, 0] = self._now
        first = self._steps_done + 1
        self._call_end(np.arange(first, first + steps, dtype=np.float64), rows, limits)
        self._now = rows[:, steps % 2].copy()
        self._steps_done += steps

    def has_ended(self) -> bool:
        """Tell whether every watched run has ended."""
        return bool((self._ends[:, ENDS.index("end")] != End.NONE).all())

    def ends(self) -> FloatArray:
        """Return `ENDS` of the watched runs, of shape ``(…, runs)``.

        A run that goes on is told of as if it ended at its present step.
        """
        ends = self._ends.copy()
        goes_on = ends[:, ENDS.index("end")] == End.NONE
        fields = len(FIELDS)
        ends[:, :fields] = np.where(goes_on[:, np.newaxis], self._now, ends[:, :fields])
        ends[:, ENDS.index("last_step")][goes_on] = self._steps_done
        return ends.swapaxes(0, 1).reshape(len(ENDS), -1)[:, : self._runs]

    def _rows(self, count: int) -> FloatArray:
        """Return room for rows, in memory that the next call uses again."""
        blocks, *row = self._now.shape
        size = count * self._now.size
        if self._memory.size < size:
            self._memory = np.empty(size)
        return self._memory[:size].reshape(blocks, count, *row)

    def _call_end(self, steps: FloatArray, rows: FloatArray, limits: FloatArray) -> None:
        values = self._uniform(self._update, steps)
        end_kernel(self._update, self._oracle.slope.width).call(
            rows.shape[0],
            self._vectors,
            steps.size,
            self._cells.shape[1],
            int(steps[0]),
            self._oracle.parameters.ctypes.data,
            values.ctypes.data,
            self._numbers.ctypes.data,
            self._cells.ctypes.data,
            rows.ctypes.data,
            self._ends.ctypes.data,
            limits.ctypes.data,
            *self._oracle.addresses(),
        )

    def _call(self, update: Update, rows: FloatArray, steps: FloatArray) -> None:
        values = self._uniform(update, steps)
        loop_kernel(update, self._oracle.slope.width).call(
            rows.shape[0],
            self._vectors,
            steps.size,
            self._cells.shape[1],
            self._oracle.parameters.ctypes.data,
            values.ctypes.data,
            self._numbers.ctypes.data,
            self._cells.ctypes.data,
            rows.ctypes.data,
            *self._oracle.addresses(),
        )

    def _uniform(self, update: Update, steps: FloatArray) -> FloatArray:
        """Return the values that are the same for all runs, a row for each."""
        uniform = compile_function(update.uniform, [STEP], update.letters)
        return uniform(steps, parameters=self._letters)
