"""What a schedule multiplies the learning rate by at each step of a run."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.compiler.arrays import FloatArray, compile_function
from core.errors import ExpressionError, SceneExpressionError
from core.scene import Scene, entry_labels
from core.schedules import LAST_STEP, STEP, parse_schedule
from core.tree import Node, Number


@lru_cache(maxsize=16)  # of up to 8 MB each
def factors(text: str, steps: int) -> FloatArray:
    """Return the factor at each of the steps 1 … `steps`; read-only.

    Raises
    ------
    ExpressionError
        If the text is not a schedule, or its factor is undefined or infinite at one of
        the steps.
    """
    values = _evaluated(parse_schedule(text), steps)
    broken = np.flatnonzero(~np.isfinite(values))
    if broken.size:
        what = "undefined" if np.isnan(values[broken[0]]) else "infinite"
        message = f"Expected a factor at every step; it is {what} at t = {broken[0] + 1}."
        raise ExpressionError(message, text, (0, len(text)))
    values.flags.writeable = False
    return values


def _evaluated(schedule: Node, steps: int) -> FloatArray:
    if isinstance(schedule, Number):  # as where there is none: nothing to compile for a window
        return np.full(steps, schedule.value)
    compiled = compile_function([schedule], [STEP], [LAST_STEP])
    at, parameters = np.arange(1.0, steps + 1.0), np.array([float(steps)])
    values: FloatArray = compiled(at, parameters=parameters)[0]
    return values


def refuse_broken_schedules(scene: Scene) -> None:
    """Raise a `SceneExpressionError` if a schedule has no factor at one of the steps."""
    for entry, label in zip(scene.entries, entry_labels(scene.entries), strict=True):
        try:
            factors(entry.schedule, scene.steps)
        except ExpressionError as error:
            message = f"The schedule of {label}: {error.message}"
            raise SceneExpressionError(message, error.text, error.span) from None


def schedule_warning(text: str, steps: int) -> str:
    """Return a sentence about a factor that is negative somewhere, else an empty text.

    Such a schedule is allowed: what climbing does to a method can be seen.
    """
    negative = np.flatnonzero(factors(text, steps) < 0)
    if not negative.size:
        return ""
    return f"The factor is negative at t = {negative[0] + 1}, so that the step goes uphill."
