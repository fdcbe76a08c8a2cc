"""The trails, painted into an image that grows with the playhead."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.plot.segments import VERTICES_A_PATH, Segments, clip, dash, paths_of
from gui.plot.trail_pieces import TrailPieces
from gui.plot.trails import Trails
from gui.plot.transform import Transform

FRAME_BUDGET = 0.006
"""Seconds a frame may spend on painting trails again."""

VERTICES_A_BLOCK = 1_000
HALO = 1.0
"""Pixels of halo on each side of a trail."""


class _Canvas:
    """One image on its way to a step, for one transform."""

    def __init__(self, trails: Trails, transform: Transform, ratio: float, halo: QColor) -> None:
        self.transform = transform
        self._trails = trails
        self._halo = halo
        self.image = QImage(transform.device_size(ratio), QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        entries = trails.shown_entries()
        self._starts = len(trails.race.starts)
        self._pieces = TrailPieces(transform, trails.race.x, trails.race.y, entries, trails.width)
        self._pens = [
            (
                _pen(trails.styles[entry].colour, trails.width),
                [length * trails.width for length in trails.styles[entry].dash],
            )
            for entry in entries
        ]

    @property
    def step(self) -> int:
        return self._pieces.step

    def advance(self, step: int, deadline: float) -> bool:
        """Paint up to a step or until the time is over; return whether it is done."""
        block = max(1, min(VERTICES_A_PATH, VERTICES_A_BLOCK // max(1, self._trails.runs)))
        if self.step < step:
            painter = QPainter(self.image)
            try:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                while self.step < step:
                    self._paint(painter, *self._pieces.advance(min(self.step + block, step)))
                    if perf_counter() > deadline:
                        break
            finally:
                painter.end()
        return self.step >= step

    def paint_tails(
        self, painter: QPainter, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> None:
        """Paint the pieces between the image and some points, shape (entries, starts)."""
        entries = self._trails.shown_entries()
        columns, rows = self.transform.to_pixels(x[entries].ravel(), y[entries].ravel())
        tails = self._pieces.tails(columns, rows)
        self._strokes(painter, tails, np.arange(len(columns)))

    def _paint(self, painter: QPainter, pieces: Segments, run: NDArray[np.intp]) -> None:
        if not len(run):
            return
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._strokes(painter, pieces, run)
        # Under everything painted so far: a halo never hides another trail.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
        pen = _pen(self._halo, self._trails.width + 2 * HALO)
        for path in paths_of(self._clipped(pieces)):
            painter.strokePath(path, pen)

    def _strokes(self, painter: QPainter, pieces: Segments, run: NDArray[np.intp]) -> None:
        bounds = np.searchsorted(run, np.arange(len(self._pens) + 1) * self._starts)
        for place, (pen, gaps) in enumerate(self._pens):
            own = pieces.part(slice(int(bounds[place]), int(bounds[place + 1])))
            if len(own.x0):
                for path in paths_of(dash(self._clipped(own), gaps)):
                    painter.strokePath(path, pen)

    def _clipped(self, pieces: Segments) -> Segments:
        margin = self._trails.width + 2 * HALO
        width, height = self.transform.width + margin, self.transform.height + margin
        return clip(pieces, -margin, -margin, width, height)


class TrailLayer:
    """Shows trails up to a step, painting only what a frame adds.

    After a jump back, a zoom or a new race the whole image is painted again, a few
    milliseconds a frame; until that is done the old image is shown in its place.
    """

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._halo = QColor()
        self._shown: _Canvas | None = None
        self._next: _Canvas | None = None
        self._stale = True
        self._interruptions = 0

    def set_trails(self, trails: Trails | None) -> None:
        """Show other trails, or none."""
        self._trails = trails
        self._restart()
        if trails is None:
            self._shown = None

    def set_halo(self, colour: QColor) -> None:
        """Set the colour that surrounds every trail."""
        self._halo = colour
        self._restart()

    def prepare(self, transform: Transform, ratio: float, step: int, seconds: float) -> bool:
        """Bring the image to a step.

        Parameters
        ----------
        transform
            Where the trails shall lie.
        ratio
            Device pixels for each logical pixel.
        step
            The playhead, from 0.
        seconds
            How long the painting may take.

        Returns
        -------
        bool
            False when another frame is needed to finish.
        """
        if self._trails is None:
            return True
        step = min(step, self._trails.last_step)
        current = self._next or self._shown
        if self._stale or not _fits(current, transform, ratio, step):
            self._interruptions += self._stale and self._next is not None
            self._next = _Canvas(self._trails, transform, ratio, self._halo)
            self._stale = False
        canvas = self._next or self._shown
        assert canvas is not None
        # Repainting that new races interrupt again and again, as in a drag, gets more time.
        patience = 2 ** min(self._interruptions, 3)
        done = canvas.advance(step, perf_counter() + seconds * patience)
        if done and self._next is not None:
            self._shown, self._next = self._next, None
            self._interruptions = 0
        return done

    def paint(self, painter: QPainter, transform: Transform) -> None:
        """Paint the newest whole image where it belongs."""
        if self._shown is None:
            return
        image = self._shown.image
        if self._shown.transform == transform:
            painter.drawImage(0, 0, image)
        else:
            target = transform.rectangle(self._shown.transform.view)
            painter.drawImage(target, image, QRectF(image.rect()))

    def paint_tails(
        self,
        painter: QPainter,
        transform: Transform,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
    ) -> None:
        """Paint what lies between the image and the heads at `x`, `y`."""
        if self._shown is not None and self._next is None and self._shown.transform == transform:
            self._shown.paint_tails(painter, x, y)

    def _restart(self) -> None:
        self._stale = True


def _fits(canvas: _Canvas | None, transform: Transform, ratio: float, step: int) -> bool:
    return (
        canvas is not None
        and canvas.transform == transform
        and canvas.image.devicePixelRatio() == ratio
        and canvas.step <= step
    )


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin
    )
