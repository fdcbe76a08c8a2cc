"""One picture of trails, painted forward by whichever thread has it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from core.drawing.blending import LANES
from core.drawing.lines import Brush, Canvas, Colour, Lines, Plane
from core.drawing.walking import walk_kernel
from core.scene import COORDINATE_LIMIT
from gui.plot.trails import Trails
from gui.plot.transform import Transform
from gui.theme import TrailStyle

HALO = 1.0
"""Pixels of halo on each side of a trail."""

GRAIN = 2.0
"""Pixels of travel between the vertices that are kept."""

FEW = 500
"""Steps of single runs that a frame always has time for."""

FIRST_PACE = 1e-7
FASTEST_PACE = 1e-9
"""Seconds for a step of one run, before any was painted and at least."""


class Sheet:
    """An image to paint trails on, used again and again."""

    def __init__(self, width: int, height: int) -> None:
        self.canvas = Canvas(np.zeros((height, max(width, LANES)), np.uint32))
        pixels = self.canvas.pixels
        self.image = QImage(
            pixels.data, width, height, pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip

    def painted(self) -> QRectF:
        """Return the rectangle of the image outside of which there are no trails."""
        rows, columns = self.canvas.painted
        right = min(columns.stop, self.image.width())
        size = right - columns.start, rows.stop - rows.start
        return QRectF(columns.start, rows.start, *size) if min(size) > 0 else QRectF()


class TrailPicture:
    """Trails as seen through one transform, on their way to a step.

    Parameters
    ----------
    trails
        What to paint.
    transform, ratio
        Where, with how many device pixels for each logical one.
    halo
        The colour that surrounds every trail.
    sheet
        What to paint on; what is there is wiped away.
    pace
        How many seconds a step of one run is likely to take.
    """

    def __init__(
        self,
        trails: Trails,
        transform: Transform,
        ratio: float,
        halo: QColor,
        sheet: Sheet,
        pace: float = FIRST_PACE,
    ) -> None:
        self.trails, self.transform, self.ratio, self.halo = trails, transform, ratio, halo
        self.sheet = sheet
        self._glided = -1.0
        sheet.canvas.clear()
        entries = trails.shown_entries()
        self._lines = Lines(
            sheet.canvas,
            _plane(transform, ratio),
            [trails.race.x[entry] for entry in entries],
            [trails.race.y[entry] for entry in entries],
            [_brush(trails.styles[entry], trails.width, halo, ratio) for entry in entries],
        )
        self.pace = pace
        """Seconds that a step of one run takes, as far as is known."""
        self._seconds = 0.0

    @property
    def reached(self) -> float:
        """The step up to which trails are painted, -1 before the first."""
        return max(self._glided, self._lines.done - 1.0)

    def seconds_to(self, step: float) -> float:
        """Return how long it is likely to take to get to a step."""
        steps = max(0, int(step) + 1 - self._lines.done) * self._lines.count
        return steps * self.pace if steps > FEW else 0.0

    def advance(self, step: float, seconds: float, is_over: Callable[[], bool]) -> bool:
        """Paint up to a step, and return whether that is done.

        Parameters
        ----------
        step
            Where the playhead is; between two iterates the trails reach to there.
        seconds
            For about how long to paint between two questions.
        is_over
            Asked whether to pause.
        """
        # Compiled before the clock runs.
        walk_kernel()
        whole = int(step)
        while self._lines.count and self._lines.done <= whole:
            if is_over():
                return False
            self._paint_slice(seconds, whole + 1)
        if step > self.reached:
            self._lines.advance(whole + 1, step - whole)
            self._glided = step
        return True

    def _paint_slice(self, seconds: float, vertices: int) -> None:
        runs = self._lines.count
        # Its pace is that of another view at first, where a step may have been a dot.
        most = max(1, self._lines.done, FEW // runs)
        steps = min(most, max(1, round(seconds / (self.pace * runs))))
        begin = perf_counter()
        self._lines.advance(min(self._lines.done + steps, vertices))
        self._seconds += perf_counter() - begin
        self.pace = max(FASTEST_PACE, self._seconds / (self._lines.done * runs))

    def paint(self, painter: QPainter, transform: Transform) -> None:
        """Show what there is where it belongs, stretched in another view."""
        image, part = self.sheet.image, self.sheet.painted()
        if part.isEmpty():
            return
        if transform == self.transform:
            whole = QRectF(0, 0, image.width() / self.ratio, image.height() / self.ratio)
        else:
            whole = transform.rectangle(self.transform.view)
        across, down = whole.width() / image.width(), whole.height() / image.height()
        target = QRectF(
            whole.x() + part.x() * across, whole.y() + part.y() * down,
            part.width() * across, part.height() * down,
        )  # fmt: skip
        painter.drawImage(target, image, part)


def _plane(transform: Transform, ratio: float) -> Plane:
    return Plane(
        x_origin=transform.view.x_min,
        x_scale=transform.x_scale * ratio,
        y_origin=transform.view.y_max,
        y_scale=-transform.y_scale * ratio,
        limit=COORDINATE_LIMIT,
    )


def _brush(style: TrailStyle, width: float, halo: QColor, ratio: float) -> Brush:
    scale = width * ratio
    return Brush(
        colour=_colour(style.colour),
        width=scale,
        dash=tuple(length * scale for length in style.dash),
        halo=_colour(halo),
        rim=HALO * ratio,
        grain=GRAIN * ratio,
    )


def _colour(colour: QColor) -> Colour:
    return colour.redF(), colour.greenF(), colour.blueF(), colour.alphaF()
