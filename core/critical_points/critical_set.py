"""The zeros of a gradient as curves that can be followed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.circles import scatter
from core.critical_points.polishing import polish
from core.spectrum import Spectrum, spectrum
from core.steadiness import greatest, on_circle

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_NEARBY = 2.0**-12
"""Radius, in parts of the view, of the circle on which a tangent is measured."""

_PLAIN, _FAINT = 1e-3, 1e-6
"""A Hessian knows the tangent if one eigenvalue is so small, and the other is not."""

_SMALL_SLOPE = 1e-12
"""Beside the curvature across."""

_HELD_BACK = 1e-3
"""Damping under which no point moves along its curve."""


@dataclass(frozen=True, eq=False, slots=True)
class CriticalSet:
    """The zeros of a gradient as curves that can be followed."""

    chart: Chart

    def onto(self, points: FloatArray, iterations: int) -> FloatArray:
        """Move points to the nearest zeros of the gradient."""
        return polish(self.chart, points, iterations, _HELD_BACK)

    def directions(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the directions in which the gradient changes least, and how much it does.

        On a curve where the Hessian vanishes as well, as on that of x⁴, its neighbours
        still know which way the curve runs.
        """
        here, close = spectrum(self.chart.hessian(points)), self._mean_square(points)
        is_plain = (here.weak < _PLAIN * here.strong) & (
            here.strong > _FAINT * np.sqrt(close.strong)
        )
        tangents = np.where(is_plain, here.vectors[0], close.vectors[0])
        return tangents, np.where(is_plain, here.weak / here.strong, close.weak / close.strong)

    def holds(self, points: FloatArray) -> BoolArray:
        """Tell where the gradient fades towards the points, and is all but zero at them."""
        wide, narrow = (
            greatest(np.abs(on_circle(self.chart.gradient, points, radius))).max(axis=0)
            for radius in (_NEARBY, _NEARBY / 256)
        )
        here = np.abs(self.chart.gradient(points)).max(axis=0)
        verdict: BoolArray = (here <= 1e-3 * wide) & (narrow <= 0.8 * wide) & (narrow > 0)
        return verdict & np.isfinite(self.chart.loss(points))

    def is_level(self, points: FloatArray) -> BoolArray:
        """Tell where the gradient along the curve is zero as far as arithmetic can tell."""
        along, across, tangents, strong = self._along(points)
        verdict: BoolArray = along <= self._doubt(points, across, tangents, strong)
        return verdict

    def is_kink(self, points: FloatArray) -> bool:
        """Tell that the loss has a gradient all along."""
        return points.size == 0

    def would_show_slope(self, points: FloatArray) -> bool:
        """Tell whether a small slope along a curve could be told from rounding."""
        _, across, tangents, strong = self._along(points)
        doubt = self._doubt(points, across, tangents, strong)
        return bool(np.nanmedian(doubt) <= _SMALL_SLOPE * np.nanmax(strong))

    def _doubt(
        self, points: FloatArray, across: FloatArray, tangents: FloatArray, strong: FloatArray
    ) -> FloatArray:
        """Return the largest gradient along the curve that could be rounding."""
        noise = np.abs((scatter(self.chart, points) * tangents[:, np.newaxis]).sum(axis=0))
        # A point that lies beside the curve sees it in a direction that is a little off.
        oblique = across * (100 * across / np.maximum(strong, 1e-300) + 1e-15)
        allowed: FloatArray = 30 * noise.max(axis=0) + oblique
        return allowed + 100 * self.chart.resolution**2 * strong

    def _along(self, points: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return the gradient along and across the curve, its tangents, and the bend across."""
        here = spectrum(self.chart.hessian(points))
        tangents, _ = self.directions(points)
        gradients = self.chart.gradient(points)
        along = np.abs((gradients * tangents).sum(axis=0))
        across = np.abs(gradients[1] * tangents[0] - gradients[0] * tangents[1])
        return along, across, tangents, here.strong

    def _mean_square(self, points: FloatArray) -> Spectrum:
        xx, xy, yy = on_circle(self.chart.hessian, points, _NEARBY)
        squares = np.stack((xx * xx + xy * xy, xy * (xx + yy), xy * xy + yy * yy))
        return spectrum(np.nan_to_num(squares).sum(axis=1))
