"""Is it a critical point, and of which kind? What the arithmetic can tell, and no more.

A place is judged by what the gradient does around it: exactly there, where rounding and a
search that stopped short both disturb, it could be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.newton import UnitSquare
from core.curvature import TOLERANCE
from core.spectrum import Spectrum, spectrum
from core.steadiness import CIRCLE, greatest, jumps, keeps_sign, on_circle

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

RADIUS = 1 / 512
"""Of the circle, in parts of the view, on which the gradient is compared."""

NEAR_RADIUS = RADIUS / 1000
"""Of a second circle: what goes on at the place itself goes on here too."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """Which places are critical points, and which of those are regular.

    Parameters
    ----------
    is_critical
        Shape ``(n,)``.
    is_regular
        Whether both eigenvalues have a sign beyond doubt; a critical point that is
        not regular is degenerate.
    """

    is_critical: BoolArray
    is_regular: BoolArray


def judge(square: UnitSquare, points: FloatArray, slopes: FloatArray) -> Judgement:
    """Tell critical points from places where the gradient is merely small.

    Parameters
    ----------
    square
        The landscape.
    points
        Polished candidates, shape ``(2, n)``.
    slopes
        Gradients all over the view, shape ``(2, m)``.
    """
    gradients, hessians = square.gradient(points), square.hessian(points)
    eigen = spectrum(hessians)
    noise = _noise(square, points, gradients, hessians, eigen)
    here = np.abs(eigen.components(gradients))
    around, close = (
        np.abs(eigen.components(on_circle(square.gradient, points, radius)))
        for radius in (RADIUS, NEAR_RADIUS)
    )
    vanishes = here <= np.maximum(1e-11 * greatest(around), 100 * noise)
    vanishes &= here <= np.maximum(0.1 * greatest(close), 100 * noise)
    grows = (greatest(around) > 10 * noise) | _is_level(eigen, slopes)
    height, near_height = greatest(around).max(axis=0), greatest(close).max(axis=0)
    # A kink's gradient doesn't shrink on the way to it, and a plateau has none at all.
    is_isolated = (near_height <= 0.3 * height) & (near_height > noise.max(axis=0))
    is_finite = np.isfinite(gradients).all(axis=0) & np.isfinite(hessians).all(axis=0)
    is_critical = (vanishes & grows).all(axis=0) & is_isolated & is_finite
    return Judgement(is_critical, _is_regular(square, points, eigen, here, noise))


def _noise(
    square: UnitSquare,
    points: FloatArray,
    gradients: FloatArray,
    hessians: FloatArray,
    eigen: Spectrum,
) -> FloatArray:
    """Measure how far rounding scatters the gradient, by moving a few last digits.

    It is measured along each eigendirection apart, as everything here: along the weak
    one the gradient of a multiple zero grows so slowly that the strong one would drown
    it. Shape ``(2, n)``.
    """
    distance = 64 * square.resolution
    xx, xy, yy = hessians[:, np.newaxis]
    dx, dy = distance * CIRCLE[..., np.newaxis]
    predicted = gradients[:, np.newaxis] + np.stack((xx * dx + xy * dy, xy * dx + yy * dy))
    scatter = eigen.components(on_circle(square.gradient, points, distance) - predicted)
    return np.maximum(greatest(np.abs(scatter)), square.resolution * np.abs(eigen.values))


def _is_level(eigen: Spectrum, slopes: FloatArray) -> BoolArray:
    """Tell along which eigendirections the loss is constant all over the view.

    There the loss is a trough or a ridge, and its floor is critical; a direction that
    is flat only here leads to a plateau's edge, where nothing is.
    """
    norms = np.hypot(*slopes)
    slopes = slopes[:, np.isfinite(norms)]
    along = np.abs(np.einsum("kin,im->knm", eigen.vectors, slopes))
    level: BoolArray = along.max(axis=2, initial=0.0) <= 1e-12 * np.hypot(*slopes).max(initial=0.0)
    return level


def _is_regular(
    square: UnitSquare, points: FloatArray, eigen: Spectrum, here: FloatArray, noise: FloatArray
) -> BoolArray:
    """Tell whether both eigenvalues have a sign beyond doubt."""
    distance = ((here + noise) / np.abs(eigen.values)).max(axis=0)
    is_sure = (distance <= RADIUS / 10) & (eigen.weak > TOLERANCE * eigen.strong)
    is_sure &= keeps_sign(square.hessian, points, eigen.weak, distance, RADIUS)
    verdict: BoolArray = is_sure & ~jumps(square.hessian, points, eigen.weak, 1.0)
    return verdict
