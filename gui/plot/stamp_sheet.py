"""Marks in their thousands, stamped by machine code into one image that is shown at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap

from core.drawing.blending import LANES
from core.drawing.stamping import stamp
from gui.plot.transform import FloatArray

Pixels = NDArray[np.uint32]

MARGIN = 64
"""Device pixels around what is seen, so that no mark is cut off at its edge."""


class StampSheet:
    """An image of what is seen, empty before and after each frame.

    Parameters
    ----------
    size
        What is seen, in device pixels.
    ratio
        Device pixels for each logical one.
    """

    def __init__(self, size: QSize, ratio: float) -> None:
        self.size, self.ratio = size, ratio
        shape = size.height() + 2 * MARGIN, size.width() + 2 * MARGIN
        self._pixels = np.zeros(shape, np.uint32)
        self._image = QImage(
            self._pixels.data, shape[1], shape[0], self._pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        self._painted = QRectF()

    def stamp(self, mark: Pixels, columns: FloatArray, rows: FloatArray) -> None:
        """Paint a mark about each of some logical pixels, later ones on top."""
        height, width = mark.shape
        inside = [-MARGIN, -MARGIN], [self.size.width() + MARGIN, self.size.height() + MARGIN]
        centres = np.stack((columns, rows), axis=1) * self.ratio
        centres = centres[((centres > inside[0]) & (centres < inside[1])).all(axis=1)]
        if not len(centres):
            return
        corners = np.rint(centres - [width / 2, height / 2]).astype(np.int64) + MARGIN
        stamp(self._pixels, mark, corners[:, 0], corners[:, 1])
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        about = QRectF(
            float(left), float(top), float(right - left + width), float(bottom - top + height)
        )
        self._painted |= about & QRectF(self._image.rect())

    def show(self, painter: QPainter) -> None:
        """Show all marks and wipe them away."""
        if self._painted.isEmpty():
            return
        part, scale = self._painted, 1 / self.ratio
        corner = (part.topLeft() - QPointF(MARGIN, MARGIN)) * scale
        painter.drawImage(QRectF(corner, part.size() * scale), self._image, part)
        rows = slice(int(part.top()), int(part.bottom()))
        self._pixels[rows, int(part.left()) : int(part.right())] = 0
        self._painted = QRectF()


def mark_of(sprite: QPixmap) -> Pixels:
    """Return the pixels of a sprite, in the middle of as many as `stamp` needs."""
    image = sprite.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    spare = -image.width() % LANES
    return np.pad(rows[:, : image.width()], ((0, 0), (spare // 2, spare - spare // 2)))
