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
    taken: list[int] = []
    for entry in entries:
        taken.append(_free_place(_METHOD_ORDER.get(entry.optimizer.name(), 0), taken))
    return [
        trail_style(place, theme, entry.colour) for place, entry in zip(taken, entries, strict=True)
    ]


def _free_place(place: int, taken: Sequence[int]) -> int:
    colours = {other % len(OKABE_ITO) for other in taken}
    if len(colours) == len(OKABE_ITO):
        return next(p for p in range(place, place + len(taken) + 1) if p not in taken)
    return next(
        p for p in range(place, place + len(OKABE_ITO)) if p % len(OKABE_ITO) not in colours
    )
