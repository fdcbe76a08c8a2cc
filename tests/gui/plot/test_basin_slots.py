"""Which basin has which colour."""

from __future__ import annotations

import numpy as np

from core.basins import Destination
from core.critical_points.findings import Status
from core.scene import View
from gui.plot.basin_colours import COLOURS
from gui.plot.basin_slots import Slots

VIEW = View(0.0, 10.0, 0.0, 1.0)


def destinations(*places: float) -> list[Destination]:
    return [Destination("minimum", np.array([[x], [0.5]]), 0.0, Status.CERTIFIED) for x in places]


def test_as_many_basins_as_there_are_colours_have_one_each() -> None:
    places = destinations(*map(float, range(len(COLOURS))))
    slots = Slots().assign(places, range(len(places)), VIEW)
    assert sorted(slots) == list(range(len(COLOURS)))


def test_one_more_shares_the_colour_of_the_farthest() -> None:
    places = destinations(*map(float, range(len(COLOURS))), 0.5)
    slots = Slots().assign(places, range(len(places)), VIEW)
    assert slots[-1] == slots[len(COLOURS) - 1]


def test_colours_are_kept_by_name_until_they_are_forgotten() -> None:
    slots = Slots()
    first, second = slots.assign(destinations(1.0, 9.0), ("a", "b"), VIEW)
    assert slots.assign(destinations(9.5, 1.5), ("b", "a"), VIEW) == [second, first]
    slots.clear()
    assert slots.assign(destinations(9.5), ("b",), VIEW) == [0]
