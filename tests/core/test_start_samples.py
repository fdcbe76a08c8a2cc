"""Grids and random samples of starts."""

from __future__ import annotations

import numpy as np

from core.scene import Start, View
from core.start_samples import grid_starts, random_starts

VIEW = View(-1.0, 3.0, 2.0, 4.0)


def test_a_grid_starts_in_the_middle_of_its_cells() -> None:
    assert grid_starts(VIEW, 2, 1) == (Start(0.0, 3.0), Start(2.0, 3.0))
    assert grid_starts(VIEW, 1, 2) == (Start(1.0, 2.5), Start(1.0, 3.5))


def test_a_seed_repeats_its_sample_and_a_larger_one_begins_alike() -> None:
    sample = random_starts(VIEW, 50, 11)
    assert random_starts(VIEW, 80, 11)[:50] == sample
    assert not set(random_starts(VIEW, 50, 12)) & set(sample)


def test_a_sample_is_spread_evenly_over_the_view() -> None:
    x, y = np.array([(start.x, start.y) for start in random_starts(VIEW, 20_000, 0)]).T
    counts = np.histogram2d(x, y, (8, 5), ((-1, 3), (2, 4)))[0]
    assert counts.sum() == 20_000
    # 500 in each cell, of which five standard deviations are 110.
    assert np.abs(counts - 500).max() < 110


def test_the_sample_is_the_same_on_every_machine() -> None:
    assert random_starts(View(0.0, 1.0, 0.0, 1.0), 1, 0) == (
        Start(0.6369616873214543, 0.2697867137638703),
    )
