"""From a scene to trajectories: a pure function, the same bits every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.emit import WIDTH
from core.compiler.loops import Runs
from core.compiler.step_loop import FIELDS
from core.errors import Cancelled, SceneError
from core.landscape import Surface
from core.outcome import IntegerArray, Outcome, erase_after, judge
from core.runs import begin_runs
from core.scene import Entry, Scene, Start, without_looks

MAXIMUM_ROWS = 30_000_000
"""Most iterates a race may hold; at 40 bytes each this is 1.2 GB."""

GROUP = 256
"""Runs advanced together."""

CHUNK_ROWS = 2**17
"""Iterates computed between two looks at whether anyone still waits: about a millisecond."""

SCALAR_RUNS = 3
"""Up to so many runs are faster one by one than in a vector mostly empty."""

SCALAR_STEPS = 200_000
"""From so many steps on, that gain exceeds the time to compile scalar code."""


@dataclass(frozen=True, eq=False)
class Race:
    """The trajectories of every entry from every start.

    Arrays are indexed ``[entry, start, step]``, step 0 being the start, and are
    read-only; beyond a run's last step they are NaN.
    """

    entries: tuple[Entry, ...]
    starts: tuple[Start, ...]
    x: FloatArray
    y: FloatArray
    loss: FloatArray
    gradient_x: FloatArray
    gradient_y: FloatArray
    last_step: IntegerArray
    """Shape ``(entries, starts)``."""
    outcomes: tuple[tuple[Outcome, ...], ...]
    """For each entry, one for each start."""

    @property
    def steps(self) -> int:
        """How many steps a run takes at most."""
        return int(self.x.shape[2]) - 1


def _nobody_cancels() -> bool:
    return False


def run_race(
    surface: Surface,
    scene: Scene,
    cancelled: Callable[[], bool] = _nobody_cancels,
    known: Race | None = None,
) -> Race:
    """Run every entry of a scene from each of its starts.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Decides entries, starts, steps and the stopping rule.
    cancelled
        Asked about once a millisecond of computing.
    known
        A race that differs by its entries alone; those of its entries that race again
        are not run again.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    SceneError
        If the race would hold more than `MAXIMUM_ROWS` iterates.
    """
    refuse_too_large(scene)
    shape = (len(scene.entries), len(scene.starts), scene.steps + 1)
    record = np.empty((len(FIELDS), *shape))
    last_step = np.zeros(shape[:2], np.int64)
    outcomes = []
    before = without_looks(known.entries) if known else ()
    for place, entry in enumerate(without_looks(scene.entries)):
        if known and entry in before:
            last_step[place], ends = _repeat(known, before.index(entry), record[:, place])
        else:
            _record_entry(surface, scene, entry, record[:, place], cancelled)
            last_step[place], ends = judge(record[:, place], scene.stopping)
            erase_after(record[:, place], last_step[place])
        outcomes.append(ends)
    record.flags.writeable = last_step.flags.writeable = False
    x, y, loss, gx, gy = record
    return Race(scene.entries, scene.starts, x, y, loss, gx, gy, last_step, tuple(outcomes))


def refuse_too_large(scene: Scene) -> None:
    """Raise a `SceneError` if the race would hold more than `MAXIMUM_ROWS` iterates."""
    entries, starts = len(scene.entries), len(scene.starts)
    rows = entries * starts * (scene.steps + 1)
    if rows > MAXIMUM_ROWS:
        raise SceneError(
            f"{entries} methods from {starts} starts over {scene.steps:,} steps are "
            f"{rows:,} iterates; at most {MAXIMUM_ROWS:,} fit."
        )


def _repeat(
    known: Race, place: int, record: FloatArray
) -> tuple[IntegerArray, tuple[Outcome, ...]]:
    """Copy what an entry did in a race, and return its last steps and outcomes."""
    fields = (known.x, known.y, known.loss, known.gradient_x, known.gradient_y)
    for row, field in zip(record, fields, strict=True):
        row[:] = field[place]
    return known.last_step[place], known.outcomes[place]


def _record_entry(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    record: FloatArray,
    cancelled: Callable[[], bool],
) -> None:
    """Fill an entry's record, of shape ``(fields, starts, steps + 1)``."""
    few = len(scene.starts) <= SCALAR_RUNS and scene.steps >= SCALAR_STEPS
    width = 1 if few else WIDTH
    x = np.array([start.x for start in scene.starts], np.float64)
    y = np.array([start.y for start in scene.starts], np.float64)
    for first in range(0, x.size, GROUP):
        group = slice(first, first + GROUP)
        runs = begin_runs(surface, scene, entry, x[group], y[group], first_run=first, width=width)
        _record_runs(runs, record[:, group], cancelled)


def _record_runs(runs: Runs, record: FloatArray, cancelled: Callable[[], bool]) -> None:
    # A step of a few runs takes as long as one of a whole vector.
    chunk = CHUNK_ROWS // max(record.shape[1], WIDTH)
    runs.record_start(record[:, :, 0])
    for first in range(1, record.shape[2], chunk):
        if cancelled():
            raise Cancelled
        runs.advance(record[:, :, first : first + chunk])
