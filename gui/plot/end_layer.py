"""How runs ended, as small badges beside their heads once the playhead is there."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QPainter, QPixmap

from core.outcome import Outcome
from core.race import Race
from core.scene import entry_labels
from gui.plot import sprites
from gui.plot.shapes import ENDINGS
from gui.plot.trails import Trails
from gui.plot.transform import FloatArray, Transform
from gui.theme import Theme

DISTANCE = 18.0
"""Pixels from a head's centre to its badge's."""

TURN = math.pi / 4
"""Between the badges of one entry and the next, for runs that end at the same point."""

REACH = 8.0
MARKED = tuple(outcome for outcome in Outcome if outcome.name.lower() in ENDINGS)


class EndLayer:
    """Stamps a badge for each run that ended before its last step."""

    def __init__(self) -> None:
        self._trails: Trails | None = None
        self._theme: Theme | None = None
        self._kinds: NDArray[np.intp] = np.zeros((0, 0), np.intp)
        self._x: FloatArray = np.zeros((0, 0))
        self._y: FloatArray = np.zeros((0, 0))
        self._sprites: dict[tuple[int, int, float, float], QPixmap] = {}

    def set_trails(self, trails: Trails | None) -> None:
        """Mark the ends of another race, or none."""
        before, self._trails = self._trails, trails
        if before is None or trails is None or before.styles != trails.styles:
            self._sprites.clear()
        if trails is not None:
            places = {outcome: place for place, outcome in enumerate(MARKED)}
            self._kinds = np.array(
                [[places.get(outcome, -1) for outcome in row] for row in trails.race.outcomes],
                np.intp,
            )
            if (self._kinds >= 0).any():
                self._x, self._y = trails.heads(trails.last_step)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._sprites.clear()

    def paint(self, painter: QPainter, transform: Transform, ratio: float, step: float) -> None:
        """Paint the badges of the runs that have ended by a step."""
        if self._trails is None:
            return
        for entry, kinds, columns, rows in self._badges(self._trails, transform, step):
            for kind in np.unique(kinds[kinds >= 0]).tolist():
                which = kinds == kind
                sprite = self._sprite(self._trails, entry, kind, ratio)
                sprites.stamp(painter, transform.frame, sprite, columns[which], rows[which])

    def hint_at(self, position: QPointF, transform: Transform, step: float) -> str:
        """Say whose badge lies at a pixel, and how that run ended; or nothing."""
        if self._trails is None:
            return ""
        for entry, kinds, columns, rows in self._badges(self._trails, transform, step):
            distances = np.hypot(columns - position.x(), rows - position.y())
            near = np.flatnonzero((kinds >= 0) & (distances <= REACH))
            if near.size:
                return _hint(self._trails.race, entry, int(near[np.argmin(distances[near])]))
        return ""

    def _badges(
        self, trails: Trails, transform: Transform, step: float
    ) -> list[tuple[int, NDArray[np.intp], FloatArray, FloatArray]]:
        """Return for each shown entry its outcomes, -1 where there is no badge, and places."""
        badges = []
        for order, entry in enumerate(trails.shown_entries()):
            kinds = np.where(trails.race.last_step[entry] <= step, self._kinds[entry], -1)
            if (kinds >= 0).any():
                columns, rows = transform.to_pixels(self._x[entry], self._y[entry])
                angle = TURN * (1 - order)
                columns = columns + DISTANCE * math.cos(angle)
                rows = rows - DISTANCE * math.sin(angle)
                badges.append((entry, kinds, columns, rows))
        return badges

    def _sprite(self, trails: Trails, entry: int, kind: int, ratio: float) -> QPixmap:
        assert self._theme is not None
        radius = sprites.BADGE_RADIUS * (1.0 if trails.runs <= 60 else 0.7)
        key = (entry, kind, radius, ratio)
        if key not in self._sprites:
            name, style = MARKED[kind].name.lower(), trails.styles[entry]
            self._sprites[key] = sprites.badge(name, style, self._theme, radius, ratio)
        return self._sprites[key]


def _hint(race: Race, entry: int, start: int) -> str:
    text = QCoreApplication.translate("EndLayer", "{0}, step {1}.\n{2}")
    label, step = entry_labels(race.entries)[entry], int(race.last_step[entry, start])
    return text.format(label, step, race.outcomes[entry][start].value)
