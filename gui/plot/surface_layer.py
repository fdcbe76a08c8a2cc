"""The landscape itself: colours, contour lines, and a hatch where it is undefined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from gui.plot.painting import paint_safely
from gui.plot.paths import end_to_end, short_paths
from gui.plot.picture import LandscapePicture
from gui.plot.transform import FloatArray, Transform
from gui.theme import Theme

SHADES = 1024
VERTICES_A_FRAME = 15_000
"""Of contour lines that are painted at once: some five milliseconds."""

LINE_WIDTH = 1.0
"""Qt strokes up to one pixel several times as fast as anything wider."""
LINE_OPACITY = {False: 0.75, True: 0.34}
"""Of the contour lines, by whether the theme is dark."""


class SurfaceLayer:
    """Keeps the painted landscape as a pixmap and shows it wherever the view has gone.

    A picture with many contour lines takes several frames to be painted; the one before
    is seen until it is whole. Each is painted to its end before a newer one is begun, so
    that the landscape follows a hand that never rests.
    """

    def __init__(self) -> None:
        self.shown: PaintedSurface | None = None
        """What is seen, another object each time it changes."""
        self._next: PaintedSurface | None = None
        self._picture: LandscapePicture | None = None
        self._theme: Theme | None = None

    def set_picture(self, picture: LandscapePicture | None) -> None:
        """Show another picture, or none."""
        self._picture = picture
        if picture is None:
            self.shown = self._next = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.shown = self._next = None

    def prepare(self, transform: Transform, ratio: float) -> bool:
        """Paint a part of the newest picture, all of it where none is seen yet.

        Returns
        -------
        bool
            False when another frame is needed to finish.
        """
        if self._picture is None or self._theme is None:
            return True
        size = transform.device_size(ratio)
        if self._next is None:
            if self.shown is not None and self.shown.is_of(self._picture, size):
                return True
            self._next = PaintedSurface(self._picture, self._theme, size, ratio)
        while not self._next.advance():
            if self.shown is not None:
                return False
        self.shown, self._next = self._next, None
        return self.shown.is_of(self._picture, size)

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the landscape; outside what was sampled, its middle colour."""
        if self._theme is None:
            return
        shown = self.shown
        if shown is None:
            painter.fillRect(transform.frame, _middle(self._theme))
        elif shown.view == transform.view and shown.size == transform.device_size(ratio):
            painter.drawPixmap(0, 0, shown.pixmap)
        else:
            painter.fillRect(transform.frame, _middle(self._theme))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target = transform.rectangle(shown.view)
            painter.drawPixmap(target, shown.pixmap, QRectF(shown.pixmap.rect()))


class PaintedSurface:
    """A picture on its way to a pixmap: its colours, then its lines, portion by portion."""

    def __init__(self, picture: LandscapePicture, theme: Theme, size: QSize, ratio: float) -> None:
        self.view = picture.view
        self.size = size
        self.pixmap = QPixmap(size)
        self.pixmap.fill(QColor(theme.page))
        self.pixmap.setDevicePixelRatio(ratio)
        self._picture = picture
        self._theme = theme
        transform = Transform(picture.view, size.width() / ratio, size.height() / ratio)
        self._lines = _vertices(picture, transform)
        self._begin = 0
        paint_safely(self.pixmap, lambda painter: _paint_shades(painter, picture, theme, transform))

    def is_of(self, picture: LandscapePicture, size: QSize) -> bool:
        """Tell whether it is this picture in this size."""
        return self._picture is picture and self.size == size

    def advance(self) -> bool:
        """Paint a portion of the lines, and tell whether that was the last."""
        end = self._begin + VERTICES_A_FRAME
        portion = slice(self._begin, end + 1)
        columns, rows, joined = self._lines
        paths = short_paths(columns[portion], rows[portion], joined[portion])
        paint_safely(self.pixmap, lambda painter: self._paint_lines(painter, paths))
        self._begin = end
        return end >= len(columns) - 1

    def _paint_lines(self, painter: QPainter, paths: Sequence[QPainterPath]) -> None:
        colour = QColor(self._theme.contour)
        colour.setAlphaF(LINE_OPACITY[self._theme.is_dark])
        pen = QPen(colour, LINE_WIDTH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path in paths:
            painter.strokePath(path, pen)


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


def _paint_shades(
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


def _vertices(
    picture: LandscapePicture, transform: Transform
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Return columns and rows of all contour lines, and where one goes on."""
    lines = [line for level in picture.lines for line in level]
    if not lines:
        return np.empty(0), np.empty(0), np.empty(0, dtype=np.bool_)
    vertices, joined = end_to_end(lines)
    columns, rows = transform.to_pixels(vertices[:, 0], vertices[:, 1])
    drawable = np.isfinite(columns) & np.isfinite(rows)
    joined[1:] &= drawable[:-1]
    return columns[drawable], rows[drawable], joined[drawable]


def _middle(theme: Theme) -> QColor:
    return QColor(theme.surface[len(theme.surface) // 2])
