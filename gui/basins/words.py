"""What the plot says about basins of attraction."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.basins import Basins, Destination, Fate, Measures
from core.basins.measures import FRACTAL
from gui.numbers import format_number, format_point, format_share
from gui.plot.basin_legend import Row
from gui.translation import QT_TRANSLATE_NOOP

TITLE = QT_TRANSLATE_NOOP("Basins", "Basins of {0}")
AT_STEP = QT_TRANSLATE_NOOP("Basins", "{0} at step {1}")
SETTLES = QT_TRANSLATE_NOOP("Basins", "settles at {0} by step {1}")
OTHERS = QT_TRANSLATE_NOOP("Basins", "{0} others, in the same colours")
ENTROPY = QT_TRANSLATE_NOOP("Basins", "Basin entropy {0}")
FRACTAL_ENTROPY = QT_TRANSLATE_NOOP("Basins", "Basin entropy {0}, boundary fractal: {1} > ln 2")
BOUNDARY = QT_TRANSLATE_NOOP("Basins", "Pixels on a boundary")
NO_METHOD = QT_TRANSLATE_NOOP("Basins", "Add a method to see its basins of attraction.")
FAILURE = QT_TRANSLATE_NOOP("Basins", "The basins of attraction can't be shown.")
FATES = {
    Fate.LEFT_VIEW: QT_TRANSLATE_NOOP("Basins", "outside the view at the end"),
    Fate.DIVERGED: QT_TRANSLATE_NOOP("Basins", "diverged"),
    Fate.LEFT_DOMAIN: QT_TRANSLATE_NOOP("Basins", "left the domain"),
    Fate.MOVING: QT_TRANSLATE_NOOP("Basins", "still moving"),
    Fate.CREEPING: QT_TRANSLATE_NOOP("Basins", "hardly moving elsewhere"),
}

MOST_BASINS = 6
"""Basins that have a line of their own, the largest ones, at most."""


def translated(text: str) -> str:
    """Return one of the texts above in the reader's language."""
    return QCoreApplication.translate("Basins", text)


def title(label: str) -> str:
    """Name the entry whose basins are shown."""
    return translated(TITLE).format(label)


def rows(basins: Basins, measures: Measures, slots: Sequence[int]) -> list[Row]:
    """Return a line for each basin and each other fate, then the measures.

    Basins are in the order of their shares; where there are many, the smallest share a
    line.
    """
    shares = sorted(measures.shares.items(), key=lambda item: -item[1])
    settled = [(fate, share) for fate, share in shares if fate >= 0]
    room = MOST_BASINS if len(settled) <= MOST_BASINS else MOST_BASINS - 1
    found = [
        Row(destination_name(basins.destinations[fate]), format_share(share), slot=slots[fate])
        for fate, share in settled[:room]
    ]
    if rest := settled[room:]:
        text = translated(OTHERS).format(len(rest))
        found.append(Row(text, format_share(sum(share for _, share in rest))))
    found += [
        Row(translated(FATES[Fate(fate)]), format_share(share), fate=Fate(fate))
        for fate, share in shares
        if fate < 0
    ]
    return found + _measured(measures)


def reading(basins: Basins, x: float, y: float) -> str:
    """Say where the run ends that is computed nearest to a point; empty outside."""
    grid, view = basins.grid, basins.grid.view
    across = (x - view.x_min) / (view.x_max - view.x_min)
    along = (y - view.y_min) / (view.y_max - view.y_min)
    if not (0 <= across < 1 and 0 <= along < 1):
        return ""
    last_row, last_column = (n - 1 for n in basins.fates.shape)
    column = round((across * grid.columns - 0.5) / grid.stride)
    row = round((along * grid.rows - 0.5) / grid.stride)
    place = min(max(row, 0), last_row), min(max(column, 0), last_column)
    fate, steps = int(basins.fates[place]), int(basins.steps[place])
    if fate >= 0:
        return translated(SETTLES).format(destination_name(basins.destinations[fate]), steps)
    text = translated(FATES[Fate(fate)])
    has_ended = fate in (Fate.DIVERGED, Fate.LEFT_DOMAIN)
    return translated(AT_STEP).format(text, steps) if has_ended else text


def destination_name(destination: Destination) -> str:
    """Name a destination with its place: ``minimum (3.00, 2.00)``."""
    return f"{destination.name} {format_point(destination.x, destination.y, 2)}"


def _measured(measures: Measures) -> list[Row]:
    entropy = translated(ENTROPY).format(format_number(measures.entropy, 3))
    if measures.boundary_entropy > FRACTAL:
        at_boundary = format_number(measures.boundary_entropy, 3)
        entropy = translated(FRACTAL_ENTROPY).format(
            format_number(measures.entropy, 3), at_boundary
        )
    known = [] if math.isnan(measures.entropy) else [Row(entropy)]
    return [*known, Row(translated(BOUNDARY), format_share(measures.boundary_share))]
