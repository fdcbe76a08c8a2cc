"""What bounds on a loss, its gradient and its Hessian cost, to compile and for each box."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.compiler.intervals import IntervalFunction, compile_intervals
from core.expression import Formula, parse_loss
from core.tree import Node
from tests.benchmarks.losses import LOSSES, another
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.timing import interleaved, seconds

WIDTHS = (2, 4, 8)
BOXES = 20_000
UNUSED = 9_999
"""Number of a loss that no other part has compiled."""

NO_PARAMETERS = np.empty(0)


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a row for each loss, a pair of columns for each width."""
    compile_intervals([parse_loss("x y").tree], ["x", "y"])
    pairs = ((f"{width} lanes: ms", "ns") for width in WIDTHS)
    table = Table(
        "Bounds on a loss, its gradient and its Hessian: milliseconds to compile, "
        "nanoseconds a box",
        ("", *(head for pair in pairs for head in pair)),
    )
    for loss in filter(settings.wants, LOSSES):
        table.rows.append([loss, *_figures(another(loss, UNUSED), settings.rounds)])
    yield table


def _figures(text: str, rounds: int) -> Iterator[str]:
    formula = parse_loss(text)
    outputs = loss_and_derivatives(formula)
    lower, upper = boxes()
    functions: dict[int, IntervalFunction] = {}

    def compile_for(width: int) -> None:
        functions[width] = compile_intervals(outputs, formula.variables, width=width)

    compiling = {width: seconds(partial(compile_for, width)) for width in WIDTHS}
    works = {width: partial(functions[width], lower, upper, NO_PARAMETERS) for width in WIDTHS}
    times = interleaved(works, rounds)
    for width in WIDTHS:
        yield f"{1e3 * compiling[width]:.0f}"
        yield f"{1e9 * times[width] / BOXES:.0f}"


def loss_and_derivatives(formula: Formula) -> list[Node]:
    """Return the loss, its gradient and its second derivatives xx, xy and yy."""
    first, second = reverse_gradient(formula.tree, formula.variables)
    xx, xy = reverse_gradient(first, formula.variables)
    return [formula.tree, first, second, xx, xy, reverse_gradient(second, formula.variables)[1]]


def boxes() -> tuple[FloatArray, FloatArray]:
    """Return small boxes spread over a view."""
    centre = np.random.default_rng(1).uniform(-4.0, 4.0, (2, BOXES))
    return centre - 0.01, centre + 0.01


PART = Part("bounds", measure)

if __name__ == "__main__":
    for found in measure(Settings()):
        print(found.text())
