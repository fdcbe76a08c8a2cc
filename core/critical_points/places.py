"""A view and points in it as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.critical_points.findings import CriticalPoint, FloatArray
from core.scene import View


def size_of(view: View) -> FloatArray:
    """Return the width and the height of a view, shape ``(2, 1)``."""
    return np.array([[view.x_max - view.x_min], [view.y_max - view.y_min]])


def places_of(points: Sequence[CriticalPoint]) -> FloatArray:
    """Return the coordinates of points, shape ``(2, n)``."""
    return np.array([[point.x for point in points], [point.y for point in points]])
