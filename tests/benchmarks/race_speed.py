"""Print what a gradient step costs, beside a NumPy loop timed in the same run.

Usage: ``python -m tests.benchmarks.race_speed``
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.compiler.engine import KERNELS
from core.compiler.loops import Oracle, Runs
from core.compiler.update import prepare
from core.expression import Formula, parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.rule import rule_of
from core.race import CHUNK_ROWS, GROUP
from core.runs import letter_values
from core.scene import Entry, Scene
from tests.core.slow_reading import read_expressions

STEPS = 500
RUNS = (1, 100, 10_000, 250_000)
NUMPY_RUNS = 10_000
REPEATS = 5
UPDATE = prepare(rule_of(Adam()))
VALUES = letter_values(Scene(loss="", steps=STEPS), Entry(Adam()))


def twelve_gaussians() -> str:
    """Return a sum of twelve hollows of different depth and width on a grid."""
    centres = [(2 * column - 3, 2 * row - 2) for column in range(4) for row in range(3)]
    return "".join(
        f"-1.{number}exp(-({square('x', x)}+{square('y', y)})/{number + 1})"
        for number, (x, y) in enumerate(centres)
    )


def square(variable: str, centre: int) -> str:
    """Return the squared distance along one axis as text."""
    return f"({variable}{-centre:+d})^2"


LOSSES = {
    "bowl": "x^2 / 20 + y^2",
    "Rosenbrock": "(1 - x)^2 + 100 (y - x^2)^2",
    "Himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "Beale": "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
    "Ackley": "-20 exp(-0.2 sqrt(0.5 (x^2 + y^2))) - exp(0.5 (cos(2 pi x) + cos(2 pi y))) + e + 20",
    "Rastrigin": "20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)",
    "12 Gaussians": twelve_gaussians(),
}


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes once."""
    begin = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - begin)


def run_groups(surface: Surface, runs: int, width: int) -> None:
    """Advance runs of Adam by `STEPS` steps, each group into the same record."""
    oracle = Oracle(surface.slope_function(width), surface.parameter_values)
    starts = np.random.default_rng(1).uniform(-2, 2, (2, runs))
    record = np.empty((5, min(runs, GROUP), STEPS))
    for first in range(0, runs, GROUP):
        x, y = starts[:, first : first + GROUP]
        group = Runs(UPDATE, VALUES, oracle, x, y)
        chunk = CHUNK_ROWS // x.size
        for step in range(0, STEPS, chunk):
            group.advance(record[:, : x.size, step : step + chunk])


def run_numpy(surface: Surface, runs: int, steps: int) -> None:
    """Take steps of Adam with NumPy, the loss and gradient read from the same trees."""
    x, y = np.random.default_rng(1).uniform(-2, 2, (2, runs))
    formula = surface.formula
    trees = [formula.tree, *reverse_gradient(formula.tree, formula.variables)]
    m, v = np.zeros((2, runs)), np.zeros((2, runs))
    for t in range(1, steps + 1):
        g: FloatArray = np.stack(read_expressions(trees, {"x": x, "y": y})[1:])
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        move = 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)
        x, y = x - move[0], y - move[1]


def step_time(surface: Surface, runs: int, width: int) -> float:
    """Return nanoseconds for each step of each run, the median of several tries."""
    run_groups(surface, min(runs, GROUP), width)
    repeats = REPEATS if runs <= NUMPY_RUNS else 1
    times = [milliseconds(lambda: run_groups(surface, runs, width)) for _ in range(repeats)]
    return 1e6 * statistics.median(times) / (runs * STEPS)


def measure(name: str, formula: Formula) -> None:
    """Print one line of the table."""
    surface = Surface(formula, {})
    compiling = milliseconds(surface.slope_function)
    figures = [step_time(surface, 1, 1), *(step_time(surface, runs, 16) for runs in RUNS)]
    steps = 20
    numpy_time = milliseconds(lambda: run_numpy(surface, NUMPY_RUNS, steps))
    figures.append(1e6 * numpy_time / (NUMPY_RUNS * steps))
    print(f"{name:>13} {compiling:9.1f}" + "".join(f"{figure:10.2f}" for figure in figures))


def main() -> None:
    """Print compile times in milliseconds and nanoseconds for each step and run of Adam."""
    measure("warm", parse_loss("x y"))
    heads = ["1 scalar", *(f"{runs:.0e}" for runs in RUNS), "NumPy"]
    print(f"{'loss':>13} {'compile':>9}" + "".join(f"{head:>10}" for head in heads))
    for name, text in LOSSES.items():
        measure(name, parse_loss(text))
    print(f"{len(KERNELS)} kernels are kept.")


if __name__ == "__main__":
    main()
