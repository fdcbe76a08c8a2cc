"""What a step of Adam costs, beside the same step in C, NumPy, PyTorch and jax."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.emit import WIDTH
from core.compiler.step_loop import FIELDS
from core.ends import find_ends
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.race import CHUNK_ROWS, run_race
from core.runs import begin_runs
from core.scene import Entry, Scene, Start
from tests.benchmarks.adam_in_c import adam_in_c, library
from tests.benchmarks.adam_peers import adam_in_numpy, adam_in_pytorch, is_there, jax_adam
from tests.benchmarks.losses import LOSSES
from tests.benchmarks.tables import Part, Settings, Table, multiple
from tests.benchmarks.timing import Work, interleaved

RUNS = (1, 100, 10_000, 250_000)
ADAM = Entry(Adam())
OURS = "ours"

RACED = 10_000
"""Most runs of which every iterate is kept as well; more fill the memory."""

Way = Callable[[str, FloatArray, FloatArray, int], object]
"""Takes the runs of a loss from their starts through some steps."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to take steps, and how many of them are worth timing, for each of `RUNS`."""

    prepare: Callable[[str, FloatArray, FloatArray, int], Work]
    steps: tuple[int, int, int, int]


FAST = (50_000, 5_000, 500, 200)
JITTED = (20_000, 2_000, 100, 20)
SLOW = (100, 100, 20, 4)

CHUNK = CHUNK_ROWS // WIDTH
"""Steps of a single run that a race takes at a time."""


def ends(loss: str, x: FloatArray, y: FloatArray, steps: int) -> Work:
    """Return our loop; for a single run the one without vectors, as in a long race."""
    surface, scene = Surface(parse_loss(LOSSES[loss]), {}), Scene(loss=LOSSES[loss], steps=steps)
    if x.size > 1:
        return lambda: find_ends(surface, scene, ADAM, x, y)
    runs = begin_runs(surface, scene, ADAM, x, y, width=1)
    record = np.empty((len(FIELDS), 1, steps))

    def advance() -> None:
        going_on = runs.copy()
        for first in range(0, steps, CHUNK):
            going_on.advance(record[:, :, first : first + CHUNK])

    return advance


def race(loss: str, x: FloatArray, y: FloatArray, steps: int) -> Work:
    """Return the race as it is shown, every iterate kept."""
    starts = tuple(map(Start, x.tolist(), y.tolist()))
    scene = Scene(loss=LOSSES[loss], starts=starts, entries=(ADAM,), steps=steps)
    surface = Surface(parse_loss(LOSSES[loss]), {})
    return lambda: run_race(surface, scene)


def simply(way: Way) -> Callable[[str, FloatArray, FloatArray, int], Work]:
    """Turn a way that needs no preparation into a contestant's."""
    return lambda loss, x, y, steps: lambda: way(loss, x, y, steps)


def in_jax(loss: str, x: FloatArray, y: FloatArray, steps: int) -> Work:
    """Return jax's loop, which it compiles when it is first called."""
    adam = jax_adam(loss)
    return lambda: adam(x, y, steps)


def contestants() -> dict[str, Contestant]:
    """Return who takes part on this machine, ourselves first."""
    found = {OURS: Contestant(ends, FAST), "race": Contestant(race, FAST)}
    if library() is not None:
        for name, kind in (("C, vectors", "vector"), ("C, one by one", "scalar")):
            way = lambda loss, x, y, steps, kind=kind: adam_in_c(loss, kind, x, y, steps)  # noqa: E731
            found[name] = Contestant(simply(way), FAST)
    found["NumPy"] = Contestant(simply(adam_in_numpy), SLOW)
    if is_there("torch"):
        found["PyTorch"] = Contestant(simply(adam_in_pytorch), SLOW)
    if is_there("jax"):
        found["jax"] = Contestant(in_jax, JITTED)
    return found


def step_times(loss: str, runs: int, taking_part: dict[str, Contestant], rounds: int) -> list[str]:
    """Return our nanoseconds for a step of a run, and the others' multiples of them."""
    x, y = np.random.default_rng(1).uniform(-2, 2, (2, runs))
    column = RUNS.index(runs)
    works = {
        name: contestant.prepare(loss, x, y, contestant.steps[column])
        for name, contestant in taking_part.items()
        if name != "race" or runs <= RACED
    }
    times = {
        name: 1e9 * time / (runs * taking_part[name].steps[column])
        for name, time in interleaved(works, rounds).items()
    }
    ours = times[OURS]
    others = [multiple(times[name] / ours) if name in times else "" for name in taking_part]
    return [f"{ours:.2f}", *others[1:]]


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a table for each number of runs."""
    taking_part = contestants()
    for runs in RUNS[: 3 if settings.is_quick else None]:
        title = (
            f"A step of Adam, {runs:,} run{'s' if runs > 1 else ''}: "
            "nanoseconds of ours, and how many times as long the others take"
        )
        table = Table(title, ("", "ours, ns", *list(taking_part)[1:]))
        for loss in filter(settings.wants, LOSSES):
            table.rows.append([loss, *step_times(loss, runs, taking_part, settings.rounds)])
        yield table


PART = Part("steps", measure)
