"""Trails cut into pieces, a stretch of steps at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.plot.repeats import Repeats
from gui.plot.segments import Segments
from gui.plot.transform import Transform

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

TRAVEL = 5_000.0
"""Pixels of travel, of all runs together, after which a walk pauses: some milliseconds."""

GRAIN = 2.0
"""Pixels of travel between the vertices that are kept."""

OVERLAP = 0.5
"""Pixels by which a piece reaches back into the one before, so that no seam shows."""

SHARP = 0.7
"""Cosine of the turn from which the overlap fills a corner."""


class TrailPieces:
    """Walks many runs forward together and hands out the pieces to paint.

    Vertices closer than the eye can tell are left out, by the length travelled since
    the start, so that the pieces are the same wherever the walk pauses.

    Parameters
    ----------
    transform
        Where data coordinates lie on the screen.
    x, y
        The iterates in data coordinates, shape (entries, starts, steps + 1); NaN is a gap.
    entries
        The entries to follow; their runs are numbered in this order.
    width
        The width of a trail in pixels.
    """

    def __init__(
        self,
        transform: Transform,
        x: FloatArray,
        y: FloatArray,
        entries: list[int],
        width: float,
    ) -> None:
        self._transform, self._x, self._y, self._entries = transform, x, y, entries
        self._corner = width / 2
        self.step = 0
        """The step up to which the walk has gone."""
        columns, rows = self._pixels(slice(0, 1))
        self._travelled = np.zeros(len(columns))
        # The last kept vertex of each run: the next piece begins there.
        self._last = np.stack((columns[:, 0], rows[:, 0], self._travelled))
        self._heading = np.zeros((2, len(columns)))
        self._repeats = Repeats()

    def advance(self, step: int) -> tuple[Segments, NDArray[np.intp]]:
        """Walk towards a later step, by one at least and by as far as `TRAVEL` lets.

        Returns
        -------
        Segments
            The pieces on the way, those of a run together and in order, without those
            that only repeat the last ones.
        ndarray of int
            The run that each piece belongs to, ascending.
        """
        x, y = self._pixels(slice(self.step, step + 1))
        lengths = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1))
        count = self._affordable(lengths)
        self.step += count
        x, y, lengths = x[:, : count + 1], y[:, : count + 1], lengths[:, :count]
        travelled, kept = self._walk(np.isfinite(x), lengths)
        run, column = np.nonzero(kept)
        ends = np.stack((x[run, column + 1], y[run, column + 1], travelled[run, column]))
        opens = np.ones(len(run), dtype=np.bool_)
        opens[1:] = run[1:] != run[:-1]
        begins = np.empty_like(ends)
        begins[:, 1:] = ends[:, :-1]
        begins[:, opens] = self._last[:, run[opens]]
        closes = np.roll(opens, -1)
        self._last[:, run[closes]] = ends[:, closes]
        new = self._repeats.are_new(run, begins[:2], ends[:2])
        self._reach_back(begins, ends, opens, closes, run)
        joined = ~opens
        joined[1:] &= new[:-1]
        (x0, y0, start), (x1, y1, end) = begins[:, new], ends[:, new]
        return Segments(x0, y0, x1, y1, start, end, joined[new]), run[new]

    def _reach_back(
        self,
        begins: FloatArray,
        ends: FloatArray,
        opens: BoolArray,
        closes: BoolArray,
        run: NDArray[np.intp],
    ) -> None:
        """Let each run's first piece overlap what is painted already."""
        shift = ends[:2] - begins[:2]
        with np.errstate(invalid="ignore", divide="ignore"):
            heading = shift / np.hypot(*shift)
        before, after = self._heading[:, run[opens]], heading[:, opens]
        # In a sharp turn the piece fills the outer corner, elsewhere it hides the seam.
        turns = (before * after).sum(axis=0) < SHARP
        reach = np.where(turns, self._corner, OVERLAP)
        moved = before.any(axis=0) & np.isfinite(after).all(axis=0)
        begins[:, opens] -= np.where(moved, reach, 0.0) * np.vstack(
            (np.nan_to_num(after), np.ones(moved.size))
        )
        self._heading[:, run[closes]] = np.nan_to_num(heading[:, closes])

    def tails(self, x: FloatArray, y: FloatArray) -> Segments:
        """Return the pieces from the last kept vertices to some points, one a run."""
        last_x, last_y, last = self._last
        length = np.hypot(x - last_x, y - last_y)
        alone = np.zeros(len(x), dtype=np.bool_)
        return Segments(last_x, last_y, x, y, last, last + length, alone)

    def _pixels(self, stretch: slice) -> tuple[FloatArray, FloatArray]:
        """Return the pixels of a stretch of steps, each of shape (runs, steps)."""
        # Only the stretch is copied: a race may hold tens of millions of iterates.
        x, y = (values[:, :, stretch][self._entries] for values in (self._x, self._y))
        runs = (x.shape[0] * x.shape[1], x.shape[2])
        columns, rows = self._transform.to_pixels(x, y)
        return columns.reshape(runs), rows.reshape(runs)

    def _affordable(self, lengths: FloatArray) -> int:
        """Return how many of the steps to take, by their lengths, shape (runs, steps)."""
        # What leaves the screen is cut off, so that a longer piece costs no more.
        screen = self._transform.width + self._transform.height
        seen = np.fmin(np.nan_to_num(lengths, nan=0.0), screen).sum(axis=0)
        return min(len(seen), 1 + int(np.searchsorted(np.cumsum(seen[:-1]), TRAVEL)))

    def _walk(self, finite: BoolArray, lengths: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Return the lengths travelled, and which vertices to keep."""
        travelled = np.cumsum(np.nan_to_num(lengths), axis=1) + self._travelled[:, None]
        before = np.concatenate((self._travelled[:, None], travelled[:, :-1]), axis=1)
        kept = np.floor(travelled / GRAIN) != np.floor(before / GRAIN)
        # Both sides of a gap are kept, so that no piece bridges it.
        kept |= finite[:, 1:] != finite[:, :-1]
        if travelled.shape[1]:
            self._travelled = travelled[:, -1]
        return travelled, kept
