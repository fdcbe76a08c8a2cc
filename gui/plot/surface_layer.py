"""The landscape itself: colours, contour lines, and a hatch where it is undefined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from gui.plot.painting import paint_safely
from gui.plot.paths import end_to_end, short_paths
from gui.plot.picture import LandscapePicture
from gui.plot.transform import Transform
from gui.theme import Theme

SHADES = 1024
LINE_WIDTH = 1.0
"""Qt strokes up to one pixel several times as fast as anything wider."""
LINE_OPACITY = {False: 0.75, True: 0.34}
"""Of the contour lines, by whether the theme is dark."""


class SurfaceLayer:
    """Keeps the painted landscape as a pixmap and shows it wherever the view has gone."""

    def __init__(self) -> None:
        self._picture: LandscapePicture | None = None
        self._theme: Theme | None = None
        self._pixmap: QPixmap | None = None

    def set_picture(self, picture: LandscapePicture | None) -> None:
        """Show another picture, or none."""
        self._picture = picture
        self._pixmap = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._pixmap = None

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the landscape; outside what was sampled, its middle colour."""
        if self._theme is None:
            return
        size = transform.device_size(ratio)
        frame = transform.frame
        if self._picture is None:
            painter.fillRect(frame, _middle(self._theme))
            return
        if self._pixmap is None or self._pixmap.size() != size:
            self._pixmap = _render(self._picture, self._theme, size, ratio)
        if self._picture.view == transform.view:
            painter.drawPixmap(0, 0, self._pixmap)
            return
        painter.fillRect(frame, _middle(self._theme))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = transform.rectangle(self._picture.view)
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))


def colour_image(shade: NDArray[np.float32], stops: Sequence[str]) -> QImage:
    """Colour shades in [0, 1], row 0 at the bottom; NaN becomes transparent."""
    places = np.nan_to_num(shade[::-1], nan=0.0) * (SHADES - 1) + 0.5
    indices = np.clip(places, 0, SHADES - 1).astype(np.intp)
    pixels = _colours(stops)[indices]
    pixels[~np.isfinite(shade[::-1])] = 0
    rows, columns = pixels.shape
    image = QImage(
        pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
    )
    return image.copy()  # the array's memory is not the image's to keep


def _colours(stops: Sequence[str]) -> NDArray[np.uint32]:
    parsed = [QColor(stop) for stop in stops]
    colours = np.array([(stop.red(), stop.green(), stop.blue()) for stop in parsed])
    places = np.linspace(0, len(stops) - 1, SHADES)
    channels = [np.interp(places, np.arange(len(stops)), channel) for channel in colours.T]
    red, green, blue = (np.rint(channel).astype(np.uint32) for channel in channels)
    table: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return table


def _render(picture: LandscapePicture, theme: Theme, size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(QColor(theme.page))
    pixmap.setDevicePixelRatio(ratio)
    transform = Transform(picture.view, size.width() / ratio, size.height() / ratio)
    paint_safely(pixmap, lambda painter: _paint(painter, picture, theme, transform))
    return pixmap


def _paint(
    painter: QPainter, picture: LandscapePicture, theme: Theme, transform: Transform
) -> None:
    frame = transform.frame
    if not np.isfinite(picture.shade).all():
        painter.fillRect(frame, QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    rows, columns = picture.shade.shape
    # Samples lie on the view's edges, pixels of an image inside them by half a cell.
    x_half = transform.width / max(1, columns - 1) / 2
    y_half = transform.height / max(1, rows - 1) / 2
    target = frame.adjusted(-x_half, -y_half, x_half, y_half)
    painter.drawImage(target, colour_image(picture.shade, theme.surface))
    _paint_lines(painter, picture, theme, transform)


def _paint_lines(
    painter: QPainter, picture: LandscapePicture, theme: Theme, transform: Transform
) -> None:
    colour = QColor(theme.contour)
    colour.setAlphaF(LINE_OPACITY[theme.is_dark])
    pen = QPen(colour, LINE_WIDTH)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines = [line for level in picture.lines for line in level]
    if not lines:
        return
    vertices, joined = end_to_end(lines)
    columns, rows = transform.to_pixels(*vertices.T)
    drawable = np.isfinite(columns) & np.isfinite(rows)
    joined[1:] &= drawable[:-1]
    for path in short_paths(columns[drawable], rows[drawable], joined[drawable]):
        painter.strokePath(path, pen)


def _middle(theme: Theme) -> QColor:
    return QColor(theme.surface[len(theme.surface) // 2])
