"""The heads of the trails, where the runs are at the playhead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPixmap

from gui.plot import sprites
from gui.plot.stamp_sheet import Pixels, StampSheet, mark_of
from gui.plot.trails import Trails
from gui.plot.transform import Transform
from gui.theme import Theme

MANY = 300
"""Heads from which on they go into an image of their own first."""


class HeadLayer:
    """Stamps one mark for each run."""

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._lost: NDArray[np.bool_] = np.zeros((0, 0), dtype=np.bool_)
        self._theme: Theme | None = None
        self._sprites: dict[tuple[int, bool, float, float], tuple[QPixmap, Pixels]] = {}
        self._sheet: StampSheet | None = None

    def set_trails(self, trails: Trails | None) -> None:
        """Mark the runs of another race, or none."""
        before, self._trails = self._trails, trails
        # Under a hand a race follows another sixty times a second, in the same colours.
        if before is None or trails is None or before.styles != trails.styles:
            self._sprites.clear()
        if trails is not None:
            self._lost = trails.lost()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._sprites.clear()

    def paint(self, painter: QPainter, transform: Transform, ratio: float, step: float) -> None:
        """Paint the heads at a step, which may lie between two iterates."""
        if self._trails is None:
            return
        columns, rows = transform.to_pixels(*self._trails.heads(step))
        over = self._lost & (self._trails.race.last_step <= step)
        sheet = self._sheet_for(self._trails, transform, ratio)
        for entry in self._trails.shown_entries():
            for is_lost in np.unique(over[entry]).tolist():
                which = over[entry] == is_lost
                places = columns[entry][which], rows[entry][which]
                sprite, pixels = self._sprite(self._trails, entry, is_lost, ratio)
                if sheet is None:
                    sprites.stamp(painter, transform.frame, sprite, *places)
                else:
                    sheet.stamp(pixels, *places)
        if sheet is not None:
            sheet.show(painter)

    def _sheet_for(self, trails: Trails, transform: Transform, ratio: float) -> StampSheet | None:
        """Return the image that many heads go into; few are stamped on the screen."""
        size = transform.device_size(ratio)
        if trails.runs < MANY:
            self._sheet = None
        elif self._sheet is None or (self._sheet.size, self._sheet.ratio) != (size, ratio):
            self._sheet = StampSheet(size, ratio)
        return self._sheet

    def _sprite(
        self, trails: Trails, entry: int, is_lost: bool, ratio: float
    ) -> tuple[QPixmap, Pixels]:
        """Return the mark of a head, for the screen and for an image."""
        assert self._theme is not None
        style = trails.styles[entry]
        radius = sprites.HEAD_RADIUS * (1.0 if trails.runs <= 60 else 0.6)
        key = (entry, is_lost, radius, ratio)
        if key not in self._sprites:
            make = sprites.stopped_head if is_lost else sprites.head
            sprite = make(style, self._theme, radius, ratio)
            self._sprites[key] = sprite, mark_of(sprite)
        return self._sprites[key]
