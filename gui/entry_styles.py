"""How each entry of a scene is drawn everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from core.optimizers import METHODS
from core.scene import Entry
from gui.theme import Theme, TrailStyle, trail_style

_METHOD_ORDER = {method.name(): place for place, method in enumerate(METHODS)}
"""The method's place chooses its colour, dash and marker."""


def entry_styles(entries: Sequence[Entry], theme: Theme) -> list[TrailStyle]:
    """Give a method its own style, and a repeated one the next that is free."""
    taken: set[int] = set()
    styles = []
    for entry in entries:
        place = _METHOD_ORDER.get(entry.optimizer.name(), 0)
        while place in taken:
            place += 1
        taken.add(place)
        styles.append(trail_style(place, theme, entry.colour))
    return styles
