"""Basins of attraction as an image of the size of the view, painted on any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from core.basins import Fate, Grid
from core.scene import View
from gui.plot.basin_colours import HATCHES, Codes, grey_of, hatch_colour, shades
from gui.plot.transform import Transform
from gui.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class BasinPicture:
    """An image, the rectangle of the plane that it shows, and on which ground.

    Its size is the view's in device pixels, so that painting it is copying it.
    """

    image: QImage
    view: View
    is_dark: bool


def painted(
    grid: Grid, codes: Codes, slots: Sequence[int], where: Transform, ratio: float, theme: Theme
) -> BasinPicture:
    """Paint where the runs of a grid end.

    Parameters
    ----------
    grid
        Where the runs start.
    codes
        Which colour each has, as from `codes_of`.
    slots
        The colour of each destination.
    where
        The view and its size in logical pixels.
    ratio
        Device pixels for each logical one.
    theme
        On which ground.
    """
    image = QImage(where.device_size(ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    place = _place(grid, where)
    with _painter_on(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, coloured(codes, slots, theme))
        for fate, hatch in HATCHES.items():
            if (runs := mask(codes, fate)) is not None:
                pattern = QBrush(hatch_colour(theme), hatch)
                painter.drawImage(0, 0, _hatched(image, runs, pattern, place))
    return BasinPicture(image, where.view, theme.is_dark)


def coloured(codes: Codes, slots: Sequence[int], theme: Theme) -> QImage:
    """Return an image with a pixel for each run."""
    table = [grey_of(fate, theme).rgb() for fate in Fate]
    for slot in slots:
        table += shades(slot, theme)
    pixels = np.array(table, np.uint32)[codes]
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    return image.copy()  # the array's memory is not the image's to keep


def mask(codes: Codes, fate: Fate) -> QImage | None:
    """Return an image that is opaque where runs have a fate, None where none has."""
    has_fate = codes == -1 - fate
    if not has_fate.any():
        return None
    opacity = has_fate.astype(np.uint8) * np.uint8(255)
    rows, columns = opacity.shape
    return QImage(opacity.data, columns, rows, columns, QImage.Format.Format_Alpha8).copy()


def _hatched(whole: QImage, runs: QImage, pattern: QBrush, place: QRectF) -> QImage:
    """Return a pattern where a mask is opaque, of the size of the whole picture."""
    image = QImage(whole.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(whole.devicePixelRatio())
    image.fill(Qt.GlobalColor.transparent)
    with _painter_on(image) as painter:
        painter.drawImage(place, runs)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(place, pattern)
    return image


@contextmanager
def _painter_on(image: QImage) -> Iterator[QPainter]:
    """Give a painter that is ended whatever happens; an error is the caller's."""
    painter = QPainter(image)
    try:
        yield painter
    finally:
        painter.end()


def _place(grid: Grid, where: Transform) -> QRectF:
    """Return where an image with a pixel for each run lies: runs at the middles of pixels."""
    rows, columns = grid.numbers.shape
    left, bottom = ((0.5 - grid.stride / 2) / n for n in (grid.columns, grid.rows))
    width, height = columns * grid.stride / grid.columns, rows * grid.stride / grid.rows
    top = 1 - bottom - height
    return QRectF(
        left * where.width,
        top * where.height,
        width * where.width,
        height * where.height,
    )
