"""What is asked of a fair race in the background, and what comes back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from core.budget import Rates, Tolerance
from core.errors import Cancelled, SceneError
from core.optimizers.gd import GradientDescent
from core.optimizers.random_search import RandomSearch
from core.scene import Contours, Entry, Noise, Parameter, Scene, Start, StoppingRule, View
from core.start_samples import random_starts
from gui.fair_race.work import Comparing, Request, Terms, with_learning_rate

SCENE = Scene(
    loss="a x^2 + y^2",
    parameters={"a": Parameter(2.0)},
    view=View(-1, 1, -1, 1),
    starts=(Start(0.5, 0.5),),
    entries=(Entry(GradientDescent(learning_rate=0.1)), Entry(RandomSearch())),
    steps=40,
)
TERMS = Terms(side=3, seeds=2, rates=Rates(0.01, 1.0, 4))
REQUEST = Request(SCENE, TERMS, 1)


@pytest.mark.parametrize(
    "scene",
    [
        replace(SCENE, title="Another", notes="Words."),
        replace(SCENE, contours=Contours(spacing="linear")),
        replace(SCENE, starts=(Start(0.1, 0.1),)),
        replace(
            SCENE,
            entries=(replace(SCENE.entries[0], label="Plain", visible=False), SCENE.entries[1]),
        ),
    ],
)
def test_what_no_run_depends_on_asks_the_same(scene: Scene) -> None:
    assert Request(scene, TERMS, 2).asks_the_same(REQUEST)


@pytest.mark.parametrize(
    "scene",
    [
        replace(SCENE, loss="a x^2 + 2 y^2"),
        replace(SCENE, parameters={"a": Parameter(3.0)}),
        replace(SCENE, view=View(-1, 1, -1, 2)),
        replace(SCENE, entries=SCENE.entries[::-1]),
        replace(SCENE, entries=(with_learning_rate(SCENE.entries[0], 0.2), SCENE.entries[1])),
        replace(SCENE, steps=41),
        replace(SCENE, seed=1),
        replace(SCENE, stopping=StoppingRule(gradient_norm=1e-6)),
    ],
)
def test_what_any_run_depends_on_asks_something_else(scene: Scene) -> None:
    assert not Request(scene, TERMS).asks_the_same(REQUEST)


def test_other_terms_ask_something_else() -> None:
    for change in (
        {"side": 4},
        {"sample": "random"},
        {"seeds": 3},
        {"tolerance": Tolerance("loss", 0.1)},
        {"rates": Rates(0.01, 1.0, 5)},
    ):
        terms = dataclasses.replace(TERMS, **change)
        assert not Request(SCENE, terms).asks_the_same(REQUEST)


def test_the_starts_of_the_scene_count_where_they_are_raced_from() -> None:
    terms = dataclasses.replace(TERMS, sample="scene")
    moved = replace(SCENE, starts=(Start(0.1, 0.1),))
    assert not Request(moved, terms).asks_the_same(Request(SCENE, terms))
    assert terms.starts(moved) == moved.starts


def test_a_sample_is_the_one_of_the_verb() -> None:
    terms = Terms(sample="random", count=5, draw=7)
    assert terms.starts(SCENE) == random_starts(SCENE.view, 5, 7)
    assert terms.number_of_starts(SCENE) == 5


def test_the_cost_counts_the_steps_of_all_runs() -> None:
    descent, search = 1 + 4, 2
    assert REQUEST.cost == (descent + search) * 9 * 40
    noisy = replace(SCENE, entries=(replace(SCENE.entries[0], noise=Noise(scale=0.1)),))
    assert Request(noisy, TERMS).cost == 2 * descent * 9 * 40


def test_answers_grow_by_entries_and_keep_no_single_runs() -> None:
    *first, last = Comparing().answers(REQUEST, lambda: False)
    counts = [len(answer.comparison.contestants) for answer in (*first, last)]
    assert counts == sorted(counts)
    assert last.is_complete
    assert last.comparison.done == 1
    assert last.places == [0, 1]
    for contestant in last.comparison.contestants:
        for score in (contestant.as_given, *contestant.trials):
            assert score.steps_of_runs.size == 0


def test_gradients_are_steps_times_what_a_step_asks_for() -> None:
    *_, answer = Comparing().answers(REQUEST, lambda: False)
    descent, search = answer.given
    assert descent.gradients is not None
    quartiles = descent.score.gradient_evaluations
    assert descent.gradients.places[1:4] == (quartiles.first, quartiles.median, quartiles.third)
    assert np.isfinite(descent.gradients.median)
    assert search.gradients is None


def test_it_stops_when_nobody_waits() -> None:
    with pytest.raises(Cancelled):
        list(Comparing().answers(REQUEST, lambda: True))


def test_too_much_is_refused() -> None:
    terms = Terms(side=100, seeds=100, rates=Rates(count=60))
    with pytest.raises(SceneError, match="too many"):
        list(Comparing().answers(Request(SCENE, terms), lambda: False))


def test_a_learning_rate_is_given_where_there_is_one() -> None:
    optimizer = with_learning_rate(SCENE.entries[0], 0.25).optimizer
    assert isinstance(optimizer, GradientDescent)
    assert optimizer.learning_rate == 0.25
    assert with_learning_rate(SCENE.entries[1], 0.25) == SCENE.entries[1]
