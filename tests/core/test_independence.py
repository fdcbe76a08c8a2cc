"""Threads and the size of what is done at a time change no bit of any result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest

from core import arrivals, ends, pieces, race
from core.axes import default_axis
from core.basins import basins, sampling
from core.basins.table import csv_pieces
from core.budget import Rates, Tolerance
from core.comparison import compare
from core.critical_points.findings import Survey
from core.critical_points.survey import survey
from core.ends import Ends, find_ends
from core.expression import parse_loss
from core.hyperparameter_map import map_hyperparameters
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.random_local_search import RandomLocalSearch
from core.race import run_race
from core.scene import Entry, Noise, Scene, StoppingRule, View
from core.start_samples import random_starts
from core.sweep_export import comparison_csv, map_csv

LOSS = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
VIEW = View(-6.0, 6.0, -5.0, 5.0)
SURFACE = Surface(parse_loss(LOSS), {})
SCENE = Scene(
    loss=LOSS,
    view=VIEW,
    starts=random_starts(VIEW, 70, 3),
    entries=(
        Entry(GradientDescent(), noise=Noise("student", 0.3)),
        Entry(Adam(learning_rate=0.3), schedule="1/sqrt(t)"),
        Entry(Momentum(learning_rate=0.02)),
        Entry(RandomLocalSearch()),
    ),
    steps=90,
    stopping=StoppingRule(gradient_norm=1e-3),
    seed=5,
)
TOLERANCE = Tolerance("loss", 0.5)


@pytest.fixture(scope="module")
def known() -> Survey:
    *_, found = survey(SURFACE, VIEW)
    return found


def raced(threads: int, _known: Survey) -> bytes:
    found = run_race(SURFACE, SCENE, threads=threads)
    numbers = (found.x, found.y, found.loss, found.gradient_x, found.gradient_y, found.last_step)
    return b"".join(array.tobytes() for array in numbers) + repr(found.outcomes).encode()


def ended(threads: int, _known: Survey) -> bytes:
    x, y = (np.array(axis) for axis in zip(*((s.x, s.y) for s in SCENE.starts), strict=True))
    found = [find_ends(SURFACE, SCENE, entry, x, y, threads=threads) for entry in SCENE.entries]
    return b"".join(getattr(one, field.name).tobytes() for one in found for field in fields(Ends))


def basins_told(threads: int, known: Survey) -> bytes:
    *_, found = basins(SURFACE, SCENE, SCENE.entries[0], 23, 17, known, threads=threads)
    return b"".join(csv_pieces(found))


def mapped(threads: int, _known: Survey) -> bytes:
    entry = SCENE.entries[2]
    x, y = (default_axis(entry.optimizer, name) for name in ("learning_rate", "momentum"))
    *_, found = map_hyperparameters(SURFACE, SCENE, entry, x, y, 11, 9, TOLERANCE, threads=threads)
    return b"".join(map_csv(found))


def compared(threads: int, known: Survey) -> bytes:
    rates = Rates(1e-3, 1.0, 3)
    *_, found = compare(SCENE, known, (5, 6), TOLERANCE, rates, threads=threads)
    steps = (score.steps_of_runs for one in found.contestants for score in one.trials)
    return b"".join([*comparison_csv(found), *(each.tobytes() for each in steps)])


RESULTS: tuple[Callable[[int, Survey], bytes], ...] = (raced, ended, basins_told, mapped, compared)
AT_A_TIME = {
    (race, "GROUP"): (5, 64),
    (race, "CHUNK_ROWS"): (1000, 7777),
    (ends, "PIECE"): (64, 99),
    (ends, "CALL_STEPS"): (1000, 7777),
    (arrivals, "GROUP"): (7, 50),
    (arrivals, "CHUNK"): (11, 50),
    (pieces, "STEPS_OF_A_PIECE"): (5000, 55_555),
    (pieces, "STARTS_OF_A_PIECE"): (9, 33),
    (sampling, "REPORT_STEPS"): (5000, 11_111),
}
"""Other sizes of what is done at a time."""


@pytest.mark.parametrize("result", RESULTS)
def test_neither_threads_nor_sizes_change_a_bit(
    result: Callable[[int, Survey], bytes], known: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = result(1, known)
    # As a rule only much work is shared by threads.
    monkeypatch.setattr(race, "SHARED_ROWS", 0)
    monkeypatch.setattr(ends, "SHARED_STEPS", 0)
    assert [result(threads, known) for threads in (2, 3)] == [shipped] * 2
    for choice in (0, 1):
        for (module, name), sizes in AT_A_TIME.items():
            monkeypatch.setattr(module, name, sizes[choice])
        assert [result(threads, known) for threads in (1, 2, 3)] == [shipped] * 3
