"""The sentences of the fair race: its conditions, its doubts and the ends of its runs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.budget import Rates, Tolerance
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Noise, Scene, Start, StoppingRule, View
from gui.fair_race.ends import MOST_MINIMA, ends
from gui.fair_race.words import asked, conditions, doubts, summary
from gui.fair_race.work import Answer, Comparing, Request, Terms

BOWL = Scene(
    loss="x^2 + y^2",
    view=View(-1, 1, -1, 1),
    starts=(Start(0.5, 0.5),),
    entries=(Entry(GradientDescent(learning_rate=0.1)),),
    steps=60,
)
MANY_WELLS = replace(BOWL, loss="cos(3x) + cos(3y)", view=View(-5, 5, -5, 5), steps=40)
FEW_RATES = Rates(0.01, 1.0, 3)


def answer(scene: Scene, terms: Terms) -> Answer:
    *_, found = Comparing().answers(Request(scene, terms, 1), lambda: False)
    return found


def test_everything_that_decides_is_among_the_conditions() -> None:
    scene = replace(BOWL, stopping=StoppingRule(gradient_norm=1e-8), seed=4)
    found = answer(scene, Terms(sample="random", count=12, draw=5, seeds=2, rates=FEW_RATES))
    text = conditions(found, as_given=False)
    for part in (
        "Loss x^2 + y^2.",
        "12 starts drawn at random with seed 5 in −1 to 1 by −1 to 1; 60 steps at most.",
        "A run stops at a gradient norm ≤ 1e−8.",
        "To reach: gradient norm ≤ 0.001.",
        "within 0.0283 of it",
        "the same 3 learning rates from 0.01 to 1",
        "on the same starts and seeds",
    ):
        assert part in text


def test_without_a_budget_the_rates_are_those_of_the_race() -> None:
    found = answer(BOWL, Terms(sample="scene", rates=Rates(count=0)))
    text = conditions(found, as_given=False)
    assert "The scene's start; 60 steps at most." in text
    assert text.endswith("Every method runs with the learning rate that it has in the race.")


@pytest.mark.parametrize(("count", "points"), [(100, 10), (400, 5), (10_000, 1)])
def test_random_starts_tell_how_far_a_share_may_be_off(count: int, points: int) -> None:
    terms = Terms(sample="random", count=count, rates=FEW_RATES)
    found = answer(replace(BOWL, steps=1), terms)
    assert f"With {count:,} random starts a share may be off by {points} points." in doubts(found)


def test_few_starts_and_a_best_rate_at_the_end_are_doubtful() -> None:
    found = answer(BOWL, Terms(side=2, rates=Rates(0.01, 0.1, 3)))
    assert doubts(found) == [
        "Few starts: each of the 4 makes 25 % of the runs.",
        "The best rate is at the end of those tried for Gradient descent: "
        "a wider range may hold a better one.",
    ]


def test_a_plane_has_no_minimum_to_count() -> None:
    found = answer(replace(BOWL, loss="x + y"), Terms(rates=FEW_RATES))
    assert doubts(found) == [
        "No minimum is known in the view, so none is counted.",
        "No run of Gradient descent arrives with any rate; best is then the one with the "
        "lowest median loss.",
        "The best rate is at the end of those tried for Gradient descent: "
        "a wider range may hold a better one.",
    ]
    assert "with which most runs reach that, then" in conditions(found, as_given=False)


def test_where_all_runs_are_lost_no_wider_range_is_recommended() -> None:
    found = answer(replace(BOWL, loss="-exp(x^2 + y^2)"), Terms(rates=Rates(1.0, 10.0, 3)))
    assert [sentence[:27] for sentence in doubts(found)] == [
        "No minimum is known in the ",
        "No run of Gradient descent ",
    ]


def test_a_best_rate_with_hardly_a_run_that_arrives_may_be_chance() -> None:
    (entry,) = BOWL.entries
    noisy = replace(BOWL, entries=(replace(entry, noise=Noise(scale=1.0)),), steps=300)
    found = answer(noisy, Terms(tolerance=Tolerance(value=2e-3), rates=FEW_RATES))
    assert 0 < found.comparison.contestants[0].best.reached < 0.05
    assert (
        "Hardly a run of Gradient descent arrives even at its best, so that the rate is the best "
        "may be chance."
    ) in doubts(found)


def test_one_start_is_said_to_be_one() -> None:
    found = answer(BOWL, Terms(sample="scene", rates=FEW_RATES))
    assert "There is one start only: another one may tell the opposite." in doubts(found)
    assert "The scene's start; " in conditions(found, as_given=False)
    assert summary(Terms(side=1), BOWL).startswith("1 start ·")


def test_seeds_are_told_where_chance_plays_a_part() -> None:
    (entry,) = BOWL.entries
    noisy = replace(BOWL, entries=(replace(entry, noise=Noise()),))
    sentence = "Noise and random rules run with 2 seeds from 4."
    for scene, is_told in ((BOWL, False), (noisy, True)):
        found = answer(replace(scene, seed=4), Terms(side=2, seeds=2, rates=FEW_RATES))
        told = conditions(found, as_given=False)
        assert (sentence in told) == is_told


def test_many_minima_share_a_line() -> None:
    found = answer(MANY_WELLS, Terms(rates=FEW_RATES))
    assert len(found.comparison.conditions.goals) > MOST_MINIMA
    told = ends(found.comparison, found.best)
    slots = [end.slot for end in told.listed[:MOST_MINIMA]]
    assert None not in slots[:-1]
    assert slots[-1] is None
    assert told.listed[MOST_MINIMA - 1].text.endswith("other minima")
    assert [mark.slot for mark in told.marks] == slots[:-1]
    assert_whole(told.shares)


def assert_whole(rows: Sequence[Sequence[float]]) -> None:
    for row in rows:
        assert sum(row) == pytest.approx(1)


@given(st.sampled_from(["x^2 + y^2", "x^2 y^2", "ln x + y", "x + y", "exp(9x) + y^2"]))
def test_the_shares_of_all_ends_are_all_runs(loss: str) -> None:
    found = answer(replace(BOWL, loss=loss, steps=30), Terms(side=4, rates=FEW_RATES))
    for results in (found.given, found.best):
        assert_whole(ends(found.comparison, results).shares)


def test_a_step_tells_what_it_asks_for() -> None:
    found = answer(BOWL, Terms(rates=FEW_RATES))
    (contestant,) = found.comparison.contestants
    assert asked(contestant) == "A step asks for 1 × the gradient."


def test_the_summary_names_starts_and_goal() -> None:
    assert summary(Terms(), BOWL) == "100 starts in a grid · gradient norm ≤ 0.001"
    assert summary(Terms(sample="random", count=7), BOWL).startswith("7 random starts")
