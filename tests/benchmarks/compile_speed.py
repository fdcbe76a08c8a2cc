"""How long it takes to compile a new loss, and all methods together."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from core.ends import find_ends
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS
from core.race import run_race
from core.scene import Entry, Scene, Start
from tests.benchmarks.adam_in_c import compiled, library
from tests.benchmarks.losses import LOSSES, another
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.timing import in_new_process, interleaved, seconds

NEW_PROCESSES = 3
EVERY_METHOD = Scene(
    loss=LOSSES["Himmelblau"],
    starts=(Start(1.0, 2.0),),
    entries=tuple(Entry(method()) for method in METHODS),
    steps=1,
)
FUNCTIONS: dict[str, Callable[[Surface], object]] = {
    "loss": Surface.loss_function,
    "with gradient": Surface.slope_function,
    "Hessian": Surface.bend_function,
    "bounds": Surface.interval_function,
}
"""What is compiled of a loss, each by itself."""


def new_losses(settings: Settings) -> Table:
    """Measure each function of each loss, compiled as for the first time."""
    chosen = list(filter(settings.wants, LOSSES))
    places = [(loss, name) for loss in chosen for name in FUNCTIONS]
    rounds = dict.fromkeys(places, 0)

    def compile_anew(place: tuple[str, str]) -> None:
        loss, name = place
        rounds[place] += 1
        FUNCTIONS[name](Surface(parse_loss(another(loss, rounds[place])), {}))

    times = interleaved({place: partial(compile_anew, place) for place in places}, settings.rounds)
    table = Table("Compiling a new loss, its derivation and the loss included: milliseconds",
                  ("", *FUNCTIONS))  # fmt: skip
    for loss in chosen:
        table.rows.append([loss, *(f"{1e3 * times[loss, name]:.1f}" for name in FUNCTIONS)])
    return table


def every_method() -> dict[str, float]:
    """Return seconds for all methods together, in a process that has compiled nothing."""
    surface, another_surface = (Surface(parse_loss(another("Himmelblau", k)), {}) for k in (0, 1))
    x = np.ones(1)
    found = {
        "the loss, its gradient and its Hessian": seconds(
            lambda: (surface.slope_function(), surface.bend_function())
        ),
        "the loops of a race": seconds(lambda: run_race(surface, EVERY_METHOD)),
        "the loops that find ends": seconds(
            lambda: [
                find_ends(surface, EVERY_METHOD, entry, x, x) for entry in EVERY_METHOD.entries
            ]
        ),
    }
    found["a race of all of them on another loss"] = seconds(
        lambda: run_race(another_surface, EVERY_METHOD)
    )
    return found


def all_methods(settings: Settings) -> Table:
    """Measure all methods together, and gcc at the seven losses with Adam alone."""
    rounds = [in_new_process(every_method) for _ in range(min(NEW_PROCESSES, settings.rounds))]
    table = Table(f"Compiling all {len(METHODS)} methods in a new process: milliseconds", ("", ""))
    for name in rounds[0]:
        median = statistics.median(times[name] for times in rounds)
        table.rows.append([name, f"{1e3 * median:.0f}"])
    if library() is not None:
        by_gcc = interleaved({"": compiled}, min(NEW_PROCESSES, settings.rounds))[""]
        table.rows.append(["seven losses with Adam's loops, by gcc", f"{1e3 * by_gcc:.0f}"])
    return table


def measure(settings: Settings) -> Iterator[Table]:
    """Yield what a new loss costs, and what the methods cost together."""
    yield new_losses(settings)
    yield all_methods(settings)


PART = Part("compiling", measure)
