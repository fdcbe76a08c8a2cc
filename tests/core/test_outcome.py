"""How a run ended, told from rows written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.compiler.arrays import FloatArray
from core.outcome import Outcome, erase_after, judge
from core.scene import StoppingRule

OFF = StoppingRule()
INF, NAN = np.inf, np.nan


def record(*rows: tuple[float, float, float, float, float]) -> FloatArray:
    """Return one run's rows of x, y, loss and gradient as ``(fields, 1, rows)``."""
    return np.array(rows).T[:, np.newaxis]


def slope(loss: float, gradient: float) -> tuple[float, float, float, float, float]:
    return (1.0, 1.0, loss, gradient, 0.0)


CALM = slope(4.0, 2.0)


def judged(rows: FloatArray, stopping: StoppingRule = OFF) -> tuple[int, Outcome]:
    last_step, outcomes = judge(rows, stopping)
    return int(last_step[0]), outcomes[0]


def test_a_finite_run_ran_all_its_steps() -> None:
    assert judged(record(CALM, CALM, CALM)) == (2, Outcome.RAN_ALL_STEPS)


@pytest.mark.parametrize(
    "row",
    [
        (INF, 1.0, 1.0, 1.0, 1.0),
        (1.0, NAN, NAN, NAN, NAN),
        (1.0, 1.0, INF, 1.0, 1.0),
        (1.0, 1.0, 1.0, 1.0, -INF),
        (1.0, 1.0, NAN, INF, 0.0),
        (1e31, 1.0, NAN, NAN, NAN),
        (1.0, -1e31, 1.0, NAN, NAN),
    ],
)
def test_growth_without_bound_is_divergence(row: tuple[float, float, float, float, float]) -> None:
    assert judged(record(CALM, CALM, row, CALM)) == (1, Outcome.DIVERGED)


@pytest.mark.parametrize("row", [(1.0, 1.0, NAN, -1.0, 2.0), (1.0, 1.0, 1.0, NAN, 2.0)])
def test_an_undefined_loss_or_gradient_is_outside_the_domain(
    row: tuple[float, float, float, float, float],
) -> None:
    assert judged(record(CALM, CALM, row)) == (1, Outcome.LEFT_DOMAIN)


@pytest.mark.parametrize("loss", [NAN, INF])
def test_a_start_without_a_loss_is_outside_the_domain(loss: float) -> None:
    assert judged(record(slope(loss, 1.0), CALM)) == (0, Outcome.LEFT_DOMAIN)


def test_convergence_is_the_first_gradient_within_tolerance() -> None:
    rows = record(slope(4.0, 2.0), slope(3.0, 0.5), slope(2.0, 0.1), slope(1.0, 0.0))
    assert judged(rows, StoppingRule(gradient_norm=0.5)) == (1, Outcome.CONVERGED)
    assert judged(rows, StoppingRule(gradient_norm=5.0)) == (0, Outcome.CONVERGED)
    assert judged(rows, StoppingRule(gradient_norm=1e-9)) == (3, Outcome.CONVERGED)


def test_a_stall_is_the_first_step_that_hardly_changes_the_loss() -> None:
    rows = record(slope(4.0, 2.0), slope(3.0, 2.0), slope(2.75, 2.0), slope(2.75, 2.0))
    assert judged(rows, StoppingRule(loss_change=0.25)) == (2, Outcome.STALLED)
    assert judged(rows, StoppingRule(loss_change=0.1)) == (3, Outcome.STALLED)


def test_the_earlier_of_two_rules_decides_and_convergence_a_tie() -> None:
    rows = record(slope(4.0, 2.0), slope(3.9, 2.0), slope(3.8, 0.1), slope(1.0, 0.1))
    both = StoppingRule(gradient_norm=0.1, loss_change=0.2)
    assert judged(rows, both) == (1, Outcome.STALLED)
    assert judged(rows[:, :, 1:], both) == (1, Outcome.CONVERGED)


def test_nothing_stops_after_the_run_broke() -> None:
    rows = record(CALM, slope(NAN, 1.0), slope(1.0, 0.0))
    assert judged(rows, StoppingRule(gradient_norm=0.5)) == (0, Outcome.LEFT_DOMAIN)


def test_rows_after_the_last_step_are_erased() -> None:
    rows = np.concatenate([record(CALM, CALM, CALM), record(CALM, CALM, CALM)], axis=1)
    erase_after(rows, np.array([0, 2]))
    assert np.isfinite(rows[:, 0, 0]).all()
    assert np.isnan(rows[:, 0, 1:]).all()
    assert np.isfinite(rows[:, 1]).all()
