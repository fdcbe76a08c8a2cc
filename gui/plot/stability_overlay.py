"""The unstable part of the landscape, hatched, and the line of text that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from core.scene import Start
from core.unstable_region import UnstableRegion
from gui.plot.paths import path_of_vertices
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

HATCH, TINT, BORDER = (62, 95), (16, 20), (255, 255)
"""Opacities of the hatch, of the ground below it and of the border, of 255: light, dark."""

BORDER_WIDTH = 1.0
"""Qt strokes up to one pixel fifteen times as fast as anything wider."""

MARGIN = 12.0
PADDING = 10.0
SWATCH = 22.0
AXIS_ROOM = 36.0
"""Pixels that the axis numbers take at the lower and at the left edge."""

MOST_STARTS = 100
"""Among more starts than these no corner is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    transform: Transform
    ratio: float
    image: QImage


def _fits(painted: _Painted, transform: Transform, ratio: float) -> bool:
    """Tell whether an image is of the size that is needed; where it lies may differ."""
    size = painted.transform.width, painted.transform.height, painted.ratio
    return size == (transform.width, transform.height, ratio)


class StabilityOverlay:
    """Hatches a region; painted below the trails, so that they stay what is seen first."""

    def __init__(self) -> None:
        self._theme = LIGHT
        self._region: UnstableRegion | None = None
        self._painted: _Painted | None = None

    @property
    def region(self) -> UnstableRegion | None:
        """What is hatched."""
        return self._region

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme, self._painted = theme, None

    def set_region(self, region: UnstableRegion | None) -> None:
        """Hatch a region, or nothing."""
        if region is not self._region:
            self._region, self._painted = region, None

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the region, which was drawn once and moves with the view until it is renewed."""
        region = self._region
        if region is None or not region.rings:
            return
        if self._painted is None or not _fits(self._painted, transform, ratio):
            self._painted = _Painted(transform, ratio, self._drawn(region, transform, ratio))
        place = transform.rectangle(self._painted.transform.view)
        painter.drawImage(place, self._painted.image)

    def _drawn(self, region: UnstableRegion, transform: Transform, ratio: float) -> QImage:
        image = QImage(transform.device_size(ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        # The border is smooth; what it surrounds need not be, and is filled faster so.
        inside = _path(region.rings, transform)
        painter.fillPath(inside, _faded(self._theme, TINT))
        painter.fillPath(inside, QBrush(_faded(self._theme, HATCH), Qt.BrushStyle.BDiagPattern))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(
            _path(region.border, transform), QPen(_faded(self._theme, BORDER), BORDER_WIDTH)
        )
        painter.end()
        return image


class StabilityNote:
    """A line of text in a corner of the plot that no starting point needs."""

    def __init__(self) -> None:
        self._theme = LIGHT
        self._font = QFont()
        self._text = ""
        self._has_swatch = False
        self._starts: tuple[Start, ...] = ()

    @property
    def text(self) -> str:
        """What the line says; empty is no line."""
        return self._text

    def set_look(self, theme: Theme, font: QFont) -> None:
        """Take the colours and the font of another appearance."""
        self._theme, self._font = theme, QFont(font)

    def set_text(self, text: str, *, has_swatch: bool) -> None:
        """Say something, after a sample of the hatch where it is about that."""
        self._text, self._has_swatch = text, has_swatch

    def set_starts(self, starts: Sequence[Start]) -> None:
        """Say where something stands that should not be painted over."""
        self._starts = tuple(starts[:MOST_STARTS])

    def paint(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        """Paint the line in a pill."""
        if not self._text:
            return
        metrics = QFontMetricsF(self._font)
        swatch = SWATCH + 8 if self._has_swatch else 0.0
        room = transform.width - 2 * MARGIN - 2 * PADDING - swatch
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text) + swatch + 2 * PADDING
        pill = self._free_place(transform, width, metrics.height() + 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(pill, 7, 7)
        inside = pill.adjusted(PADDING, 0, -PADDING, 0)
        if self._has_swatch:
            self._paint_swatch(painter, QRectF(inside.left(), pill.center().y() - 6, SWATCH, 12))
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        place = inside.adjusted(swatch, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _free_place(self, transform: Transform, width: float, height: float) -> QRectF:
        """Return the first corner that is free, or else the lower right one.

        The upper right one comes last, as the parts of an explained step are named there.
        """
        right, low = transform.width - MARGIN - width, transform.height - AXIS_ROOM - height
        places = [QRectF(left, top, width, height)
                  for left, top in ((right, low), (AXIS_ROOM, low), (right, MARGIN))]  # fmt: skip
        marks = [transform.point(start.x, start.y) for start in self._starts]
        for place in places:
            around = place.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
            if not any(around.contains(mark) for mark in marks):
                return place
        return places[0]

    def _paint_swatch(self, painter: QPainter, place: QRectF) -> None:
        painter.fillRect(place, _faded(self._theme, TINT))
        painter.setPen(QPen(_faded(self._theme, BORDER), BORDER_WIDTH))
        painter.setBrush(QBrush(_faded(self._theme, HATCH), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(place)


def _faded(theme: Theme, opacities: tuple[int, int]) -> QColor:
    colour = QColor(theme.negative)
    colour.setAlpha(opacities[theme.is_dark])
    return colour


def _path(lines: tuple[NDArray[np.float64], ...], transform: Transform) -> QPainterPath:
    """Return lines of the plane as one path in pixels."""
    if not lines:
        return QPainterPath()
    columns, rows = transform.to_pixels(*np.concatenate(lines).T)
    joined = np.ones(columns.size, dtype=np.bool_)
    joined[np.cumsum([0, *(len(line) for line in lines[:-1])])] = False
    return path_of_vertices(columns, rows, joined)
