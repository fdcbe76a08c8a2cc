"""How the runs of a scene end and when they reach a tolerance, without their iterates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from core.budget import Tolerance
from core.compiler.arrays import FloatArray
from core.compiler.loops import Runs
from core.compiler.step_loop import FIELDS
from core.ends import FEWEST, OUTCOMES, Ends, find_ends
from core.errors import Cancelled
from core.landscape import Surface
from core.optimizers.facts import values
from core.optimizers.own import OwnMethod
from core.optimizers.rule import rule_of
from core.outcome import BoolArray, IntegerArray, Outcome
from core.runs import ALIKE, Varied, begin_runs, can_vary
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
    for place, alike in together(without_looks(scene.entries), len(scene.starts)):
        runs = _runs(surface, scene, alike, first_start, cancelled)
        ends = runs.ends(scene)
        is_loss = tolerance.of == "loss"
        arrival_of = runs.arrival_at_loss if is_loss else runs.arrival_at_slope
        arrival = arrival_of(tolerance.value)
        columns: list[npt.NDArray[np.generic]] = [
            ends.x,
            ends.y,
            ends.loss,
            ends.gradient_norm,
            ends.last_step,
            np.where(arrival <= ends.last_step, arrival, NEVER),
            ends.outcome,
        ]
        for field, column in zip(fields(Arrivals), columns, strict=True):
            target = getattr(found, field.name)[place]
            target[:] = column.reshape(target.shape)
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Alike:
    """Entries of one method and one set of conditions, whose runs are taken together."""

    entry: Entry
    """The first of them."""
    count: int
    varied: Varied
    """The hyperparameters in which they differ, a value for each of them."""


def together(entries: Sequence[Entry], starts: int) -> Iterator[tuple[slice, Alike]]:
    """Yield the places of entries that follow each other and can run together.

    An entry that starts from many points fills the machine's vectors by itself.
    """
    first = 0
    while first < len(entries):
        last = first + 1
        while starts < FEWEST and last < len(entries) and _is_alike(entries[first], entries[last]):
            last += 1
        for part in _divided(entries[first:last]):
            yield slice(first, first + part.count), part
            first += part.count


def _is_alike(one: Entry, other: Entry) -> bool:
    first, second = one.optimizer, other.optimizer
    if type(first) is not type(second):
        return False
    if isinstance(first, OwnMethod) and rule_of(first) is not rule_of(second):
        return False
    return replace(other, optimizer=first) == one


def _divided(entries: Sequence[Entry]) -> Iterator[Alike]:
    """Yield entries of one method together, or one by one where they start from their letters."""
    rule = rule_of(entries[0].optimizer)
    table = np.array([[*values(entry.optimizer).values()] for entry in entries], np.float64)
    differs = (table != table[0]).any(axis=0)
    varied = {letter: table[:, place] for place, letter in enumerate(rule.letters)
              if differs[place]}  # fmt: skip
    if all(can_vary(rule, letter) for letter in varied):
        yield Alike(entries[0], len(entries), varied)
    else:
        yield from (Alike(entry, 1, ALIKE) for entry in entries)


def _runs(
    surface: Surface, scene: Scene, alike: Alike, first_start: int, cancelled: Question
) -> _Runs:
    """Return the runs of some entries from each start of a scene, entry by entry."""
    numbers = np.arange(first_start, first_start + len(scene.starts))
    x = np.array([start.x for start in scene.starts], np.float64)
    y = np.array([start.y for start in scene.starts], np.float64)
    varied = {letter: np.repeat(own, numbers.size) for letter, own in alike.varied.items()}
    return _Runs(
        surface,
        scene,
        alike.entry,
        np.tile(x, alike.count),
        np.tile(y, alike.count),
        np.tile(numbers, alike.count),
        varied,
        cancelled,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Runs:
    """Runs of one method, each from its start with its hyperparameters."""

    surface: Surface
    scene: Scene
    entry: Entry
    x: FloatArray
    y: FloatArray
    numbers: IntegerArray
    varied: Varied
    cancelled: Question

    def ends(self, scene: Scene) -> Ends:
        """Return how they end under a scene's stopping rule."""
        return find_ends(self.surface, scene, self.entry, self.x, self.y, numbers=self.numbers,
                         varied=self.varied, threads=1, cancelled=self.cancelled)  # fmt: skip

    def arrival_at_slope(self, norm: float) -> IntegerArray:
        """Return the first step at which the gradient's norm is at most `norm`."""
        if not norm > 0:
            return np.full(self.x.shape, NEVER)
        # A run that stalls does so at the same step as under the scene's own rule.
        stopping = replace(self.scene.stopping, gradient_norm=norm)
        ends = self.ends(replace(self.scene, stopping=stopping))
        converged = ends.outcome == OUTCOMES.index(Outcome.CONVERGED)
        return np.where(converged, ends.last_step, NEVER)

    def arrival_at_loss(self, loss: float) -> IntegerArray:
        """Return the first step at which the loss is at most `loss`."""
        parts = [slice(first, first + GROUP) for first in range(0, self.x.size, GROUP)]
        return np.concatenate([self._group_at_loss(loss, part) for part in parts])

    def _group_at_loss(self, loss: float, part: slice) -> IntegerArray:
        runs = self._begun(part)
        record = np.empty((len(FIELDS), len(self.x[part]), CHUNK))
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

    def _begun(self, part: slice) -> Runs:
        """Set some of them at their starts."""
        varied = {letter: own[part] for letter, own in self.varied.items()}
        numbers = self.numbers[part].astype(np.float64)
        return begin_runs(self.surface, self.scene, self.entry, self.x[part], self.y[part],
                          numbers=numbers, varied=varied)  # fmt: skip
