"""Curves along which a loss has a kink and is level, such as the floor of |x|."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.spectrum import Spectrum, spectrum
from core.steadiness import on_circle

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_WIDE, _NARROW = 2.0**-10, 2.0**-13
"""Radii, in parts of the view, on which the gradient's jump is looked for."""

_BISECTIONS = 10
_LEVEL = 1e-13
"""Part of the jump by which the gradients may miss being opposite."""

_LASTING = 0.8
_SMALL_RESOLUTION = 1e-12
_SIDES = np.array([-1.0, 1.0])


@dataclass(frozen=True, eq=False, slots=True)
class Creases:
    """Kinks that are minima or maxima across, as curves that can be followed."""

    chart: Chart

    def onto(self, points: FloatArray, iterations: int) -> FloatArray:
        """Move points across to where the slope changes its sign."""
        normals = self._scatter(points, _WIDE).vectors[1]
        low, high = (np.full(points.shape[1], side * 2 * _WIDE) for side in _SIDES)
        first = np.sign(self._slopes(points + low * normals, normals))
        changes = first * np.sign(self._slopes(points + high * normals, normals)) < 0
        for _ in range(_BISECTIONS * min(iterations, 5)):
            middle = (low + high) / 2
            is_before = np.sign(self._slopes(points + middle * normals, normals)) == first
            low, high = np.where(is_before, middle, low), np.where(is_before, high, middle)
        return np.where(changes, points + (low + high) / 2 * normals, points)

    def directions(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the directions along which the gradient jumps least, and how far it does."""
        near = self._scatter(points, _NARROW)
        return near.vectors[0], near.weak / near.strong

    def holds(self, points: FloatArray) -> BoolArray:
        """Tell where the gradient jumps from one side to about its opposite."""
        before, after = self._sides(points, _NARROW / 16)
        opposite = (before * after).sum(axis=0) < -0.9 * np.hypot(*before) * np.hypot(*after)
        verdict: BoolArray = opposite & np.isfinite(self.chart.loss(points))
        return verdict

    def is_level(self, points: FloatArray) -> BoolArray:
        """Tell where 0 lies between the gradients on both sides, to rounding."""
        width = max(2.0**-38, 256 * self.chart.resolution)
        (before, after), (wider_before, wider_after) = (
            self._sides(points, width), self._sides(points, 2 * width)
        )  # fmt: skip
        jump = np.hypot(*(after - before))
        # What the gradients turn on the way to the crease is taken off.
        aside = 2 * _cross(before, after) - _cross(wider_before, wider_after)
        is_between = (before * after).sum(axis=0) < 0
        verdict: BoolArray = is_between & (np.abs(aside) <= _LEVEL * jump * jump)
        return verdict & self._is_continuous(points)

    def is_kink(self, points: FloatArray) -> bool:
        """Tell whether the gradient's jump stays however close the sides are."""
        wide, narrow = (
            np.hypot(*np.subtract(*self._sides(points, radius))) for radius in (_NARROW, 2.0**-25)
        )
        return bool(np.median(narrow / wide) > _LASTING)

    def would_show_slope(self, points: FloatArray) -> bool:
        """Tell whether a small slope along a crease could be told from rounding."""
        return bool(self.chart.resolution < _SMALL_RESOLUTION and points.size > 0)

    def _is_continuous(self, points: FloatArray) -> BoolArray:
        """Tell where the loss beside tends to that on the crease, as it does not at a pole."""
        here = self.chart.loss(points)
        normals = self._scatter(points, _NARROW).vectors[1]
        wide, narrow = (
            np.abs(self.chart.loss(points + radius * normals) - here)
            for radius in (_NARROW, _NARROW / 256)
        )
        verdict: BoolArray = narrow <= 0.7 * wide
        return verdict

    def _sides(self, points: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
        """Return the gradients on both sides of a crease."""
        normals = self._scatter(points, _NARROW).vectors[1]
        before, after = (self.chart.gradient(points + side * width * normals) for side in _SIDES)
        return before, after

    def _slopes(self, points: FloatArray, directions: FloatArray) -> FloatArray:
        slopes: FloatArray = (self.chart.gradient(points) * directions).sum(axis=0)
        return slopes

    def _scatter(self, points: FloatArray, radius: float) -> Spectrum:
        """Return how gradients on a circle scatter about their mean, decomposed."""
        gradients = np.nan_to_num(on_circle(self.chart.gradient, points, radius))
        x, y = gradients - gradients.mean(axis=1, keepdims=True)
        return spectrum(np.stack(((x * x).sum(axis=0), (x * y).sum(axis=0), (y * y).sum(axis=0))))


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    product: FloatArray = a[0] * b[1] - a[1] * b[0]
    return product
