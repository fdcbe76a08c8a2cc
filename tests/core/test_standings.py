from __future__ import annotations

import math

from core.expression import parse_loss
from core.landscape import Surface
from core.race import run_race
from core.scene import Scene, Start, basic_entries
from core.standings import losses_at, ranks


def test_a_mean_of_the_largest_losses_is_infinite() -> None:
    loss, places = "1e300 x^4 y^4", (100.0, 0.5, 100.0)
    starts = tuple(Start(place, 1.0) for place in places)
    scene = Scene(loss=loss, starts=starts, entries=basic_entries()[:1], steps=1)
    race = run_race(Surface(parse_loss(loss), {}), scene)
    assert losses_at(race, 0) == [math.inf]


def test_equal_losses_share_a_rank() -> None:
    assert ranks([3.0, 1.0, 1.0, math.inf]) == [3, 1, 1, 4]


def test_what_has_no_loss_has_no_rank() -> None:
    assert ranks([math.nan, 2.0, math.nan]) == [0, 1, 0]
    assert ranks([math.nan, math.nan]) == [0, 0]
    assert ranks([]) == []
