"""The trails, painted into an image that grows with the playhead."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.plot.paths import VERTICES_A_PATH
from gui.plot.segments import Segments, clip, dash, paths_of
from gui.plot.trail_pieces import TrailPieces
from gui.plot.trails import Trails
from gui.plot.transform import Transform

FRAME_BUDGET = 0.006
"""Seconds a frame may spend on painting trails again."""

VERTICES_A_BLOCK = 8_000
HALO = 1.0
"""Pixels of halo on each side of a trail."""

HURRIED_VERTICES = 6_000
"""Under a dragging hand, trails of more vertices than this are drafted at once."""

DRAFT_WIDTH = 1.0
"""Qt strokes up to one pixel several times as fast as anything wider."""


class _Canvas:
    """One image on its way to a step, for one transform.

    A draft has thin solid trails without a halo, and is painted several times as fast.
    """

    def __init__(
        self, trails: Trails, transform: Transform, ratio: float, halo: QColor, *, is_draft: bool
    ) -> None:
        self.transform = transform
        self.is_draft = is_draft
        self.trails = trails
        self.halo = halo
        self.image = QImage(transform.device_size(ratio), QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        entries = trails.shown_entries()
        self._starts = len(trails.race.starts)
        self._pieces = TrailPieces(transform, trails.race.x, trails.race.y, entries, trails.width)
        self._pens = [
            (_pen(style.colour, DRAFT_WIDTH), [])
            if is_draft
            else (
                _pen(style.colour, trails.width),
                [length * trails.width for length in style.dash],
            )
            for style in (trails.styles[entry] for entry in entries)
        ]

    @property
    def step(self) -> int:
        return self._pieces.step

    def advance(self, step: int, deadline: float) -> bool:
        """Paint up to a step or until the time is over; return whether it is done."""
        step = min(step, self.trails.last_step)
        block = max(1, min(VERTICES_A_PATH, VERTICES_A_BLOCK // max(1, self.trails.runs)))
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
        entries = self.trails.shown_entries()
        columns, rows = self.transform.to_pixels(x[entries].ravel(), y[entries].ravel())
        tails = self._pieces.tails(columns, rows)
        self._strokes(painter, tails, np.arange(len(columns)))

    def _paint(self, painter: QPainter, pieces: Segments, run: NDArray[np.intp]) -> None:
        if not len(run):
            return
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._strokes(painter, pieces, run)
        if self.is_draft:
            return
        # Under everything painted so far: a halo never hides another trail.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
        pen = _pen(self.halo, self.trails.width + 2 * HALO)
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
        margin = self.trails.width + 2 * HALO
        width, height = self.transform.width + margin, self.transform.height + margin
        return clip(pieces, -margin, -margin, width, height)


class TrailLayer:
    """Shows trails up to a step, painting only what a frame adds.

    After a jump back, a zoom or a new race the whole image is painted again, a few
    milliseconds a frame; until that is done the old image is shown in its place. Where
    the next change comes before it is done, as under a dragging hand, drafts are shown
    until the changes pause.
    """

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._halo = QColor()
        self._shown: _Canvas | None = None
        self._next: _Canvas | None = None
        self._is_hurried = False

    @property
    def shown(self) -> Trails | None:
        """The trails that are on the screen, painted in full."""
        return self._shown.trails if self._shown is not None else None

    def set_trails(self, trails: Trails | None) -> None:
        """Show other trails, or none."""
        self._trails = trails
        if trails is None:
            self._shown = self._next = None

    def set_hurried(self, is_hurried: bool) -> None:
        """Say whether the trails are changing under a hand, so that drafts will do."""
        self._is_hurried = is_hurried

    def set_halo(self, colour: QColor) -> None:
        """Set the colour that surrounds every trail."""
        self._halo = colour

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
        deadline = perf_counter() + seconds
        while not self._is_up_to_date(transform, ratio, step):
            canvas = self._canvas_towards(transform, ratio, step)
            if not canvas.advance(step, deadline):
                return False
            if canvas is self._next:
                self._shown, self._next = canvas, None
            if perf_counter() > deadline:
                return self._is_up_to_date(transform, ratio, step)
        return True

    def _is_up_to_date(self, transform: Transform, ratio: float, step: int) -> bool:
        shown = self._shown
        return (
            shown is not None
            and self._next is None
            and (self._is_hurried or not shown.is_draft)
            and shown.step == step
            and self._fits(shown, transform, ratio, step)
        )

    def _canvas_towards(self, transform: Transform, ratio: float, step: int) -> _Canvas:
        """Return the image to paint on next, a new one if need be."""
        current = self._next or self._shown
        assert self._trails is not None
        is_large = self._trails.runs * step > HURRIED_VERTICES
        if current is not None and self._fits(current, transform, ratio, step):
            if current is self._next or not current.is_draft:
                return current
            is_draft = False  # the draft is whole, and nothing has changed since
        elif self._next is not None and self._next.is_draft:
            return self._next  # drafts are finished, so that something follows the hand
        elif self._is_hurried and is_large:
            is_draft = True
        else:
            is_draft = self._next is not None or (current is not None and current.is_draft)
        self._next = _Canvas(self._trails, transform, ratio, self._halo, is_draft=is_draft)
        return self._next

    def _fits(self, canvas: _Canvas, transform: Transform, ratio: float, step: int) -> bool:
        return (
            canvas.trails is self._trails
            and canvas.halo == self._halo
            and canvas.transform == transform
            and canvas.image.devicePixelRatio() == ratio
            and canvas.step <= step
        )

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


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin
    )
