"""The values of a step that are the same for all runs, for a row of steps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.compiler.arrays import FloatArray, compile_function
from core.compiler.update import Update
from core.schedules import STEP

SMALL_TABLE = 2**15
"""Most numbers of a table that is kept for the next runs: a quarter of a megabyte."""


def uniform_values(update: Update, letters: bytes, first: int, steps: int) -> FloatArray:
    """Return the steady values of an update, and then those of each step.

    Powers of the step take as long as the step itself of a single run; a table that is
    not large is kept, and serves the next runs with the same hyperparameters.

    Parameters
    ----------
    update
        Says what to compute.
    letters
        The values of its letters, as their bytes.
    first, steps
        The number of the first step, and how many there are.
    """
    is_small = steps * len(update.varying) <= SMALL_TABLE
    compute = _kept if is_small else _computed
    return compute(update, letters, first, steps)


def _computed(update: Update, letters: bytes, first: int, steps: int) -> FloatArray:
    uniform = compile_function(update.uniform, [STEP], update.letters)
    numbers = np.arange(first, first + steps, dtype=np.float64)
    values = uniform(numbers, parameters=np.frombuffer(letters))
    steady, varying = values[list(update.steady), :1], values[list(update.varying)]
    return np.concatenate([steady.ravel(), varying.T.ravel()])


_kept = lru_cache(maxsize=32)(_computed)
