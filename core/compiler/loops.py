"""Runs of an optimizer from several starts, advanced together by machine code."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.dealing import DEALT, deal_kernel
from core.compiler.end_loop import end_kernel
from core.compiler.oracle import Oracle
from core.compiler.record_loop import record_kernel
from core.compiler.step_loop import FIELDS, given
from core.compiler.uniform import uniform_values
from core.compiler.update import Update
from core.compiler.watch import ENDS, End, Watched

BLOCK = 64
"""Most runs taken through all steps together: what they need stays in the first cache."""


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
        self._now = self._arrange(x, y)
        vectors, _, lanes = self._now.shape
        counted = np.arange(self._runs, dtype=np.float64) if numbers is None else numbers
        self._numbers = _spread(counted, (vectors, lanes))
        self._cells = _zeros((vectors, update.cells, lanes))
        self._memory = np.empty(0)
        self._ends = np.empty((vectors, 0, lanes))
        self._going_on = np.empty(0, np.int64)

    def _arrange(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Deal the starts into vectors, with the first row of each."""
        width = self._oracle.slope.width
        shape = (-(-self._runs // width), width)
        # Lanes left over repeat real runs: whatever happens in them happens anyway.
        lanes = [_spread(values, shape) for values in (x, y)]
        rows = np.empty((len(FIELDS), *shape))
        rows[:2] = lanes
        self._oracle.slope.fill(shape[0], rows[:2], rows[2:], self._oracle.parameters)
        return np.ascontiguousarray(rows.swapaxes(0, 1))

    def copy(self) -> Runs:
        """Return runs that go on from the same step by themselves."""
        other = copy.copy(self)
        other._now, other._cells = self._now.copy(), self._cells.copy()
        other._ends, other._going_on = self._ends.copy(), self._going_on.copy()
        other._memory = np.empty(0)
        return other

    def begin(self, start: Update) -> None:
        """Give the state its stated initial values, as a prepared step 0 says."""
        vectors, cells, lanes = self._cells.shape
        if start.cells > cells:
            self._cells = _zeros((vectors, start.cells, lanes))
        self._record(start, 0, np.empty((len(FIELDS), self._runs, 1)))

    @property
    def steps_done(self) -> int:
        """How many steps were taken."""
        return self._steps_done

    def state(self, name: str) -> FloatArray:
        """Return the coordinates of a state of every run, of shape ``(2, runs)``."""
        place = 2 * self._update.state.index(name)
        cells = self._cells[:, place : place + 2].swapaxes(0, 1).reshape(2, -1)
        return cells[:, : self._runs]

    def remember(self, name: str, values: FloatArray) -> None:
        """Give a state that is a number its value in every run."""
        place = 2 * self._update.state.index(name)
        vectors, _, lanes = self._cells.shape
        self._cells[:, place] = _spread(values, (vectors, lanes))
        self._cells[:, place + 1] = self._cells[:, place]

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
        self._record(self._update, self._steps_done + 1, record)
        self._steps_done += record.shape[2]

    def watch(self, end: FloatArray) -> None:
        """Begin to watch the runs from where they stand, so that they can `run_on`.

        Parameters
        ----------
        end
            For each run the `End` that it has met already, or none.
        """
        vectors, fields, lanes = self._now.shape
        self._ends = np.zeros((vectors, len(ENDS), lanes))
        self._ends[:, :fields] = self._now
        self._ends[:, ENDS.index("last_step")] = self._steps_done
        self._ends[:, ENDS.index("settled")] = self._steps_done
        self._ends[:, ENDS.index("end")] = _spread(end, (vectors, lanes))
        goes_on = self._ends[:, ENDS.index("end")] == End.NONE
        self._going_on = (goes_on << np.arange(lanes, dtype=np.int64)).sum(axis=1)
        for name, field in (("anchor_x", "x"), ("anchor_y", "y")):
            self._ends[:, ENDS.index(name)] = self._now[:, FIELDS.index(field)]

    def run_on(self, steps: int, limits: FloatArray, watched: Watched) -> None:
        """Take steps without recording them; a run that has ended stays as it is.

        Parameters
        ----------
        steps
            How many, at most.
        limits
            What ends a run: the numbers of `LIMITS`.
        """
        rows = self._pair_of_rows()
        rows[:, 0] = self._now
        self._call_end(self._steps_done + 1, steps, rows, limits, watched)
        self._now = rows[:, steps % 2].copy()
        self._steps_done += steps

    def has_ended(self) -> bool:
        """Tell whether every watched run has ended."""
        return not self._going_on.any()

    def ends(self) -> FloatArray:
        """Return `ENDS` of the watched runs, of shape ``(…, runs)``.

        A run that goes on is told of as if it ended at its present step.
        """
        ends = self._ends.swapaxes(0, 1).copy()
        goes_on = ends[ENDS.index("end")] == End.NONE
        np.copyto(ends[: len(FIELDS)], self._now.swapaxes(0, 1), where=goes_on)
        ends[ENDS.index("last_step"), goes_on] = self._steps_done
        return ends.reshape(len(ENDS), -1)[:, : self._runs]

    def _pair_of_rows(self) -> FloatArray:
        """Return room for two rows, in memory that the next call uses again."""
        vectors, *row = self._now.shape
        if not self._memory.size:
            self._memory = _zeros((vectors, 2, *row))
        return self._memory

    def _call_end(
        self, first: int, steps: int, rows: FloatArray, limits: FloatArray, watched: Watched
    ) -> None:
        uniform = self._uniform(self._update, first, steps)
        loop = end_kernel(self._update, self._oracle.slope.width, watched)
        loop.call(
            *given(
                **self._given(uniform, steps),
                first_step=first,
                rows=rows.ctypes.data,
                ends=self._ends.ctypes.data,
                going_on=self._going_on.ctypes.data,
                limits=limits.ctypes.data,
            )
        )

    def _record(self, update: Update, first: int, record: FloatArray) -> None:
        """Take as many steps as there is room for, and write them into a record."""
        width = self._oracle.slope.width
        steps_lie_together = record.strides[2] == record.itemsize
        target = record if steps_lie_together else np.empty(record.shape)
        uniform = self._uniform(update, first, record.shape[2])
        scratch = np.empty((DEALT + 1) * len(FIELDS) * max(BLOCK, width))
        loop, deal = record_kernel(update, width), deal_kernel(len(FIELDS), width)
        loop.call(
            *given(
                **self._given(uniform, record.shape[2]),
                runs=self._runs,
                run_size=target.strides[1] // target.itemsize,
                field_size=target.strides[0] // target.itemsize,
                rows=self._now.ctypes.data,
                scratch=scratch.ctypes.data,
                record=target.ctypes.data,
                deal=deal.address,
            )
        )
        if target is not record:
            record[:] = target

    def _given(self, uniform: FloatArray, steps: int) -> dict[str, int]:
        """Return what both loops are given."""
        vectors, cells, lanes = self._cells.shape
        return {
            "blocks": -(-vectors * lanes // BLOCK),
            "vectors": vectors,
            "steps": steps,
            "cells": cells,
            "parameters": self._oracle.parameters.ctypes.data,
            "uniform": uniform.ctypes.data,
            "numbers": self._numbers.ctypes.data,
            "memory": self._cells.ctypes.data,
            **self._oracle.addresses(),
        }

    def _uniform(self, update: Update, first: int, steps: int) -> FloatArray:
        return uniform_values(update, self._letters.tobytes(), first, steps)


def _spread(values: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return values in a shape that may have more room, where they begin anew."""
    fits = values.size == math.prod(shape)
    return values.reshape(shape) if fits else np.resize(values, shape)


def _zeros(shape: tuple[int, ...]) -> FloatArray:
    """Return zeros that begin where a line of the cache begins."""
    size = math.prod(shape)
    memory = np.zeros(size + 8)
    offset = -memory.ctypes.data % 64 // 8
    return memory[offset : offset + size].reshape(shape)
