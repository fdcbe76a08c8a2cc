"""What the landscape view shows as its background: the loss as an image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from core.contour_map import Look
from core.scene import View
from gui.theme import Theme

LINE_OPACITY = {False: 0.75, True: 0.34}
"""Of the contour lines, by whether the theme is dark."""


@dataclass(frozen=True, eq=False, slots=True)
class LandscapePicture:
    """A loss with its contour lines, painted in the background."""

    view: View
    """The rectangle that is shown, from edge to edge."""
    levels: NDArray[np.float64]
    """Of the contour lines."""
    pixels: NDArray[np.uint32]
    """Opaque, ``0xffRRGGBB``, row 0 at the top; there may be more columns than are shown."""
    columns: int
    """How many columns are shown."""

    def image(self) -> QImage:
        """Return the pixels as an image, which shares their memory."""
        rows, stride = self.pixels.shape
        return QImage(self.pixels.data, self.columns, rows, 4 * stride, QImage.Format.Format_RGB32)


def map_look(theme: Theme) -> Look:
    """Return the colours of the landscape in an appearance."""
    return Look(theme.surface, theme.contour, LINE_OPACITY[theme.is_dark], theme.page, theme.line)
