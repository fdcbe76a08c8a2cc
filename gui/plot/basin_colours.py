"""The colours of basins of attraction, calm enough that trails stay what is seen first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from core.basins import Basins, Fate
from gui.theme import Theme

COLOURS = (
    "#77aadd", "#ee8866", "#44bb99", "#ffaabb", "#eedd88", "#99ddff", "#bbcc33", "#aaaa00",
)  # fmt: skip
"""Of basins in turn, for filled areas; told apart by colour-blind readers as well.

P. Tol, "Colour schemes", SRON/EPS/TN/09-002, issue 3.2, 2021: the scheme "light".
"""

STRENGTHS = {False: (0.34, 0.74), True: (0.62, 0.26)}
"""How much of its colour a basin has where runs settle soonest and latest: light, dark."""

GREYS: Mapping[Fate, tuple[str, str]] = {
    Fate.LEFT_VIEW: ("#d9dcde", "#1c252a"),
    Fate.DIVERGED: ("#b9bfc3", "#0d1418"),
    Fate.LEFT_DOMAIN: ("#c9ced1", "#141c21"),
    Fate.MOVING: ("#e6e8e9", "#252e33"),
    Fate.CREEPING: ("#f0f1f1", "#2c353a"),
}
"""Of runs that come to no critical point: light, dark."""

HATCHES: Mapping[Fate, Qt.BrushStyle] = {
    Fate.DIVERGED: Qt.BrushStyle.DiagCrossPattern,
    Fate.LEFT_DOMAIN: Qt.BrushStyle.FDiagPattern,
    Fate.MOVING: Qt.BrushStyle.Dense7Pattern,
    Fate.CREEPING: Qt.BrushStyle.HorPattern,
}
"""What tells greys apart; runs that left the view have none."""

HATCH_OPACITIES = (48, 64)
"""Of 255: light, dark."""

OUTLIERS = (2, 98)
"""Percentiles of the steps between which shades are spread."""

MODES = {
    False: QPainter.CompositionMode.CompositionMode_Multiply,
    True: QPainter.CompositionMode.CompositionMode_Screen,
}
"""How a picture is laid over the landscape so that contour lines stay as clear."""

SHADES = 64
"""Of each colour."""

Codes = NDArray[np.int32]
"""Which colour each run has."""


def colour_of(slot: int, theme: Theme, depth: float = 0.25) -> QColor:
    """Return the colour of a basin.

    Parameters
    ----------
    slot
        Which colour, counted from 0 and round again.
    theme
        On which ground.
    depth
        0 where runs settle soonest, 1 where they settle latest.
    """
    soonest, latest = STRENGTHS[theme.is_dark]
    return _weakened(COLOURS[slot % len(COLOURS)], soonest + depth * (latest - soonest), theme)


def grey_of(fate: Fate, theme: Theme) -> QColor:
    """Return the ground of a fate that is no basin."""
    return QColor(GREYS[fate][theme.is_dark])


def hatch_colour(theme: Theme) -> QColor:
    """Return the colour of the hatches on the greys."""
    colour = QColor(theme.mark)
    colour.setAlpha(HATCH_OPACITIES[theme.is_dark])
    return colour


def codes_of(basins: Basins) -> Codes:
    """Return which colour each run has, ``y_max`` at the top; needs no theme and no Qt.

    The fates come first, in their order, then `SHADES` for each destination, from where
    runs settle soonest to where they settle latest.
    """
    fates = basins.fates[::-1].astype(np.int32)
    codes = np.ascontiguousarray(-1 - fates)
    settled = fates >= 0
    if settled.any():
        shades = _shade_numbers(basins.steps[::-1][settled])
        codes[settled] = len(Fate) + SHADES * fates[settled] + shades
    return codes


@lru_cache(maxsize=4 * len(COLOURS))
def shades(slot: int, theme: Theme) -> tuple[int, ...]:
    """Return `SHADES` of a basin's colour as Qt writes them in a pixel."""
    depths = np.linspace(0, 1, SHADES).tolist()
    return tuple(colour_of(slot, theme, depth).rgb() for depth in depths)


def _shade_numbers(steps: NDArray[np.int64]) -> Codes:
    """Return which shade each number of steps has, on a logarithmic scale."""
    taken = np.log1p(steps)
    few, many = np.percentile(taken, OUTLIERS)
    places = np.clip((taken - few) / max(many - few, 1.0), 0.0, 1.0)
    numbers: Codes = np.rint(places * (SHADES - 1)).astype(np.int32)
    return numbers


def _weakened(colour: str, strength: float, theme: Theme) -> QColor:
    """Mix a colour with what changes nothing below it: white when multiplied, else black."""
    ground = 0.0 if theme.is_dark else 255.0
    full = QColor(colour)
    mixed = (round(ground + strength * (channel - ground))
             for channel in (full.red(), full.green(), full.blue()))  # fmt: skip
    return QColor(*mixed)
