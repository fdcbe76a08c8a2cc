"""How a run ended, told from what was recorded of it."""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from core.compiler.arrays import FloatArray
from core.scene import StoppingRule

BoolArray = npt.NDArray[np.bool_]
IntegerArray = npt.NDArray[np.int64]

DIVERGED_COORDINATE = 1e30
"""Beyond it a run was growing without bound, even where its loss is merely undefined."""


class Outcome(enum.Enum):
    """How a run ended; the value is the sentence that the reader sees."""

    RAN_ALL_STEPS = "It ran all its steps."
    CONVERGED = "It converged: the gradient's norm came down to the tolerance."
    STALLED = "It stalled: the loss changed by no more than the tolerance in a step."
    DIVERGED = "It diverged: its values grew beyond all bounds or ceased to exist."
    LEFT_DOMAIN = "It left the domain of the loss."


def judge(record: FloatArray, stopping: StoppingRule) -> tuple[IntegerArray, tuple[Outcome, ...]]:
    """Find the last step of each run and why it was the last.

    Parameters
    ----------
    record
        Shape ``(fields, runs, steps + 1)``, the fields being x, y, loss and gradient.
    stopping
        The tolerances; a run stops at the first step that meets one.

    Returns
    -------
    tuple
        The last step at which everything is finite, or at which the run stopped,
        of shape ``(runs,)``; and the outcomes.
    """
    defined = np.logical_and.reduce(np.isfinite(record), axis=0)
    broken = _first(~defined)
    converged, stalled = _converged(record, stopping), _stalled(record, stopping)
    stopped = np.minimum(converged, stalled)
    by_rule = stopped < broken
    last_step = np.where(by_rule, stopped, np.maximum(broken - 1, 0))
    outcomes = np.full(broken.shape, Outcome.RAN_ALL_STEPS, object)
    outcomes[broken < record.shape[2]] = Outcome.LEFT_DOMAIN
    outcomes[_has_diverged(record, broken)] = Outcome.DIVERGED
    outcomes[by_rule] = Outcome.STALLED
    outcomes[by_rule & (converged <= stalled)] = Outcome.CONVERGED
    return last_step, tuple(outcomes)


def erase_after(record: FloatArray, last_step: IntegerArray) -> None:
    """Write NaN over everything recorded after each run's last step."""
    for run in np.flatnonzero(last_step < record.shape[2] - 1):
        record[:, run, last_step[run] + 1 :] = np.nan


def _first(truths: BoolArray) -> IntegerArray:
    """Return the first true column of each row, or the number of columns."""
    found: IntegerArray = truths.argmax(axis=1)
    return np.where(truths.any(axis=1), found, truths.shape[1])


def _converged(record: FloatArray, stopping: StoppingRule) -> IntegerArray:
    if stopping.gradient_norm is None:
        return np.full(record.shape[1], record.shape[2])
    with np.errstate(all="ignore"):
        return _first(np.hypot(record[3], record[4]) <= stopping.gradient_norm)


def _stalled(record: FloatArray, stopping: StoppingRule) -> IntegerArray:
    if stopping.loss_change is None:
        return np.full(record.shape[1], record.shape[2])
    with np.errstate(all="ignore"):
        change = np.abs(np.diff(record[2], axis=1))
    found = _first(change <= stopping.loss_change)
    return found + 1  # the change from step k to k + 1 is known at k + 1


def _has_diverged(record: FloatArray, broken: IntegerArray) -> BoolArray:
    """Tell which runs were growing when something of theirs ceased to be finite."""
    steps = record.shape[2]
    at = np.minimum(broken, steps - 1)
    row = np.take_along_axis(record, at[np.newaxis, :, np.newaxis], axis=2)[:, :, 0]
    with np.errstate(all="ignore"):
        far = ~(np.abs(row[:2]) <= DIVERGED_COORDINATE).all(axis=0)
    overflowed = np.isinf(row).any(axis=0)
    # Where the start itself is undefined nothing has grown yet.
    diverged: BoolArray = (far | overflowed) & (broken > 0) & (broken < steps)
    return diverged
