"""Where steps of different size land on a slice, and what they make of the loss."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from core.slices import Along, Ground, Slice, finite

STEP_SIZES = tuple(float(f"1e{power}") for power in range(-10, 0))
"""The sizes whose landing places are tabulated."""

ROUNDING_UNITS = 4
"""A change of the loss by fewer units of its last place is decided by rounding."""


class Note(enum.Enum):
    """What is to be said of a step; the value is the sentence that the reader sees."""

    NONE = ""
    STANDS = "The step is lost in the coordinates' rounding: the point does not move."
    ROUNDED = "The change is below the last digits of the loss: rounding decides it."
    UNDEFINED = "The loss is undefined at the point or where the step lands."


@dataclass(frozen=True, slots=True)
class Landing:
    """One step from the point of a slice.

    Parameters
    ----------
    size
        The learning rate along the gradient, and the step's length along anything else.
    x, y
        Where it lands.
    position
        The same along the line.
    loss
        There; NaN where undefined or infinite.
    change
        The new loss less the old one.
    predicted
        The change according to the quadratic model.
    note
        What makes the change unreliable, if anything.
    """

    size: float
    x: float
    y: float
    position: float
    loss: float
    change: float
    predicted: float
    note: Note


def landings(ground: Ground, line: Slice) -> tuple[Landing, ...]:
    """Return where steps of the `STEP_SIZES` land.

    Along the gradient a step is θ − ηg, rounded as in a race. Otherwise it has the length
    η and leads to the other point, or else downhill. Without a line there are none.
    """
    if line.problem:
        return ()
    sizes = np.array(STEP_SIZES)
    with np.errstate(all="ignore"):
        if line.aim.along is Along.GRADIENT:
            lengths = sizes * math.hypot(*line.gradient)
            x, y = (line.point[k] - sizes * line.gradient[k] for k in (0, 1))
        else:
            lengths = _heading(line) * sizes
            x, y = (line.point[k] + lengths * line.direction[k] for k in (0, 1))
        losses = finite(ground.loss(x, y))
        predicted = line.slope * lengths + line.bend * lengths**2 / 2
    return tuple(
        _landing(line, *numbers)
        for numbers in zip(
            STEP_SIZES,
            x.tolist(),
            y.tolist(),
            lengths.tolist(),
            losses.tolist(),
            predicted.tolist(),
            strict=True,
        )
    )


def _landing(
    line: Slice, size: float, x: float, y: float, position: float, loss: float, predicted: float
) -> Landing:
    change = loss - line.loss
    decisive = change if math.isnan(predicted) else predicted
    note = Note.NONE
    if math.isnan(change):
        note = Note.UNDEFINED
    elif (x, y) == line.point:
        note = Note.STANDS
    elif abs(decisive) < ROUNDING_UNITS * math.ulp(line.loss):
        note = Note.ROUNDED
    return Landing(size, x, y, position, loss, change, predicted, note)


def _heading(line: Slice) -> float:
    """Return the sign of the positions to which steps lead."""
    is_downhill = line.aim.along is Along.POINT or not line.slope > 0
    return 1.0 if is_downhill else -1.0
