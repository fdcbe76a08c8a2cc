"""How each entry of a scene is drawn everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from core.optimizers import METHODS
from core.scene import Entry
from gui.theme import OKABE_ITO, Theme, TrailStyle, trail_style

_METHOD_ORDER = {method.name(): place for place, method in enumerate(METHODS)}
"""The method's place chooses its colour, dash and marker."""


def entry_styles(entries: Sequence[Entry], theme: Theme) -> list[TrailStyle]:
    """Give a method its own style, or the next whose colour is free.

    An entry's style depends on those before it alone, so that a method which joins the
    race changes no other.
    """
    known = {pair[theme.is_dark]: place for place, pair in enumerate(OKABE_ITO)}
    taken: list[int] = []
    colours: list[int] = []
    for entry in entries:
        place = _free_place(_METHOD_ORDER.get(entry.optimizer.name(), 0), taken, colours)
        taken.append(place)
        colours.append(known.get(entry.colour, place % len(OKABE_ITO)))
    return [
        trail_style(place, theme, entry.colour) for place, entry in zip(taken, entries, strict=True)
    ]


def _free_place(place: int, taken: Sequence[int], colours: Sequence[int]) -> int:
    """Return the next place that no entry has, its colour free as long as one is."""
    count = len(OKABE_ITO)
    used = set(colours) if len(set(colours)) < count else set()
    places = range(place, place + count * (len(taken) + 1))
    return next(p for p in places if p not in taken and p % count not in used)
