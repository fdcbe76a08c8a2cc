"""Between data coordinates and the widget's pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize

from core.scene import COORDINATE_LIMIT, View

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Transform:
    """A view stretched over a widget, y upwards in data and downwards in pixels.

    Parameters
    ----------
    view
        The rectangle of the plane.
    width, height
        The widget's size in logical pixels, at least 1.
    """

    view: View
    width: float
    height: float

    @property
    def x_scale(self) -> float:
        """Pixels for each unit of the first coordinate."""
        return self.width / (self.view.x_max - self.view.x_min)

    @property
    def y_scale(self) -> float:
        """Pixels for each unit of the second coordinate."""
        return self.height / (self.view.y_max - self.view.y_min)

    @property
    def frame(self) -> QRectF:
        """The widget's rectangle."""
        return QRectF(0, 0, self.width, self.height)

    def to_pixels(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Map arrays of points; what is not finite or beyond all bounds becomes NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            column = (drawable(x) - self.view.x_min) * self.x_scale
            row = (self.view.y_max - drawable(y)) * self.y_scale
        return column, row

    def point(self, x: float, y: float) -> QPointF:
        """Map one point to its pixel."""
        return QPointF((x - self.view.x_min) * self.x_scale, (self.view.y_max - y) * self.y_scale)

    def data(self, position: QPointF) -> tuple[float, float]:
        """Map a pixel to its point of the plane."""
        return (
            self.view.x_min + position.x() / self.x_scale,
            self.view.y_max - position.y() / self.y_scale,
        )

    def rectangle(self, view: View) -> QRectF:
        """Return where another view lies in this widget."""
        return QRectF(self.point(view.x_min, view.y_max), self.point(view.x_max, view.y_min))

    def device_size(self, ratio: float) -> QSize:
        """Return the widget's size in device pixels, `ratio` to a logical one."""
        return QSize(max(1, round(self.width * ratio)), max(1, round(self.height * ratio)))

    def shows(self, position: QPointF, margin: float = 0.0) -> bool:
        """Tell whether a pixel lies in the widget or at most `margin` outside."""
        return (
            -margin <= position.x() <= self.width + margin
            and -margin <= position.y() <= self.height + margin
        )


def drawable(values: FloatArray) -> FloatArray:
    """Return float64 values in which everything not finite or above 1e12 is NaN."""
    array = np.asarray(values, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(array) <= COORDINATE_LIMIT, array, np.nan)
