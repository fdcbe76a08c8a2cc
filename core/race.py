"""From a scene to trajectories: a pure function, the same bits every time."""

from __future__ import annotations

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
from core.threads import Question, nobody_cancels, share

MAXIMUM_ROWS = 30_000_000
"""Most iterates a race may hold; at 40 bytes each this is 1.2 GB."""

GROUP = 256
"""Runs advanced together."""

CHUNK_ROWS = 2**17
"""Iterates computed between two looks at whether anyone still waits: about a millisecond."""

SHARED_ROWS = 2**19
"""Iterates from which on a race is shared by threads: fewer take some milliseconds, in
which two threads gain less than they cost everything else that runs."""

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


def run_race(
    surface: Surface,
    scene: Scene,
    cancelled: Question = nobody_cancels,
    known: Race | None = None,
    threads: int | None = None,
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
    threads
        At most so many; without a number, as many as there are processors, but one for a
        race of fewer than `SHARED_ROWS` iterates. The bits are the same for any number.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    SceneError
        If the race would hold more than `MAXIMUM_ROWS` iterates.
    """
    refuse_too_large(scene)
    recording = _Recording(surface, scene)
    before = without_looks(known.entries) if known else ()
    left: list[_Piece] = []
    for place, entry in enumerate(without_looks(scene.entries)):
        if known and entry in before:
            recording.repeat(place, known, before.index(entry))
        else:
            left += [(place, entry, first) for first in range(0, len(scene.starts), GROUP)]
    rows = len({place for place, *_ in left}) * len(scene.starts) * (scene.steps + 1)
    share(recording.run, left, 1 if rows < SHARED_ROWS else threads, cancelled)
    return recording.race()


def refuse_too_large(scene: Scene) -> None:
    """Raise a `SceneError` if the race would hold more than `MAXIMUM_ROWS` iterates."""
    entries, starts = len(scene.entries), len(scene.starts)
    rows = entries * starts * (scene.steps + 1)
    if rows > MAXIMUM_ROWS:
        raise SceneError(
            f"{entries} methods from {starts} starts over {scene.steps:,} steps are "
            f"{rows:,} iterates; at most {MAXIMUM_ROWS:,} fit."
        )


_Piece = tuple[int, Entry, int]
"""An entry with its place in the scene, and the first of a group of its starts."""


class _Recording:
    """What is recorded of a race, group by group; groups don't depend on each other."""

    def __init__(self, surface: Surface, scene: Scene) -> None:
        self._surface = surface
        self._scene = scene
        entries, starts = len(scene.entries), len(scene.starts)
        self._record = np.empty((len(FIELDS), entries, starts, scene.steps + 1))
        self._last_step = np.zeros((entries, starts), np.int64)
        self._outcomes = np.empty((entries, starts), object)

    def repeat(self, place: int, known: Race, former: int) -> None:
        """Copy what an entry did in a race."""
        fields = (known.x, known.y, known.loss, known.gradient_x, known.gradient_y)
        for rows, field in zip(self._record, fields, strict=True):
            rows[place] = field[former]
        self._last_step[place] = known.last_step[former]
        self._outcomes[place] = known.outcomes[former]

    def run(self, piece: _Piece, cancelled: Question) -> None:
        """Run an entry from a group of starts, and judge how each run ended."""
        place, entry, first = piece
        group = slice(first, first + GROUP)
        record = self._record[:, place, group]
        _record_runs(self._begin(entry, first, record.shape[1]), record, cancelled)
        last_step, outcomes = judge(record, self._scene.stopping)
        erase_after(record, last_step)
        self._last_step[place, group], self._outcomes[place, group] = last_step, outcomes

    def _begin(self, entry: Entry, first: int, count: int) -> Runs:
        scene = self._scene
        few = len(scene.starts) <= SCALAR_RUNS and scene.steps >= SCALAR_STEPS
        starts = scene.starts[first : first + count]
        x = np.array([start.x for start in starts], np.float64)
        y = np.array([start.y for start in starts], np.float64)
        width = 1 if few else WIDTH
        return begin_runs(self._surface, scene, entry, x, y, first_run=first, width=width)

    def race(self) -> Race:
        """Return the race, when everything is recorded."""
        self._record.flags.writeable = self._last_step.flags.writeable = False
        x, y, loss, gx, gy = self._record
        outcomes = tuple(map(tuple, self._outcomes))
        entries, starts = self._scene.entries, self._scene.starts
        return Race(entries, starts, x, y, loss, gx, gy, self._last_step, outcomes)


def _record_runs(runs: Runs, record: FloatArray, cancelled: Question) -> None:
    # A step of a few runs takes as long as one of a whole vector.
    chunk = CHUNK_ROWS // max(record.shape[1], WIDTH)
    runs.record_start(record[:, :, 0])
    for first in range(1, record.shape[2], chunk):
        if cancelled():
            raise Cancelled
        runs.advance(record[:, :, first : first + chunk])
