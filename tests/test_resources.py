"""The scenes that come with the program show what their notes promise."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from core.commands.headless import surface_of
from core.outcome import Outcome
from core.race import Race, run_race
from core.scene import Scene
from core.scene_edits import with_loss
from core.scene_file import encode_scene, load_scene
from resources import FOLDER, SCENE_GROUPS, SCENES, scene_path

Bools = npt.NDArray[np.bool_]
GD, MOMENTUM, ADAGRAD, RMSPROP, ADAM = range(5)
LANDSCAPES = SCENE_GROUPS[0][1]
"""Scenes that all five basic methods race on; the others are lessons, tested apart."""


@cache
def scene(name: str) -> Scene:
    return load_scene(scene_path(name))


@cache
def race(name: str) -> Race:
    return run_race(surface_of(scene(name)), scene(name))


def end(name: str, entry: int, start: int) -> tuple[float, float]:
    of = race(name)
    return float(of.x[entry, start, -1]), float(of.y[entry, start, -1])


def first_step(truth: Bools) -> int:
    """Return the first step at which something holds."""
    assert truth.any()
    return int(truth.argmax())


def test_every_file_is_listed() -> None:
    assert {path.stem for path in (FOLDER / "scenes").iterdir()} == set(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_complete(name: str) -> None:
    assert scene_path(name).read_bytes() == encode_scene(scene(name))
    assert scene(name).title
    assert scene(name).notes.count(". ") == 1
    assert scene(name).notes.endswith(".")
    assert with_loss(scene(name), scene(name).loss) == scene(name)
    assert 1 <= len(scene(name).starts) <= 3
    assert 40 <= scene(name).steps <= 1000


def test_no_two_scenes_share_a_title() -> None:
    assert len({scene(name).title for name in SCENES}) == len(SCENES)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_a_landscape_is_raced_by_the_basic_methods_inside_its_view(name: str) -> None:
    names = [entry.optimizer.name() for entry in scene(name).entries]
    assert names == ["gd", "momentum", "adagrad", "rmsprop", "adam"]
    of, view = race(name), scene(name).view
    assert {outcome for entry in of.outcomes for outcome in entry} == {Outcome.RAN_ALL_STEPS}
    assert ((view.x_min < of.x) & (of.x < view.x_max)).all()
    assert ((view.y_min < of.y) & (of.y < view.y_max)).all()


def test_himmelblau_splits_the_race() -> None:
    for entry in (GD, MOMENTUM):
        assert end("himmelblau", entry, 0) == pytest.approx((3, 2), abs=0.01)
    for entry in (ADAGRAD, RMSPROP, ADAM):
        assert end("himmelblau", entry, 0) == pytest.approx((-2.81, 3.13), abs=0.02)
    loss = race("himmelblau").loss[RMSPROP]
    assert (loss.min(axis=1) < 1e-4).all()
    assert (loss[:, -50:].max(axis=1) > 1e-2).all()


def test_gradient_descent_zigzags_in_the_stretched_bowl() -> None:
    y = race("stretched_bowl").y
    turns = np.count_nonzero(np.diff(np.sign(y[:, :, :41])), axis=2)
    assert (turns[GD] == 40).all()
    assert (turns[ADAGRAD] == 0).all()
    assert (turns[ADAM] < 15).all()
    assert (turns[MOMENTUM] > 0).all()


def test_the_floor_of_rosenbrocks_valley_is_slow() -> None:
    of = race("rosenbrock")
    across = np.abs(of.y - of.x**2)
    assert (across[:, :, 100] < 0.25).all()
    assert (np.hypot(of.x - 1, of.y - 1)[:, :, -1] > 0.05).all()
    assert (of.x[MOMENTUM, :, -1] - of.x[GD, :, -1] > 0.5).all()


def test_adaptive_methods_leave_the_saddle_first() -> None:
    away = np.abs(race("saddle_escape").y) >= 1
    steps = [[first_step(away[entry, start]) for start in (0, 1)] for entry in range(5)]
    assert steps[GD] == [100, 45]
    assert max(map(max, steps[ADAGRAD:])) < 20
    assert (race("saddle_escape").y[:, 2] == 0).all()


def test_beale_sends_some_the_wrong_way() -> None:
    for entry in range(5):
        x, _ = end("beale", entry, 0)
        assert x > 2.5 if entry in (GD, MOMENTUM) else x < -1
        assert end("beale", entry, 1) == pytest.approx((3, 0.5), abs=0.6)


def test_rastrigin_rewards_leaps_from_one_start_only() -> None:
    of = race("rastrigin")
    moved = np.hypot(of.x[:, :, -1] - of.x[:, :, 0], of.y[:, :, -1] - of.y[:, :, 0])
    assert (moved[[GD, RMSPROP]] < 0.5).all()
    assert (moved[ADAGRAD] > 1).all()
    for entry in range(5):
        at_origin = end("rastrigin", entry, 0) == pytest.approx((0, 0), abs=0.01)
        assert at_origin == (entry in (MOMENTUM, ADAM))
    assert (np.hypot(of.x[:, 1, -1], of.y[:, 1, -1]) > 0.9).all()


def test_momentum_runs_straight_across_the_monkey_saddle() -> None:
    right, upper, lower = (-1.5, 0.0), (0.75, -1.3), (0.75, 1.3)
    for start, opposite in enumerate((right, upper, lower)):
        assert end("monkey_saddle", MOMENTUM, start) == pytest.approx(opposite, abs=0.01)
    for entry in (GD, ADAGRAD, RMSPROP, ADAM):
        assert 0 < end("monkey_saddle", entry, 0)[0] < 0.4
        assert end("monkey_saddle", entry, 1) == pytest.approx((0.75, 1.3), abs=0.1)
        beside = right if entry == GD else upper
        assert end("monkey_saddle", entry, 2) == pytest.approx(beside, abs=0.1)


def test_plain_descent_stands_still_on_the_plateau() -> None:
    low = race("plateau").loss[:, 0] < 0.5
    steps = [first_step(low[entry]) for entry in range(5)]
    assert steps[GD] > 300
    assert 200 < steps[MOMENTUM] < 300
    assert max(steps[ADAGRAD:]) < 60
    assert (race("plateau").loss[:, :, -1] < 1e-3).all()
