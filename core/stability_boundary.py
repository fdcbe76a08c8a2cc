"""Where theory says that a method ceases to be stable on a quadratic loss."""

from __future__ import annotations

import math

import numpy as np

from core.axes import Axis, with_axis_values
from core.compiler.arrays import FloatArray
from core.degree import degree
from core.descent import PRECONDITIONED, critical_sharpness
from core.eigen import eigen
from core.landscape import Surface
from core.optimizers.base import LEARNING_RATE
from core.optimizers.facts import hyperparameters
from core.scene import Entry

POINTS = 129
"""How many points of the boundary are given."""

NO_BOUNDARY: FloatArray = np.empty((2, 0))
NO_BOUNDARY.flags.writeable = False


def largest_curvature(surface: Surface) -> float | None:
    """Return the larger eigenvalue of the Hessian of a quadratic loss.

    None where the loss is not quadratic as it is written, or bends downwards along some
    direction, in which case every learning rate diverges.
    """
    formula = surface.formula
    order = degree(formula.tree, formula.variables)
    if order is None or order > 2:
        return None
    lower, upper = eigen(*surface.hessian(0.0, 0.0).ravel().tolist())[0]
    return upper if 0 < upper < math.inf and lower >= 0 else None


def stability_boundary(surface: Surface, entry: Entry, x_axis: Axis, y_axis: Axis) -> FloatArray:
    """Return the learning rates from which an entry diverges, against another hyperparameter.

    Parameters
    ----------
    surface
        The loss.
    entry
        Gives the values of the hyperparameters that are on no axis.
    x_axis, y_axis
        The map's axes.

    Returns
    -------
    array
        Points of the boundary, shape ``(2, n)`` in values of the axes; some may lie
        outside the map. There are none where theory tells of no boundary: the loss is no
        quadratic bowl, no axis is the learning rate, a schedule changes it, or the
        method's limit does not follow from the curvature alone, as that of an adaptive
        method, which depends on the gradients it has seen.

    References
    ----------
    `core.descent.critical_sharpness`, for the exact Hessian.
    """
    names = [fact.name for fact in hyperparameters(entry.optimizer)
             if fact.letter == LEARNING_RATE]  # fmt: skip
    curvature = largest_curvature(surface)
    is_scheduled = bool(entry.schedule.strip())
    if curvature is None or is_scheduled or isinstance(entry.optimizer, PRECONDITIONED):
        return NO_BOUNDARY
    if x_axis.name in names:
        rates, others = _rates(entry, y_axis, curvature)
        return np.array([rates, others])
    if y_axis.name in names:
        rates, others = _rates(entry, x_axis, curvature)
        return np.array([others, rates])
    return NO_BOUNDARY


def _rates(entry: Entry, other: Axis, curvature: float) -> tuple[list[float], list[float]]:
    """Return the limit of the learning rate at values of the other hyperparameter."""
    rates, others = [], []
    for value in other.at(np.linspace(0, 1, POINTS)).tolist():
        method = with_axis_values(entry.optimizer, {other.name: value})
        # The limits of these methods are a number over the learning rate.
        if (limit := critical_sharpness(method, 1.0)) is not None:
            rates.append(limit / curvature)
            others.append(value)
    return rates, others
