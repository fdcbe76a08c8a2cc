"""What a gradient does at a chart's origin: whether it is zero there, and in which way."""

from __future__ import annotations

import numpy as np

from core.critical_points.chart import Chart
from core.critical_points.circles import scatter
from core.curvature import TOLERANCE
from core.spectrum import spectrum
from core.steadiness import greatest, jumps, keeps_sign, on_circle

RADIUS = 1 / 512
"""Of the circle, in parts of the view, on which the Hessian's rate of change is measured."""

NEAR_RADIUS = 2.0**-17
"""Of the circle with which the gradient at the point is compared."""

_SHAKE = 64.0
"""Units of the last place by which points move to show how the gradient is rounded."""

_ORIGIN = np.zeros((2, 1))


def vanishes(chart: Chart) -> bool:
    """Tell whether the gradient at a chart's origin is zero as far as arithmetic can tell.

    It is judged along each eigendirection apart: along the weak one the gradient of a
    multiple zero grows so slowly that the strong one would drown it.
    """
    gradient, hessian = chart.gradient(_ORIGIN), chart.hessian(_ORIGIN)
    if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
        return False
    close = spectrum(hessian)
    here = np.abs(close.components(gradient))
    noise = greatest(np.abs(close.components(scatter(chart, _ORIGIN, _SHAKE))))
    around = greatest(np.abs(close.components(on_circle(chart.gradient, _ORIGIN, NEAR_RADIUS))))
    rounding = np.maximum(100 * noise, chart.resolution * np.abs(close.values))
    if not (is_continuous(chart) and has_gradient(chart)):
        return False
    return bool((here <= np.maximum(1e-7 * around, rounding)).all() and around.max() > 0)


def is_continuous(chart: Chart) -> bool:
    """Tell whether the loss near a chart's origin tends to that at it."""
    here = chart.loss(_ORIGIN)
    wide, narrow = (
        greatest(np.abs(on_circle(lambda at: chart.loss(at)[np.newaxis], _ORIGIN, radius) - here))
        for radius in (2.0**-13, 2.0**-21)
    )
    rounding = 16 * np.finfo(float).eps * np.abs(here).max()
    return bool((narrow <= 0.7 * wide + rounding).all())


def has_gradient(chart: Chart) -> bool:
    """Tell whether the gradient fades towards a chart's origin, as it does not at a kink."""
    wide, narrow = (
        greatest(np.abs(on_circle(chart.gradient, _ORIGIN, radius))).max()
        for radius in (NEAR_RADIUS, NEAR_RADIUS / 256)
    )
    return bool(narrow <= 0.8 * wide)


def is_regular(chart: Chart) -> bool:
    """Tell whether both eigenvalues at a chart's origin, a critical point, have a sure sign."""
    close = spectrum(chart.hessian(_ORIGIN))
    here = np.abs(close.components(chart.gradient(_ORIGIN)))
    noise = greatest(np.abs(close.components(scatter(chart, _ORIGIN, _SHAKE))))
    rounding = np.maximum(noise, chart.resolution * np.abs(close.values))
    distance = ((here + rounding) / np.abs(close.values)).max(axis=0)
    is_sure = (distance <= RADIUS / 10) & (close.weak > TOLERANCE * close.strong)
    is_sure &= keeps_sign(chart.hessian, _ORIGIN, close.weak, distance, RADIUS)
    return bool((is_sure & ~jumps(chart.hessian, _ORIGIN, close.weak, 1.0)).all())
