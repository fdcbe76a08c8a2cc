"""Lines painted slowly, from what is meant: the distance of each pixel's centre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def distances(shape: tuple[int, int], x: FloatArray, y: FloatArray) -> FloatArray:
    """Return how far each pixel's centre is from a line, infinite from none."""
    rows, columns = np.indices(shape) + 0.5
    nearest = np.full(shape, np.inf)
    for x0, y0, x1, y1 in zip(x[:-1], y[:-1], x[1:], y[1:], strict=True):
        across, down = x1 - x0, y1 - y0
        length = across**2 + down**2
        if np.isfinite(length):
            at = ((columns - x0) * across + (rows - y0) * down) / length if length else 0.0
            at = np.clip(at, 0.0, 1.0)
            away = np.hypot(columns - x0 - at * across, rows - y0 - at * down)
            nearest = np.minimum(nearest, away)
    return nearest


def coverage(shape: tuple[int, int], x: FloatArray, y: FloatArray, width: float) -> FloatArray:
    """Return how much of each pixel a line covers."""
    return np.clip(width / 2 + 0.5 - distances(shape, x, y), 0.0, min(1.0, width))


def channels(pixels: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return blue, green, red and alpha of pixels, shape (..., 4)."""
    return (pixels[..., np.newaxis] >> np.array([0, 8, 16, 24], np.uint32) & 255).astype(np.int64)
