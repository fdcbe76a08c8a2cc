"""One step of one run, with the value of every name that its rule used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.expansion import GRADIENT, RATE
from core.compiler.loops import Runs
from core.compiler.step_loop import FIELDS
from core.compiler.update import GRADIENT_SEEN, RATE_SEEN, line_name, prepare_traced
from core.errors import Cancelled
from core.landscape import Surface
from core.optimizers.facts import hyperparameters, values
from core.optimizers.language import ITERATE
from core.optimizers.rule import rule_of
from core.runs import Preparation, begin_runs
from core.scene import Entry, Scene
from core.schedules import STEP

Value = tuple[float, float]
"""Both coordinates; a number stands in both."""

CHUNK = 4096
"""Steps taken between two looks at whether anyone still waits."""

_waypoints: deque[tuple[tuple[object, ...], Runs]] = deque(maxlen=4)
"""Runs on their way, never advanced, and all they depend on: from there the steps next to
one that was told are a short way, which from the start may be a second's."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A step as it was computed, to the last bit."""

    step: int
    """The step's number t; it led from iterate t − 1 to iterate t."""
    before: Mapping[str, Value]
    """What the rule was given: ``x``, ``g`` as the entry saw it, ``t``, the letters with
    the learning rate as scheduled, and the state."""
    lines: tuple[Value, ...]
    """The value of each line of the rule."""
    gradient: Value
    """The analytic gradient where the step began."""
    loss_before: float
    after: Value
    """The iterate that the step led to."""
    loss_after: float


def trace_step(
    surface: Surface,
    scene: Scene,
    entry: int,
    start: int,
    step: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trace:
    """Run one entry from one start again, and tell all of one of its steps.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        What races.
    entry, start
        Which of its entries, and from which of its starts.
    step
        The step's number, from 1.
    cancelled
        Asked every few thousand steps.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    contestant = scene.entries[entry]
    runs = runs_before(surface, scene, entry, start, step, prepare_traced, cancelled)
    rule = rule_of(contestant.optimizer)
    row = np.empty((len(FIELDS), 1))
    runs.record_start(row)
    x, y, loss_before, *slope = row[:, 0].tolist()
    given = _given(contestant, step)
    given |= {name: _pair(runs.state(name)) for name in rule.state}
    runs.advance(row[:, :, np.newaxis])  # over the row before
    given |= {ITERATE: (x, y), GRADIENT: _pair(runs.state(GRADIENT_SEEN))}
    if RATE in given:
        given[RATE] = _pair(runs.state(RATE_SEEN))
    next_x, next_y, loss_after, *_ = row[:, 0].tolist()
    lines = tuple(_pair(runs.state(line_name(n))) for n in range(len(rule.assignments)))
    gradient = slope[0], slope[1]
    return Trace(step, given, lines, gradient, loss_before, (next_x, next_y), loss_after)


def runs_before(
    surface: Surface,
    scene: Scene,
    entry: int,
    start: int,
    step: int,
    preparation: Preparation,
    cancelled: Callable[[], bool],
) -> Runs:
    """Return one run that has taken every step before a given one."""
    place, contestant = scene.starts[start], scene.entries[entry]
    key = (surface, contestant, place, start, scene.steps, scene.seed, preparation)
    last = step - 1
    runs = _on_the_way(key, last) or begin_runs(
        surface,
        scene,
        contestant,
        np.array([place.x]),
        np.array([place.y]),
        first_run=start,
        preparation=preparation,
    )
    if runs.steps_done < (waypoint := last - last % CHUNK):
        _take(runs, waypoint, cancelled)
        _waypoints.append((key, runs.copy()))
    _take(runs, last, cancelled)
    return runs


def _on_the_way(key: tuple[object, ...], last: int) -> Runs | None:
    """Return the runs that are nearest before a step, if any are remembered."""
    ready = [runs for known, runs in list(_waypoints) if known == key and runs.steps_done <= last]
    return max(ready, key=lambda runs: runs.steps_done).copy() if ready else None


def _take(runs: Runs, last: int, cancelled: Callable[[], bool]) -> None:
    """Take the steps up to one."""
    record = np.empty((len(FIELDS), 1, CHUNK))
    while (left := last - runs.steps_done) > 0:
        if cancelled():
            raise Cancelled
        runs.advance(record[:, :, : min(CHUNK, left)])


def _given(entry: Entry, step: int) -> dict[str, Value]:
    """Return what a rule is given besides the state: the same for all runs."""
    numbers = {STEP: float(step)}
    values_by_name = values(entry.optimizer)
    for fact in hyperparameters(entry.optimizer):
        numbers[fact.letter] = float(values_by_name[fact.name])
    return {name: (number, number) for name, number in numbers.items()}


def _pair(coordinates: FloatArray) -> Value:
    first, second = coordinates[:, 0].tolist()
    return first, second
