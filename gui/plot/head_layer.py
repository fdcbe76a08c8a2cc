"""The heads of the trails, where the runs are at the playhead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPixmap

from core.outcome import Outcome
from gui.plot import sprites
from gui.plot.trail_layer import Trails
from gui.plot.transform import Transform
from gui.theme import Theme

LOST = frozenset({Outcome.DIVERGED, Outcome.LEFT_DOMAIN})
"""The outcomes after which a run is marked by a cross."""


class HeadLayer:
    """Stamps one mark for each run."""

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._theme: Theme | None = None
        self._sprites: dict[tuple[int, bool, float], QPixmap] = {}

    def set_trails(self, trails: Trails | None) -> None:
        """Mark the runs of another race, or none."""
        self._trails = trails
        self._sprites.clear()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._sprites.clear()

    def paint(self, painter: QPainter, transform: Transform, ratio: float, step: float) -> None:
        """Paint the heads at a step, which may lie between two iterates."""
        if self._trails is None:
            return
        x, y = heads(self._trails, step)
        columns, rows = transform.to_pixels(x, y)
        margin = 2 * sprites.HEAD_RADIUS
        seen = (np.abs(columns - transform.width / 2) <= transform.width / 2 + margin) & (
            np.abs(rows - transform.height / 2) <= transform.height / 2 + margin
        )
        for entry in self._trails.shown_entries():
            for is_lost in (False, True):
                which = seen[entry] & (self._lost(entry, step) == is_lost)
                if which.any():
                    sprite = self._sprite(entry, is_lost, ratio)
                    _stamp_all(painter, sprite, columns[entry][which], rows[entry][which])

    def _lost(self, entry: int, step: float) -> NDArray[np.bool_]:
        assert self._trails is not None
        race = self._trails.race
        lost = np.array([outcome in LOST for outcome in race.outcomes[entry]], dtype=np.bool_)
        over: NDArray[np.bool_] = lost & (race.last_step[entry] <= step)
        return over

    def _sprite(self, entry: int, is_lost: bool, ratio: float) -> QPixmap:
        assert self._trails is not None
        assert self._theme is not None
        key = (entry, is_lost, ratio)
        if key not in self._sprites:
            make = sprites.stopped_head if is_lost else sprites.head
            radius = sprites.HEAD_RADIUS * (1.0 if self._trails.runs <= 60 else 0.6)
            self._sprites[key] = make(self._trails.styles[entry], self._theme, radius, ratio)
        return self._sprites[key]


def heads(trails: Trails, step: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where every run is, each shape (entries, starts).

    A run that has ended stays at its last iterate. Between two steps the head moves
    along the straight piece from one iterate to the next.
    """
    race = trails.race
    at = np.clip(step, 0, race.last_step)
    before = np.floor(at).astype(np.intp)
    after = np.minimum(before + 1, race.last_step)
    share = at - before
    entry, start = np.indices(before.shape)
    x0, y0 = race.x[entry, start, before], race.y[entry, start, before]
    x1, y1 = race.x[entry, start, after], race.y[entry, start, after]
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _stamp_all(
    painter: QPainter, sprite: QPixmap, columns: NDArray[np.float64], rows: NDArray[np.float64]
) -> None:
    half = sprite.deviceIndependentSize().width() / 2
    for column, row in zip((columns - half).tolist(), (rows - half).tolist(), strict=True):
        painter.drawPixmap(column, row, sprite)
