"""The analytic gradient of a loss at a point against difference quotients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.compiler.arrays import FloatArray
from core.landscape import Surface

Kind = Literal["forward", "central"]

ORDERS: dict[Kind, int] = {"forward": 1, "central": 2}
"""By which power of h the truncation error of each quotient falls."""

STEPS_A_DECADE = 4
SMALLEST_POWER = -16
"""The steps h go from this power of ten up to 1."""

ABOVE_ROUNDING = 30.0
"""Errors this many times the least are those of truncation, not of rounding."""

ASYMPTOTIC = 0.1
"""Relative errors above this no longer follow the leading term of the series."""

EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Differences:
    """One difference quotient at one point, for every step h.

    Parameters
    ----------
    kind
        ``forward`` is (L(p + h) − L(p))/h, ``central`` (L(p + h) − L(p − h))/2h.
    gradients
        Shape ``(2, steps)``; NaN where a loss that it needs is not finite.
    errors
        Norm of the deviation from the analytic gradient, relative to its norm unless
        that is zero.
    best
        Index of the step with the least error, or None where there is no error.
    slope
        Measured power of h by which the error grows above the best step; NaN where
        fewer than three steps show it.
    coefficient
        Of the truncation error, the coefficient times h to the order; NaN with `slope`.
    estimate
        The step that balances truncation and rounding for a loss and derivatives of
        size 1: √ε or ∛ε.
    """

    kind: Kind
    gradients: FloatArray
    errors: FloatArray
    best: int | None
    slope: float
    coefficient: float
    estimate: float


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The analytic gradient at a point, and both difference quotients against it."""

    x: float
    y: float
    loss: float
    analytic: tuple[float, float]
    is_relative: bool
    """Whether errors are relative; at a gradient of zero they are absolute."""
    steps: FloatArray
    """Every h, ascending."""
    forward: Differences
    central: Differences
    problem: str
    """A sentence about what is undefined here or nearby; empty where all is well."""


def check_gradient(surface: Surface, x: float, y: float) -> GradientCheck:
    """Compare the gradient with forward and central differences at a point.

    The error of a difference quotient is the sum of truncation, which grows with h to
    the first or second power, and of rounding, which grows with 1/h; their sum is least
    near √ε and ∛ε (Nocedal & Wright, *Numerical Optimization*, 2006, section 8.1).
    """
    decades = -SMALLEST_POWER
    steps = 10.0 ** np.linspace(SMALLEST_POWER, 0, STEPS_A_DECADE * decades + 1)
    loss = float(surface.loss(x, y))
    gx, gy = map(float, surface.gradient(x, y))
    with np.errstate(all="ignore"):
        forward = _differences(surface, (x, y), (gx, gy), steps, "forward")
        central = _differences(surface, (x, y), (gx, gy), steps, "central")
    is_defined = all(map(math.isfinite, (loss, gx, gy)))
    return GradientCheck(
        x=x,
        y=y,
        loss=loss,
        analytic=(gx, gy),
        is_relative=math.hypot(gx, gy) > 0,
        steps=steps,
        forward=forward,
        central=central,
        problem=_problem(is_defined, steps, central.errors),
    )


def _differences(
    surface: Surface,
    point: tuple[float, float],
    analytic: tuple[float, float],
    steps: FloatArray,
    kind: Kind,
) -> Differences:
    x, y = point
    back = steps if kind == "central" else 0.0 * steps
    width = 2 * steps if kind == "central" else steps
    by_x = (surface.loss(x + steps, y) - surface.loss(x - back, y)) / width
    by_y = (surface.loss(x, y + steps) - surface.loss(x, y - back)) / width
    gradients = np.stack((by_x, by_y))
    norm = math.hypot(*analytic)
    deviation = np.hypot(by_x - analytic[0], by_y - analytic[1])
    errors = deviation / norm if norm > 0 else deviation
    finite = np.isfinite(errors)
    errors = np.where(finite, errors, np.nan)
    best = int(np.nanargmin(errors)) if finite.any() else None
    order = ORDERS[kind]
    slope, coefficient = _truncation(steps, errors, best, order)
    return Differences(
        kind=kind,
        gradients=gradients,
        errors=errors,
        best=best,
        slope=slope,
        coefficient=coefficient,
        estimate=EPSILON ** (1 / (order + 1)),
    )


def _truncation(
    steps: FloatArray, errors: FloatArray, best: int | None, order: int
) -> tuple[float, float]:
    """Fit the power of h along which the error rises, and the factor before that power."""
    if best is None:
        return math.nan, math.nan
    # An exact zero is luck of rounding: no error is truly below that of one rounding.
    least = max(float(errors[best]), EPSILON)
    rising = (errors > ABOVE_ROUNDING * least) & (errors < ASYMPTOTIC)
    rising &= steps > steps[best]
    if np.count_nonzero(rising) < 3:
        return math.nan, math.nan
    powers, sizes = np.log10(steps[rising]), np.log10(errors[rising])
    slope = float(np.polyfit(powers, sizes, 1)[0])
    return slope, float(10 ** np.mean(sizes - order * powers))


def _problem(is_defined: bool, steps: FloatArray, errors: FloatArray) -> str:
    """Say where there is nothing to compare."""
    if not is_defined:
        return "The loss or its gradient is undefined at this point."
    missing = np.flatnonzero(np.isnan(errors))
    if missing.size:
        nearest = float(steps[missing[0]])
        return f"The loss is undefined within {nearest:.2g} of this point."
    return ""
