"""The scenes that teach one thing each: every number of their notes is true."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from core.commands.headless import landscape_of, surface_of
from core.compiler.arrays import FloatArray
from core.curvature import curvature_at
from core.race import Race, run_race
from core.scene import Scene
from core.scene_file import load_scene
from core.sharpness import along
from resources import scene_path


@cache
def scene(name: str) -> Scene:
    return load_scene(scene_path(name))


@cache
def race(name: str) -> Race:
    return run_race(surface_of(scene(name)), scene(name))


def first_step(truth: npt.NDArray[np.bool_]) -> int | None:
    """Return the first step at which something holds, or None."""
    return int(truth.argmax()) if truth.any() else None


def first_below(name: str, loss: float, start: int = 0) -> list[int | None]:
    """Return the step at which the loss of each entry first comes below a value."""
    return [first_step(of_entry[start] < loss) for of_entry in race(name).loss]


def distances(name: str, x: float = 0.0, y: float = 0.0) -> FloatArray:
    """Return how far from a point each run is at each step."""
    of = race(name)
    return np.asarray(np.hypot(of.x - x, of.y - y))


def test_three_learning_rates() -> None:
    of = race("three_learning_rates")
    rates = [getattr(entry.optimizer, "learning_rate") for entry in of.entries]  # noqa: B009
    assert rates == [0.005, 0.2, 0.26]
    too_small, right, _ = distances("three_learning_rates")[:, 0]
    assert too_small[60] > 0.5 * too_small[0]
    assert first_step(right < 0.01) == 13
    jumps = np.abs(np.diff(of.y[2, 0]))
    assert jumps[1:] / jumps[:-1] == pytest.approx(1.08)
    assert (np.diff(np.sign(of.y[2, 0])) != 0).all()


def test_the_edge_of_stability() -> None:
    below, exactly, above = np.abs(race("edge_of_stability").y[:, 0])
    assert (np.diff(below) < 0).all()
    assert (exactly == 2.0).all()
    assert (np.diff(above) > 0).all()
    assert below[-1] < 0.2
    assert above[-1] > scene("edge_of_stability").view.y_max
    assert (np.diff(race("edge_of_stability").x[:, 0]) > 0).all()


def test_sharpening_up_to_the_edge() -> None:
    name = "progressive_sharpening"
    of, surface = race(name), surface_of(scene(name))
    hovers, arrives = (along(surface, scene(name), of, entry, 0) for entry in (0, 1))
    assert hovers.limit is not None
    assert arrives.limit is not None
    assert (hovers.limit == 40).all()
    assert (arrives.larger < arrives.limit).all()
    assert (np.diff(hovers.larger[5:90]) > 0).all()
    crossing = int((hovers.larger > 40).argmax())
    assert crossing == 98
    hovering = hovers.larger[crossing + 20 :]
    assert hovering.mean() == pytest.approx(40, abs=0.5)
    assert hovering.std() < 2
    assert 35 < hovering.min() < 38
    assert 43 < hovering.max() < 45
    swings = of.y[0, 0, crossing:]
    assert np.mean(swings[1:] * swings[:-1] < 0) > 0.95
    assert np.abs(swings).max() > 0.3
    assert surface.hessian(5.0, 0.0)[2] == pytest.approx(52)
    ends = distances(name, x=5.0)[:, 0, -1]
    assert ends[0] > 0.5
    assert ends[1] < 0.1


def test_a_ravine_with_and_without_momentum() -> None:
    above = race("ravine_momentum").loss[:, 0] >= 1e-3
    calm_from = [int(np.flatnonzero(of_entry).max()) + 1 for of_entry in above]
    assert calm_from == [301, 101, 71]
    assert race("ravine_momentum").x[0].max() < 0 < race("ravine_momentum").x[1].max()


def test_adagrad_runs_dry() -> None:
    steps = np.abs(np.diff(race("adagrad_runs_dry").x[1, 0]))
    assert [round(float(steps[step - 1]), 3) for step in (1, 100, 400)] == [0.1, 0.006, 0.002]
    assert (np.diff(steps) < 0).all()
    assert first_below("adagrad_runs_dry", 0.1) == [83, None]
    assert race("adagrad_runs_dry").loss[1, 0, 400] == pytest.approx(2, abs=0.05)


def test_rmsprop_keeps_its_pace() -> None:
    dry, repaired = scene("adagrad_runs_dry"), scene("rmsprop_repairs_adagrad")
    assert (dry.loss, dry.starts, dry.entries[1]) == (
        repaired.loss,
        repaired.starts,
        repaired.entries[0],
    )
    assert first_below("rmsprop_repairs_adagrad", 1e-3) == [None, 298]
    tail = race("rmsprop_repairs_adagrad").y[1, 0, -50:]
    assert (np.diff(np.sign(tail)) != 0).all()


def test_adams_first_steps() -> None:
    with_correction, without = np.abs(np.diff(race("adam_bias_correction").x[:, 0]))
    assert with_correction.max() <= 0.05
    assert [round(float(without[step - 1]), 3) for step in (1, 7)] == [0.158, 0.292]
    assert without.argmax() == 7 - 1
    assert race("adam_bias_correction").x[1].max() > 0.9


def test_five_ways_off_a_saddle() -> None:
    away = np.abs(race("five_ways_off_a_saddle").y) >= 1
    beside = [first_step(of_entry[0]) for of_entry in away]
    on_the_ridge = [first_step(of_entry[1]) for of_entry in away]
    assert beside == [149, 53, 54, 79, 74]
    assert [step is not None for step in on_the_ridge] == [False, False, True, True, False]
    ends = distances("five_ways_off_a_saddle")[[0, 1, 4], 1, -1]
    assert (ends < 1e-4).all()


def test_noise_leaves_a_shallow_minimum() -> None:
    name = "noise_leaves_a_shallow_minimum"
    ridge = 0.0839
    x = race(name).x[:, 0]
    assert [first_step(of_entry < ridge) for of_entry in x] == [None, None, 224]
    assert (x[2, 224:] < ridge).all()
    little, three_times = (entry.noise for entry in scene(name).entries[1:])
    assert little is not None
    assert three_times is not None
    assert three_times.scale == 3 * little.scale
    deep, top, shallow = ((at**2 - 1) ** 2 + at / 3 for at in (-1.0385, ridge, 0.9554))
    assert (top - deep) / (top - shallow) == pytest.approx(2, abs=0.05)


def test_sam_chooses_the_flat_minimum() -> None:
    name = "sam_flat_minimum"
    of = race(name)
    landscape = landscape_of(scene(name))
    stopped = curvature_at(landscape, float(of.x[0, 0, -1]), float(of.y[0, 0, -1]))
    assert stopped.eigenvalues[1] == pytest.approx(14.8, abs=0.05)
    assert curvature_at(landscape, 1.0, 1.0).eigenvalues[1] == pytest.approx(4)
    gradient_descent, sam = distances(name, 1.0, 1.0)[:, 0, -1]
    assert sam < 0.05 < 1 < gradient_descent
    assert (of.loss[:, 0, -1] < 0.005).all()


def test_random_search_against_the_gradient() -> None:
    assert first_below("random_search_against_the_gradient", 0.1) == [13, 242, 84]
    assert (np.diff(race("random_search_against_the_gradient").loss[1:]) <= 0).all()


def test_the_vanishing_gradient_of_tanh() -> None:
    steps = first_below("saturated_neuron", 1e-3)
    assert [steps[0], *steps[2:]] == [382, 80, 54]
    assert 1 - np.tanh(4.0) ** 2 == pytest.approx(0.0013, abs=5e-5)
    first = race("saturated_neuron").x[0, 0]
    assert first[0] - first[1] == pytest.approx(0.0013, abs=5e-5)
    assert all(step and step < 40 for step in first_below("saturated_neuron", 1e-3, start=1))


def test_a_schedule_under_noise() -> None:
    trembling = distances("schedule_under_noise")[:, 0, -100:].mean(axis=1)
    assert trembling[[0, 2, 3]] == pytest.approx([0.39, 0.13, 0.11], abs=0.005)
    assert (race("schedule_under_noise").x[1] < -0.3).all()
    assert len({entry.noise for entry in scene("schedule_under_noise").entries}) == 1
