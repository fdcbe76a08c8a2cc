"""What further features paint on the landscape, each by itself."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QPainter

from gui.plot.transform import Transform


class Overlay(Protocol):
    """Something painted between the surface and the trails, or over the heads.

    Whoever owns it gives it its contents and its theme, and then asks the canvas for an
    update; the canvas knows nothing of what it shows.
    """

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint one frame.

        Parameters
        ----------
        painter
            In logical pixels of the canvas; may be left in any state.
        transform
            From the plane to those pixels.
        ratio
            Device pixels for each logical one.
        """
