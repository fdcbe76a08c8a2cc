"""Noise belongs to its place, seed, step and start, whatever else races and however."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from msgspec.structs import replace

from core import race as racing
from core.compiler.arrays import FloatArray
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.race import GROUP, run_race
from core.scene import Entry, Noise, Scene, Start

SURFACE = Surface(parse_loss("(1 - x)^2 + 5(y - x^2)^2"), {})
STARTS = tuple(Start(float(x), float(y)) for x, y in np.random.default_rng(1).normal(size=(300, 2)))
ENTRIES = (
    Entry(GradientDescent(), noise=Noise("gaussian", 0.2)),
    Entry(GradientDescent(), noise=Noise("proportional", 0.2)),
    Entry(Adam(), noise=Noise("student", 0.2)),
    Entry(PerturbedGradientDescent(gradient_threshold=1.0, pause=3), noise=Noise(scale=1e-3)),
)
SCENE = Scene(loss="", entries=ENTRIES, starts=STARTS, steps=30, seed=2**63 - 1)


def places(scene: Scene) -> FloatArray:
    """Return the iterates, shape ``(2, entries, starts, steps + 1)``."""
    race = run_race(SURFACE, scene)
    return np.stack([race.x, race.y])


@pytest.fixture(scope="module")
def expected() -> FloatArray:
    return places(SCENE)


def test_the_order_of_entries_plays_no_part(expected: FloatArray) -> None:
    backwards = places(replace(SCENE, entries=ENTRIES[::-1]))
    np.testing.assert_array_equal(backwards[:, ::-1], expected)


@pytest.mark.parametrize("count", [1, 7, GROUP, GROUP + 1])
def test_starts_that_follow_play_no_part(expected: FloatArray, count: int) -> None:
    fewer = places(replace(SCENE, starts=STARTS[:count]))
    np.testing.assert_array_equal(fewer, expected[:, :, :count])


def test_a_start_has_the_noise_of_its_number(expected: FloatArray) -> None:
    elsewhere = (Start(9.0, 9.0),) * 5
    moved = places(replace(SCENE, starts=(*elsewhere, *STARTS[5:8])))
    np.testing.assert_array_equal(moved[:, :, 5:8], expected[:, :, 5:8])
    same_start = places(replace(SCENE, starts=(STARTS[0],) * 2))[:, 0]
    assert (same_start[:, 0, 1] != same_start[:, 1, 1]).all()


def test_the_groups_and_chunks_of_a_race_play_no_part(
    expected: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(racing, "GROUP", 70)
    monkeypatch.setattr(racing, "CHUNK_ROWS", 210)
    np.testing.assert_array_equal(places(SCENE), expected)


def test_the_width_of_a_vector_plays_no_part(
    expected: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(racing, "WIDTH", 1)
    np.testing.assert_array_equal(places(SCENE), expected)


def test_threads_play_no_part(expected: FloatArray) -> None:
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(places, [SCENE] * 4):
            np.testing.assert_array_equal(found, expected)


def test_another_seed_gives_other_noise(expected: FloatArray) -> None:
    other = places(replace(SCENE, seed=SCENE.seed - 1))
    assert (other[:, 0, :, 1] != expected[:, 0, :, 1]).all()


@pytest.mark.parametrize(
    "noise", [Noise("gaussian", 0.0), Noise("proportional", 0.0), Noise("student", 0.0, 0.01)]
)
def test_noise_of_scale_zero_is_none(noise: Noise) -> None:
    silent, plain = Entry(GradientDescent(), noise=noise), Entry(GradientDescent())
    found = places(replace(SCENE, entries=(silent, plain), steps=300))
    np.testing.assert_array_equal(found[:, 0], found[:, 1])


def test_a_hyperparameter_of_any_name_leaves_the_random_numbers_alone() -> None:
    named = (
        OwnMethod(title=name, rule=f"x = {name} normal()", hyperparameters={name: 3.0})
        for name in ("run", "draw", "seed", "number")
    )
    found = places(replace(SCENE, entries=tuple(map(Entry, named)), steps=3))
    for other in range(1, 4):
        np.testing.assert_array_equal(found[:, other], found[:, 0])
    assert (found[:, 0, 0, 1] != found[:, 0, 1, 1]).all()
