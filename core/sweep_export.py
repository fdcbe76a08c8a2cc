"""Hyperparameter maps and comparisons as CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields

import numpy as np

from core.comparison import Comparison, Contestant
from core.export import quoted
from core.hyperparameter_map import Ending, HyperparameterMap
from core.scores import Quartiles, Score

Cell = str | int | float | None

QUARTILES = ("first_quartile", "median", "third_quartile")

SCORE_HEADER = (
    "label", "optimizer", "role", "learning_rate", "runs", "starts", "seeds", "maximum_steps",
    "tolerance_of", "tolerance", "reached", "settled", "elsewhere", "diverged", "left_domain",
    *(f"steps_{name}" for name in QUARTILES),
    *(f"gradient_evaluations_{name}" for name in QUARTILES),
    *(f"loss_{name}" for name in QUARTILES),
    "losses_per_step", "gradients_per_step", "hessians_per_step",
)  # fmt: skip
"""Followed by the share of each minimum, ``minimum_1``, ``minimum_2``, …"""


def map_csv(found: HyperparameterMap) -> Iterator[bytes]:
    """Yield a map as CSV, as far as it is known: a row for each pair of hyperparameters.

    The first two columns are named after them. A number is the shortest text that reads
    back to the same float64; what does not exist or is infinite is left empty.
    """
    names = [field.name for field in fields(Ending)]
    yield _line((found.x_axis.name, found.y_axis.name, *names))
    x_values, y_values = found.x_values.tolist(), found.y_values.tolist()
    columns = [getattr(found.ending, name) for name in names]
    for row, column in np.argwhere(found.known).tolist():
        numbers = (float(values[row, column]) for values in columns)
        yield _line((x_values[column], y_values[row], *numbers))


def comparison_csv(found: Comparison) -> Iterator[bytes]:
    """Yield a comparison as CSV: a row for each learning rate that each entry ran with.

    ``role`` is ``given`` for the entry as it stands in the scene, ``trial`` for a rate of
    the budget and ``best`` for the best of those. Every row repeats the conditions.
    """
    minima = [f"minimum_{number}" for number in range(1, len(found.conditions.goals) + 1)]
    yield _line((*SCORE_HEADER, *minima))
    for contestant in found.contestants:
        yield _row(found, contestant, "given", contestant.as_given)
        for trial in contestant.trials:
            role = "best" if trial is contestant.best else "trial"
            yield _row(found, contestant, role, trial)


def _row(found: Comparison, contestant: Contestant, role: str, score: Score) -> bytes:
    conditions, counts = found.conditions, contestant.per_step
    return _line(
        (
            contestant.label,
            contestant.entry.optimizer.name(),
            role,
            score.learning_rate,
            score.runs,
            len(conditions.scene.starts),
            " ".join(map(str, contestant.seeds)),
            conditions.scene.steps,
            conditions.tolerance.of,
            conditions.tolerance.value,
            score.reached,
            score.settled,
            score.elsewhere,
            score.diverged,
            score.left_domain,
            *_numbers(score.steps),
            *_numbers(score.gradient_evaluations),
            *_numbers(score.loss),
            counts.loss,
            counts.gradient,
            counts.hessian,
            *score.minima,
        )
    )


def _numbers(quartiles: Quartiles) -> tuple[float, float, float]:
    return quartiles.first, quartiles.median, quartiles.third


def _line(cells: Sequence[Cell]) -> bytes:
    return f"{','.join(map(_cell, cells))}\r\n".encode()


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return quoted(value)
    is_number = value is not None and math.isfinite(value)
    return repr(value) if is_number else ""
