"""How many runs of one entry end, without a record of the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.compiler.arrays import FloatArray
from core.compiler.loops import Runs
from core.compiler.step_loop import FIELDS
from core.compiler.watch import ENDS, LIMITS, End, Watched
from core.errors import Cancelled
from core.landscape import Surface
from core.outcome import DIVERGED_COORDINATE, IntegerArray, Outcome, judge
from core.runs import ALIKE, Varied, begin_runs
from core.scene import Entry, Scene, StoppingRule
from core.threads import Question, cores, nobody_cancels, share

PIECE = 8192
"""Most runs taken by one thread at a time; to begin a piece takes as long as 100,000 steps."""

PIECE_STEPS = 2**23
"""Most steps of all runs of a piece together, so that long runs are shared as well."""

CALL_STEPS = 2**20
"""Steps of all runs of a piece between two looks at whether anyone still waits."""

FEWEST = 64
"""Runs that a piece has at least, as they cost together what one does."""

SHARED_STEPS = 2**20
"""Steps of all runs together from which on threads gain more than they cost: 2 ms."""

OUTCOMES = (
    Outcome.RAN_ALL_STEPS,
    Outcome.LEFT_DOMAIN,
    Outcome.DIVERGED,
    Outcome.CONVERGED,
    Outcome.STALLED,
)
"""Outcomes by the number that stands for them in `Ends`."""

ANYWHERE = (math.inf, math.inf)
"""How far a run may stray that counts as settled wherever it goes."""

_SURE = 1e-14
"""Relative distance beyond which rounding decides no comparison of squared norms."""


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """How runs ended; each array has a place for each start.

    Parameters
    ----------
    x, y, loss, gradient_x, gradient_y
        The last row of each run, which a race would have recorded as its last.
    last_step
        How many steps it took.
    outcome
        Indices into `OUTCOMES`.
    settled
        The step since which it has stayed within the radius, in each coordinate, of
        where it was then.
    """

    x: FloatArray
    y: FloatArray
    loss: FloatArray
    gradient_x: FloatArray
    gradient_y: FloatArray
    last_step: IntegerArray
    outcome: npt.NDArray[np.uint8]
    settled: IntegerArray

    @property
    def gradient_norm(self) -> FloatArray:
        """The Euclidean norm of the last gradient."""
        with np.errstate(all="ignore"):
            return np.hypot(self.gradient_x, self.gradient_y)

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcome of each run."""
        return [OUTCOMES[number] for number in self.outcome.tolist()]


def find_ends(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    x: FloatArray,
    y: FloatArray,
    *,
    numbers: IntegerArray | None = None,
    radius: tuple[float, float] = ANYWHERE,
    varied: Varied = ALIKE,
    threads: int | None = None,
    piece: int | None = None,
    cancelled: Question = nobody_cancels,
) -> Ends:
    """Run an entry from many starts, and keep of each run how it ended.

    What is kept is bit for bit what `run_race` would record last, whatever the number of
    threads and the size of the pieces.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Gives the number of steps, the seed and the stopping rule; its own starts and
        entries play no part.
    entry
        The method and its conditions.
    x, y
        The starts, each of shape ``(n,)``.
    numbers
        The number of each start, on which its noise depends; without them a start's
        number is its place, as in a race.
    radius
        How far a run may stray along x and along y, and still count as settled.
    varied
        Hyperparameters of which each run has its own, in place of the entry's.
    threads
        At most so many; without a number, as many as there are processors, but one for
        fewer than `SHARED_STEPS` steps of all runs.
    piece
        Runs that a thread takes at a time; without a number, as many as suit it.
    cancelled
        Asked every few milliseconds.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    crew = (threads or cores()) if x.size * scene.steps >= SHARED_STEPS else 1
    size = piece or _size(x.size, scene.steps, crew)
    found = np.empty((len(ENDS), x.size))
    order = np.arange(x.size) if numbers is None else numbers
    conditions = _Conditions(surface, scene, entry, radius)
    starts = _Starts(x, y, order, varied)

    def run(first: int, is_unwanted: Question) -> None:
        part = slice(first, first + size)
        found[:, part] = _run(conditions, starts.part(part), is_unwanted)

    share(run, range(0, x.size, size), crew, cancelled)
    return _ends(found)


def _size(runs: int, steps: int, threads: int) -> int:
    """Return how many runs make a piece, so that no thread waits long for another."""
    share_of_one = -(-runs // (threads * FEWEST)) * FEWEST
    return max(FEWEST, min(PIECE, PIECE_STEPS // steps, share_of_one))


def _ends(found: FloatArray) -> Ends:
    x, y, loss, gradient_x, gradient_y, last_step, end, _, _, settled = found
    whole = last_step.astype(np.int64), end.astype(np.uint8), settled.astype(np.int64)
    return Ends(x, y, loss, gradient_x, gradient_y, *whole)


@dataclass(frozen=True, eq=False, slots=True)
class _Conditions:
    """What all runs have in common."""

    surface: Surface
    scene: Scene
    entry: Entry
    radius: tuple[float, float]

    def begin(self, starts: _Starts) -> Runs:
        """Set runs at their starts."""
        whole = starts.numbers.astype(np.float64)
        x, y, varied = starts.x, starts.y, starts.varied
        return begin_runs(self.surface, self.scene, self.entry, x, y, numbers=whole, varied=varied)


@dataclass(frozen=True, eq=False, slots=True)
class _Starts:
    """What is each run's own."""

    x: FloatArray
    y: FloatArray
    numbers: IntegerArray
    varied: Varied

    def part(self, part: slice) -> _Starts:
        """Return what is some runs' own."""
        varied = {letter: own[part] for letter, own in self.varied.items()}
        return _Starts(self.x[part], self.y[part], self.numbers[part], varied)


