"""The landscape itself, painted in the background and shown wherever the view has gone."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gui.plot.picture import LandscapePicture
from gui.plot.transform import Transform
from gui.theme import Theme


class SurfaceLayer:
    """Shows the newest image of the loss; one of another view or size is stretched."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.shown: LandscapePicture | None = None
        """What is seen; None is an empty plane."""

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the landscape; outside the image, the middle colour of the map."""
        shown = self.shown
        if shown is None:
            self._paint_ground(painter, transform)
            return
        image = shown.image()
        if shown.view == transform.view and image.size() == transform.device_size(ratio):
            image.setDevicePixelRatio(ratio)
            painter.drawImage(0, 0, image)
            return
        self._paint_ground(painter, transform)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(transform.rectangle(shown.view), image, QRectF(image.rect()))

    def _paint_ground(self, painter: QPainter, transform: Transform) -> None:
        stops = self.theme.surface
        painter.fillRect(transform.frame, QColor(stops[len(stops) // 2]))
