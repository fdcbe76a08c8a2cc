"""Which basin of attraction has which colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.basins import Destination
from core.scene import View
from gui.plot.basin_colours import COLOURS


class Slots:
    """Which colour each destination has, kept while a loss and its sliders are the same scene.

    A destination that is new gets the colour whose others lie farthest away.
    """

    def __init__(self) -> None:
        self._slots: dict[object, int] = {}

    def clear(self) -> None:
        """Forget every destination, as those of another loss have nothing to do with them."""
        self._slots.clear()

    def assign(
        self, destinations: Sequence[Destination], keys: Sequence[object], view: View
    ) -> list[int]:
        """Return a colour for each destination, by what it is known as.

        Parameters
        ----------
        destinations
            Where runs end.
        keys
            What stays the same of each while the loss changes a little.
        view
            In whose widths and heights distances are measured.
        """
        slots: list[int] = []
        for place, key in enumerate(keys):
            if key not in self._slots:
                known = {
                    other: self._slots[name]
                    for other, name in enumerate(keys)
                    if name in self._slots
                }
                self._slots[key] = _farthest(destinations, place, known, view)
            slots.append(self._slots[key])
        return slots


def _farthest(
    destinations: Sequence[Destination], place: int, known: Mapping[int, int], view: View
) -> int:
    """Return the colour whose destinations lie farthest from one."""
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    here = destinations[place]
    nearest = [np.inf] * len(COLOURS)
    for other, slot in known.items():
        there = destinations[other]
        distance = np.hypot((there.x - here.x) / width, (there.y - here.y) / height)
        nearest[slot] = min(nearest[slot], float(distance))
    return int(np.argmax(nearest))