def _run(
    conditions: _Conditions,
    starts: _Starts,
    is_unwanted: Question,
) -> FloatArray:
    """Return `ENDS` of a piece of the runs."""
    stopping, steps = conditions.scene.stopping, conditions.scene.steps
    limits = _limits(stopping, conditions.radius)
    watched = Watched(
        stopping.gradient_norm is not None,
        stopping.loss_change is not None,
        conditions.radius != ANYWHERE,
    )
    runs, count = conditions.begin(starts), starts.x.size
    runs.watch(_end_at_start(runs, count, stopping))
    call = max(1, CALL_STEPS // count)
    while runs.steps_done < steps and not runs.has_ended():
        if is_unwanted():
            raise Cancelled
        runs.run_on(min(call, steps - runs.steps_done), limits, watched)
    ends = runs.ends()
    for run in np.flatnonzero(ends[ENDS.index("end")] == End.IN_DOUBT):
        ends[:, run] = _recorded(conditions, starts.part(slice(run, run + 1)))
    return ends


def _limits(stopping: StoppingRule, radius: tuple[float, float]) -> FloatArray:
    """Return the values of `LIMITS`."""
    tolerance = stopping.gradient_norm
    # A power of 2 brings the squares away from where they overflow or vanish.
    scale = 2.0 ** -max(-1022, min(1022, math.frexp(tolerance)[1])) if tolerance else 0.0
    square = (tolerance * scale) ** 2 if tolerance else -1.0
    values = {
        "scale": scale,
        "surely_converged": square * (1 - _SURE),
        "maybe_converged": square * (1 + _SURE),
        "loss_change": -1.0 if stopping.loss_change is None else stopping.loss_change,
        "largest": DIVERGED_COORDINATE,
        "radius_x": radius[0],
        "radius_y": radius[1],
    }
    return np.array([values[name] for name in LIMITS])


def _end_at_start(runs: Runs, count: int, stopping: StoppingRule) -> FloatArray:
    """Tell which runs take no step: no loss at their start, or no slope."""
    row = np.empty((len(FIELDS), count))
    runs.record_start(row)
    end = np.full(count, float(End.NONE))
    if stopping.gradient_norm is not None:
        with np.errstate(all="ignore"):
            end[np.hypot(row[3], row[4]) <= stopping.gradient_norm] = End.CONVERGED
    end[~np.isfinite(row).all(axis=0)] = End.LEFT_DOMAIN
    return end


def _recorded(conditions: _Conditions, starts: _Starts) -> FloatArray:
    """Return `ENDS` of one run by recording and judging it."""
    runs = conditions.begin(starts)
    record = np.empty((len(FIELDS), 1, conditions.scene.steps + 1))
    runs.record_start(record[:, :, 0])
    runs.advance(record[:, :, 1:])
    (last,), (outcome,) = judge(record, conditions.scene.stopping)
    settled, anchor = 0, record[:2, 0, 0]
    for step, iterate in enumerate(record[:2, 0, : last + 1].T):
        if (np.abs(iterate - anchor) > conditions.radius).any():
            settled, anchor = step, iterate
    return np.array([*record[:, 0, last], last, OUTCOMES.index(outcome), *anchor, settled])
