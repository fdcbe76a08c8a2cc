"""Eigenvalues and eigenvectors of many symmetric 2×2 matrices at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The eigenvalues of matrices, the one of smaller size (weak) first.

    Parameters
    ----------
    values
        Shape ``(2, n)``.
    vectors
        Unit vectors of shape ``(2, 2, n)``: ``vectors[k]`` holds the x and the y
        components that belong to ``values[k]``.
    """

    values: FloatArray
    vectors: FloatArray

    @property
    def weak(self) -> FloatArray:
        """Size of the weaker eigenvalue."""
        size: FloatArray = np.abs(self.values[0])
        return size

    @property
    def strong(self) -> FloatArray:
        """Size of the stronger eigenvalue, which is the matrix's norm."""
        size: FloatArray = np.abs(self.values[1])
        return size

    def components(self, vectors: FloatArray) -> FloatArray:
        """Return vectors of shape ``(2, …, n)`` by their components along the eigenvectors."""
        along: FloatArray = np.einsum("kin,i...n->k...n", self.vectors, vectors)
        return along

    def newton_step(self, gradients: FloatArray, damping: FloatArray | float = 0.0) -> FloatArray:
        """Return the step that a damped Newton iteration takes to where gradients vanish.

        Parameters
        ----------
        gradients
            Shape ``(2, n)``.
        damping
            Levenberg's, relative to the matrix's norm: eigenvalues well below it
            contribute nothing, those well above it their full Newton step.

        Returns
        -------
        ndarray
            Shape ``(2, n)``; not finite where the matrix is singular and undamped.
        """
        floor = (damping * self.strong) ** 2
        along = -self.components(gradients) * self.values / (self.values**2 + floor)
        step: FloatArray = np.einsum("kin,kn->in", self.vectors, along)
        return step


def spectrum(hessians: FloatArray) -> Spectrum:
    """Decompose matrices given by their entries xx, xy, yy, of shape ``(3, n)``."""
    a, b, c = hessians
    half = a / 2 - c / 2
    radius = np.hypot(half, b)
    strong = a / 2 + c / 2 + np.copysign(radius, a + c)
    with np.errstate(invalid="ignore", divide="ignore"):
        # The determinant over the strong one, without the overflow of its products.
        weak = np.where(strong == 0, 0.0, a * (c / strong) - b * (b / strong))
        # Where both are of one size, rounding must not make the weak one the stronger.
        weak = np.copysign(np.minimum(np.abs(weak), np.abs(strong)), weak)
        long = np.where(radius > 0, np.sqrt(0.5 + 0.5 * np.abs(half) / radius), 1.0)
        short = np.where(radius > 0, b / (2 * radius * long), 0.0)
    upper = np.where(half >= 0, (long, short), (short, long))
    lower = np.stack((-upper[1], upper[0]))
    is_upper_strong = ~np.signbit(strong)
    vectors = np.where(is_upper_strong, (lower, upper), (upper, lower))
    return Spectrum(np.stack((weak, strong)), vectors)
