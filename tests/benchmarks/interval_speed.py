"""Print what bounds on a loss, its gradient and its Hessian cost, to compile and for each box.

Usage: ``python -m tests.benchmarks.interval_speed``
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.compiler.intervals import IntervalFunction, compile_intervals
from core.expression import Formula, parse_loss
from core.tree import Node
from tests.benchmarks.race_speed import LOSSES

WIDTHS = (2, 4, 8)
BOXES = 20_000
REPEATS = 9
NO_PARAMETERS = np.empty(0)


def main() -> None:
    """Print a line for each loss, a pair of columns for each width."""
    compile_intervals([parse_loss("x y").tree], ["x", "y"])
    heads = "".join(f"{f'{width} lanes':>24}" for width in WIDTHS)
    print(f"{'':14}{heads}\n{'':14}" + f"{'compiled, ms':>14}{'ns a box':>10}" * len(WIDTHS))
    lower, upper = boxes()
    for name, text in LOSSES.items():
        formula = parse_loss(text)
        outputs = loss_and_derivatives(formula)
        line = ""
        for width in WIDTHS:
            start = time.perf_counter()
            function = compile_intervals(outputs, formula.variables, width=width)
            compiled = time.perf_counter() - start
            line += f"{1e3 * compiled:14.0f}{1e9 * seconds_a_box(function, lower, upper):10.0f}"
        print(f"{name:14}{line}")


def loss_and_derivatives(formula: Formula) -> list[Node]:
    """Return the loss, its gradient and its second derivatives xx, xy and yy."""
    first, second = reverse_gradient(formula.tree, formula.variables)
    xx, xy = reverse_gradient(first, formula.variables)
    return [formula.tree, first, second, xx, xy, reverse_gradient(second, formula.variables)[1]]


def boxes() -> tuple[FloatArray, FloatArray]:
    """Return small boxes spread over a view."""
    centre = np.random.default_rng(1).uniform(-4.0, 4.0, (2, BOXES))
    return centre - 0.01, centre + 0.01


def seconds_a_box(function: IntervalFunction, lower: FloatArray, upper: FloatArray) -> float:
    """Return the time for a box, the median of some runs."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function(lower, upper, NO_PARAMETERS)
        times.append(time.perf_counter() - start)
    return statistics.median(times) / BOXES


if __name__ == "__main__":
    main()
