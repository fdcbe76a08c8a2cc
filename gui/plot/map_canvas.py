"""A hyperparameter map with its axes and marks, as it is seen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.axes import Axis
from core.compiler.arrays import FloatArray
from core.stability_boundary import NO_BOUNDARY
from gui.plot.frame import axis_font
from gui.plot.map_axes import MapAxes
from gui.plot.map_colours import MapPicture
from gui.plot.map_marks import (
    paint_boundary,
    paint_cursor,
    paint_edges,
    paint_marker,
    paint_progress,
    paint_reading,
    room_around,
)
from gui.plot.painting import paint_safely
from gui.theme import LIGHT, Theme, TrailStyle


class MapCanvas(QWidget):
    """Paints one map; the hand on it is `MapChart`'s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._style: TrailStyle | None = None
        self._axes: tuple[Axis, Axis] | None = None
        self._titles = ("", "")
        self._values = (math.nan, math.nan)
        self._picture: MapPicture | None = None
        self._pixmap = QPixmap()
        self._boundary: FloatArray = NO_BOUNDARY
        self._progress: float | None = None
        self._message = self._reading = ""
        self._cursor: QPointF | None = None

    @property
    def picture(self) -> MapPicture | None:
        """What is painted inside the axes."""
        return self._picture

    @property
    def boundary(self) -> FloatArray:
        """Where theory expects runs to diverge."""
        return self._boundary

    @property
    def progress(self) -> float | None:
        """How much is computed, as it is shown; None is nothing under way."""
        return self._progress

    @property
    def message(self) -> str:
        """Why there is no map; empty where there is one."""
        return self._message

    def set_look(self, theme: Theme, style: TrailStyle | None) -> None:
        """Take the colours of another appearance, and the marker of the entry."""
        self._theme, self._style = theme, style
        self.update()

    def set_axes(self, axes: tuple[Axis, Axis] | None, titles: tuple[str, str]) -> None:
        """Show these ranges; what was painted is stretched along until it is renewed."""
        if self._picture is not None and not _has_scales_of(self._picture, axes):
            self.set_picture(None, NO_BOUNDARY)
        self._axes, self._titles = axes, titles
        self.update()

    def set_values(self, x: float, y: float) -> None:
        """Say where the entry stands."""
        self._values = (x, y)
        self.update()

    def set_picture(self, picture: MapPicture | None, boundary: FloatArray) -> None:
        """Show a map, and where theory expects runs to diverge."""
        if picture is not None and not _has_scales_of(picture, self._axes):
            return
        self._picture, self._boundary = picture, boundary
        self._pixmap = QPixmap() if picture is None else QPixmap.fromImage(picture.image)
        self.update()

    def set_progress(self, share: float | None) -> None:
        """Show how much is computed, or that nothing is being computed."""
        self._progress = share
        self.update()

    @property
    def reading(self) -> str:
        """What stands beside the pointer."""
        return self._reading

    def set_reading(self, reading: str) -> None:
        """Say what is read where the pointer is."""
        self._reading = reading
        self.update()

    def set_message(self, message: str) -> None:
        """Say why there is no map."""
        self._message = message
        self.update()

    def area(self) -> QRectF:
        """Return the rectangle inside the axes."""
        left, top, right, bottom = room_around(axis_font(self.font()))
        area = QRectF(self.rect()).adjusted(left, top, -right, -bottom)
        # On whole pixels, so that those of the map are not smeared.
        return (
            QRectF(area.toRect()) if area.width() > 1 and area.height() > 1 else QRectF(0, 0, 1, 1)
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the map and the numbers of either axis."""
        return QSize(340, round(15 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(220, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint map, marks and axes."""
        paint_safely(self, self._draw)

    def map_axes(self) -> MapAxes | None:
        """Return where values lie; None where there is no map."""
        if self._axes is None or self._message:
            return None
        return MapAxes(self.area(), *self._axes)

    def _draw(self, painter: QPainter) -> None:
        painter.setFont(axis_font(self.font()))
        axes = self.map_axes()
        if axes is None:
            painter.setPen(QColor(self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 0, -12, 0), int(flags), self._message)
            return
        painter.save()
        painter.setClipRect(axes.area)
        painter.fillRect(axes.area, QColor(self._theme.button))
        if self._picture is not None:
            target = axes.rectangle(self._picture.x_axis, self._picture.y_axis)
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_boundary(painter, axes, self._boundary, self.tr("stability limit"))
        paint_cursor(painter, axes, self._cursor)
        if not math.isnan(self._values[0]):
            paint_marker(painter, axes, self._values, self._style, self._theme)
        paint_reading(painter, axes, self._cursor, self._reading, self._theme)
        paint_progress(painter, axes, self._progress, self._theme)
        painter.restore()
        paint_edges(painter, axes, self._titles, self._theme, has_focus=self.hasFocus())


def _has_scales_of(picture: MapPicture, axes: tuple[Axis, Axis] | None) -> bool:
    """Tell whether a picture is about the same hyperparameters on the same scales."""
    if axes is None:
        return False
    pairs = zip((picture.x_axis, picture.y_axis), axes, strict=True)
    return all((a.name, a.is_logarithmic) == (b.name, b.is_logarithmic) for a, b in pairs)
