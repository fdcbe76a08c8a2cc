"""What the landscape view shows as its background: shades and contour lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.scene import View


@dataclass(frozen=True, eq=False, slots=True)
class LandscapePicture:
    """A sampled loss, made ready to be painted."""

    view: View
    """The rectangle that was sampled; its edges carry the outermost samples."""
    shade: NDArray[np.float32]
    """Place on the colour map in [0, 1], shape (rows, columns), row 0 at ``y_min``.

    NaN where the loss is not defined.
    """
    lines: Sequence[Sequence[NDArray[np.float64]]]
    """For each level its lines, each of shape (points, 2) in data coordinates."""
