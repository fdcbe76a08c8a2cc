"""How fast basins are, beside loops in NumPy and in C that are timed in the same rounds."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np

from core.basins import Basins, basins, measures
from core.compiler.arrays import FloatArray
from core.critical_points.findings import Survey
from core.critical_points.survey import survey
from core.ends import find_ends
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.scene import Entry, Scene, View
from core.threads import Question, cores, share
from tests.benchmarks.c_code import compile_c
from tests.benchmarks.losses import LOSSES
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.timing import Work, interleaved

RATE = 0.01
SCENE = Scene(loss=LOSSES["Himmelblau"], view=View(-5.0, 5.0, -5.0, 5.0), steps=1000)
NUMPY_STEPS = 10
"""As many as NumPy is timed for; the time of all is a multiple."""

PIECE = 2048
RADIUS = 0.1


def measure(settings: Settings) -> Iterator[Table]:
    """Measure basins of several entries, and the ends of gradient descent against others."""
    yield _against_others(settings, 200 if settings.is_quick else 500)
    yield _of_methods(settings, 100 if settings.is_quick else 250)


def _against_others(settings: Settings, side: int) -> Table:
    x, y = (axis.ravel() for axis in np.meshgrid(*[np.linspace(-5, 5, side)] * 2))
    surface = Surface(parse_loss(SCENE.loss), {})
    entry = Entry(GradientDescent(learning_rate=RATE))
    count = cores()

    def ours(threads: int) -> object:
        return find_ends(surface, SCENE, entry, x, y, radius=(RADIUS, RADIUS), threads=threads)

    works: dict[str, Work] = {f"ends, {count} threads": partial(ours, count)}
    works["ends, 1 thread"] = partial(ours, 1)
    *_, known = survey(surface, SCENE.view)
    works[f"whole basins, {count} threads"] = partial(_whole, surface, entry, side, known)
    if _library():
        for name, loop in (("vectors, nothing watched", "plain"), ("watched", "watched")):
            works[f"C, {name}, {count} threads"] = partial(_in_c, loop, x, y, count)
            works[f"C, {name}, 1 thread"] = partial(_in_c, loop, x, y, 1)
    works["NumPy"] = partial(_in_numpy, x, y)
    times = interleaved(works, settings.rounds)
    times["NumPy"] *= SCENE.steps / NUMPY_STEPS
    least = times[f"ends, {count} threads"]
    title = f"{side} x {side} runs of gradient descent, {SCENE.steps:,} steps on Himmelblau"
    table = Table(title, ("", "seconds", "ns a step and run", "times ours"))
    for name, time in times.items():
        nanoseconds = 1e9 * time / (x.size * SCENE.steps)
        table.rows.append((name, f"{time:.3f}", f"{nanoseconds:.2f}", f"{time / least:.1f}"))
    return table


def _of_methods(settings: Settings, side: int) -> Table:
    methods = (GradientDescent(learning_rate=RATE), Momentum(learning_rate=0.005), Adam())
    works: dict[tuple[str, str], Work] = {}
    for name in filter(settings.wants, LOSSES):
        surface = Surface(parse_loss(LOSSES[name]), {})
        *_, known = survey(surface, SCENE.view)
        for method in methods:
            works[name, method.title] = partial(_whole, surface, Entry(method), side, known)
    times = interleaved(works, min(settings.rounds, 3))
    title = f"Basins of {side} x {side} pixels, {SCENE.steps:,} steps, coarse to fine, in seconds"
    table = Table(title, ("", *(method.title for method in methods)))
    for name in filter(settings.wants, LOSSES):
        figures = (f"{times[name, method.title]:.2f}" for method in methods)
        table.rows.append((name, *figures))
    return table


def _whole(surface: Surface, entry: Entry, side: int, known: Survey) -> Basins:
    """Return a finished picture, its measures taken."""
    *_, last = basins(surface, SCENE, entry, side, side, known)
    measures(last.fates)
    return last


def _in_numpy(x: FloatArray, y: FloatArray) -> FloatArray:
    for _ in range(NUMPY_STEPS):
        a, b = x * x + y - 11, x + y * y - 7
        x, y = x - RATE * (4 * x * a + 2 * b), y - RATE * (2 * a + 4 * y * b)
    return x


def _in_c(loop: str, x: FloatArray, y: FloatArray, threads: int) -> FloatArray:
    function = _loop(loop)
    ends = np.stack([x, y, np.empty(x.size), np.empty(x.size)])

    def run(first: int, _: Question) -> None:
        columns = [row[first : first + PIECE].ctypes.data for row in ends]
        count = min(PIECE, x.size - first)
        watched = (columns[3], RADIUS) if loop == "watched" else ()
        function(count, SCENE.steps, RATE, *columns[:3], *watched)

    share(run, range(0, x.size, PIECE), threads)
    return ends


@cache
def _library() -> ctypes.CDLL | None:
    """Compile the loops; return None where that can't be done."""
    return compile_c("descent_loops.c", "-ffp-contract=off")


@cache
def _loop(name: str) -> Callable[..., None]:
    library = _library()
    assert library is not None
    numbers = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_double]
    found: Callable[..., None] = library[name]
    watched = [ctypes.c_void_p, ctypes.c_double] if name == "watched" else []
    found.argtypes = [*numbers, *[ctypes.c_void_p] * 3, *watched]  # type: ignore[attr-defined]
    found.restype = None  # type: ignore[attr-defined]
    return found


PART = Part("basins", measure)
