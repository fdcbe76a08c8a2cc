"""How the runs of a scene end and when they reach a tolerance, without their iterates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from core.budget import Tolerance
from core.compiler.arrays import FloatArray
from core.compiler.step_loop import FIELDS
from core.ends import OUTCOMES, Ends, find_ends
from core.errors import Cancelled
from core.landscape import Surface
from core.outcome import BoolArray, IntegerArray, Outcome
from core.runs import begin_runs
from core.scene import Entry, Scene, without_looks
from core.threads import Question, nobody_cancels

NEVER = -1
"""Stands for the step of a run that does not reach its tolerance."""

GROUP = 256
"""Runs whose losses are looked through together."""

CHUNK = 256
"""Steps between two looks at whether any of them is still on its way."""


@dataclass(frozen=True, eq=False, slots=True)
class Arrivals:
    """How runs ended; each array is indexed ``[entry, start]``."""

    x: FloatArray
    y: FloatArray
    loss: FloatArray
    """At the last iterate, as are the coordinates."""
    gradient_norm: FloatArray
    last_step: IntegerArray
    arrival: IntegerArray
    """The first step that meets the tolerance, or `NEVER`."""
    outcome: npt.NDArray[np.uint8]
    """Places in `core.ends.OUTCOMES`."""

    @property
    def steps_to_tolerance(self) -> FloatArray:
        """The first step that meets the tolerance, infinite for a run that never does."""
        return np.where(self.arrival == NEVER, np.inf, self.arrival)

    def ended(self, outcome: Outcome) -> BoolArray:
        """Tell which runs ended in a certain way."""
        found: BoolArray = self.outcome == OUTCOMES.index(outcome)
        return found


def no_arrivals(entries: int, starts: int) -> Arrivals:
    """Return room for so many runs, to be filled."""
    shape = (entries, starts)
    x, y, loss, gradient_norm = np.full((4, *shape), np.nan)
    last_step, arrival = np.zeros(shape, np.int64), np.full(shape, NEVER, np.int64)
    return Arrivals(x, y, loss, gradient_norm, last_step, arrival, np.zeros(shape, np.uint8))


def find_arrivals(
    surface: Surface,
    scene: Scene,
    tolerance: Tolerance,
    first_start: int = 0,
    cancelled: Question = nobody_cancels,
) -> Arrivals:
    """Run every entry of a scene from each of its starts and keep only how that ended.

    Each run is, bit for bit, the one of `core.race.run_race`.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Decides entries, starts, steps and the stopping rule.
    tolerance
        What the runs are to reach.
    first_start
        The number of the scene's first start, on which its random numbers depend, where
        the scene is a piece of another.
    cancelled
        Asked every few milliseconds.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    found = no_arrivals(len(scene.entries), len(scene.starts))
    runs = _Runs(
        surface,
        scene,
        np.array([start.x for start in scene.starts], np.float64),
        np.array([start.y for start in scene.starts], np.float64),
        np.arange(first_start, first_start + len(scene.starts)),
        cancelled,
    )
    arrival_of = runs.arrival_at_loss if tolerance.of == "loss" else runs.arrival_at_slope
    for place, entry in enumerate(without_looks(scene.entries)):
        ends = runs.ends(entry, scene)
        arrival = arrival_of(entry, tolerance.value)
        found.x[place], found.y[place], found.loss[place] = ends.x, ends.y, ends.loss
        found.gradient_norm[place] = ends.gradient_norm
        found.last_step[place], found.outcome[place] = ends.last_step, ends.outcome
        found.arrival[place] = np.where(arrival <= ends.last_step, arrival, NEVER)
    return found


@dataclass(frozen=True, eq=False, slots=True)
class _Runs:
    """The starts of a scene, from which its entries run one after the other."""

    surface: Surface
    scene: Scene
    x: FloatArray
    y: FloatArray
    numbers: IntegerArray
    cancelled: Question

    def ends(self, entry: Entry, scene: Scene) -> Ends:
        """Return how the runs of an entry end under a scene's stopping rule."""
        return find_ends(self.surface, scene, entry, self.x, self.y,
                         numbers=self.numbers, threads=1, cancelled=self.cancelled)  # fmt: skip

    def arrival_at_slope(self, entry: Entry, norm: float) -> IntegerArray:
        """Return the first step at which the gradient's norm is at most `norm`."""
        if not norm > 0:
            return np.full(self.x.shape, NEVER)
        # A run that stalls does so at the same step as under the scene's own rule.
        stopping = replace(self.scene.stopping, gradient_norm=norm)
        ends = self.ends(entry, replace(self.scene, stopping=stopping))
        converged = ends.outcome == OUTCOMES.index(Outcome.CONVERGED)
        return np.where(converged, ends.last_step, NEVER)

    def arrival_at_loss(self, entry: Entry, loss: float) -> IntegerArray:
        """Return the first step at which the loss is at most `loss`."""
        parts = [slice(first, first + GROUP) for first in range(0, self.x.size, GROUP)]
        return np.concatenate([self._group_at_loss(entry, loss, part) for part in parts])

    def _group_at_loss(self, entry: Entry, loss: float, part: slice) -> IntegerArray:
        numbers = self.numbers[part].astype(np.float64)
        x, y = self.x[part], self.y[part]
        runs = begin_runs(self.surface, self.scene, entry, x, y, numbers=numbers)
        record = np.empty((len(FIELDS), x.size, CHUNK))
        runs.record_start(record[:, :, 0])
        arrival = np.where(record[2, :, 0] <= loss, 0, NEVER)
        goes_on = (arrival == NEVER) & np.isfinite(record[:, :, 0]).all(axis=0)
        while goes_on.any() and runs.steps_done < self.scene.steps:
            if self.cancelled():
                raise Cancelled
            before = runs.steps_done
            chunk = record[:, :, : min(CHUNK, self.scene.steps - before)]
            runs.advance(chunk)
            met = chunk[2] <= loss
            is_first = met.any(axis=1) & goes_on
            arrival[is_first] = before + 1 + met.argmax(axis=1)[is_first]
            goes_on &= ~is_first & np.isfinite(chunk[:, :, -1]).all(axis=0)
        return arrival
