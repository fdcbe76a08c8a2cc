from __future__ import annotations

import numpy as np

from gui.plot.repeats import Repeats


def new(repeats: Repeats, *pieces: tuple[int, float, float, float, float]) -> list[bool]:
    run = np.array([piece[0] for piece in pieces])
    ends = np.array([piece[1:] for piece in pieces]).T
    found: list[bool] = repeats.are_new(run, ends[:2], ends[2:]).tolist()
    return found


def test_swinging_in_place_is_painted_once() -> None:
    swing = [(0, 1.0, 1.0, 9.0, 1.0), (0, 9.0, 1.0, 1.0, 1.0)] * 3
    assert new(Repeats(), *swing) == [True] + [False] * 5


def test_what_the_last_pieces_painted_is_remembered() -> None:
    repeats = Repeats()
    assert new(repeats, (0, 1.0, 1.0, 9.0, 1.0)) == [True]
    assert new(repeats, (0, 9.0, 1.0, 1.0, 1.0)) == [False]
    assert new(repeats, (0, 9.0, 1.0, 1.0, 5.0)) == [True]


def test_runs_do_not_hide_each_other() -> None:
    assert new(Repeats(), (0, 1.0, 1.0, 9.0, 1.0), (1, 1.0, 1.0, 9.0, 1.0)) == [True, True]


def test_random_pieces_are_all_new() -> None:
    random = np.random.default_rng(0)
    ends = random.uniform(0, 1000, (4, 20_000))
    mask = Repeats().are_new(np.zeros(20_000, dtype=np.intp), ends[:2], ends[2:])
    assert mask.all()


def test_what_is_not_a_number_or_beyond_all_bounds_is_harmless() -> None:
    assert new(Repeats(), (0, np.nan, 1.0, 9.0, 1.0), (0, 1e300, 1.0, 9.0, -1e24)) == [True, True]
