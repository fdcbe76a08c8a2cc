"""The fair race: run by run as plain races, under the same conditions for all."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from msgspec.structs import replace

from core import pieces
from core.arrivals import NEVER
from core.budget import Rates, Tolerance
from core.comparison import Comparison, Contestant, compare
from core.critical_points.findings import Survey
from core.critical_points.survey import survey
from core.errors import Cancelled, SceneError
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.newton import Newton
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.sam import SharpnessAware
from core.outcome import Outcome
from core.race import run_race
from core.scene import Entry, Noise, Scene, View
from core.scores import Score
from core.start_samples import grid_starts, random_starts
from tests.core.test_arrivals import HIMMELBLAU, expected_arrival

VIEW = View(-5.0, 5.0, -5.0, 5.0)
SURFACE = Surface(parse_loss(HIMMELBLAU), {})
*_, SURVEY = survey(SURFACE, VIEW)
RATES = Rates(1e-3, 1.0, 4)
TOLERANCE = Tolerance("gradient_norm", 0.01)
SCENE = Scene(
    loss=HIMMELBLAU,
    view=VIEW,
    starts=random_starts(VIEW, 12, 4),
    entries=(
        Entry(GradientDescent(), noise=Noise(scale=0.5), label="Noisy"),
        Entry(Adam(learning_rate=0.2)),
        Entry(SharpnessAware()),
        Entry(Newton()),
        Entry(RandomLocalSearch()),
    ),
    steps=150,
)
SEEDS = (7, 8, 2**40)


def compared(scene: Scene = SCENE, threads: int = 1) -> Comparison:
    *_, found = compare(scene, SURVEY, SEEDS, TOLERANCE, RATES, threads=threads)
    return found


FOUND = compared()


def contestant(label: str) -> Contestant:
    return next(one for one in FOUND.contestants if one.label == label)


def assert_score(
    found: Score, entry: Entry, seeds: tuple[int, ...], evaluations: int, scene: Scene = SCENE
) -> None:
    """Compare a score with plain races, one for each seed."""
    goals = FOUND.conditions.goals
    outcomes: list[Outcome] = []
    ends: list[tuple[float, float, float]] = []
    steps: list[float] = []
    for seed in seeds:
        race = run_race(SURFACE, replace(scene, entries=(entry,), seed=seed))
        outcomes += race.outcomes[0]
        for start in range(len(scene.starts)):
            last = (0, start, race.last_step[0, start])
            ends.append((float(race.x[last]), float(race.y[last]), float(race.loss[last])))
            step = expected_arrival(race, (0, start), TOLERANCE)
            steps.append(math.inf if step == NEVER else step)
    lost = [outcome in {Outcome.DIVERGED, Outcome.LEFT_DOMAIN} for outcome in outcomes]
    homes = []
    for is_lost, (x, y, _) in zip(lost, ends, strict=True):
        gaps = [math.hypot(x - goal.x, y - goal.y) for goal in goals]
        is_home = min(gaps) <= FOUND.conditions.radius and not is_lost
        homes.append(gaps.index(min(gaps)) if is_home else None)
    runs = len(steps)
    assert found.runs == runs
    assert found.steps_of_runs.tolist() == steps
    assert found.steps.median == statistics.median_low(steps)
    assert found.gradient_evaluations.median == (
        evaluations * found.steps.median if math.isfinite(found.steps.median) else math.inf
    )
    losses = [math.inf if gone else end[2] for gone, end in zip(lost, ends, strict=True)]
    assert found.loss.median == statistics.median_low(losses)
    assert found.loss.first == sorted(losses)[math.ceil(runs / 4) - 1]
    assert found.loss.third == sorted(losses)[math.ceil(3 * runs / 4) - 1]
    assert found.minima == tuple(homes.count(place) / runs for place in range(len(goals)))
    assert found.reached == sum(map(math.isfinite, steps)) / runs
    assert found.settled == pytest.approx(
        sum(home is not None and step < math.inf for home, step in zip(homes, steps, strict=True))
        / runs
    )
    shares = (*found.minima, found.elsewhere, found.diverged, found.left_domain)
    assert sum(shares) == pytest.approx(1)


def test_scores_agree_with_plain_races() -> None:
    noisy = contestant("Noisy")
    assert noisy.seeds == SEEDS
    assert_score(noisy.as_given, noisy.entry, SEEDS, 1)
    rates = [trial.learning_rate for trial in noisy.trials]
    assert rates == RATES.values == [0.001, 0.01, 0.1, 1.0]
    for trial, rate in zip(noisy.trials, RATES.values, strict=True):
        tried = replace(noisy.entry, optimizer=GradientDescent(learning_rate=rate))
        assert_score(trial, tried, SEEDS, 1)
    assert {trial.diverged > 0 for trial in noisy.trials} == {True, False}


@pytest.mark.parametrize("entry", [SCENE.entries[0], SCENE.entries[1]])
def test_a_thousand_starts_agree_with_plain_races_start_by_start(entry: Entry) -> None:
    scene = replace(SCENE, starts=random_starts(VIEW, 1000, 8), entries=(entry,), steps=100)
    *_, found = compare(scene, SURVEY, SEEDS[:1], TOLERANCE, RATES, threads=2)
    (one,) = found.contestants
    assert_score(one.as_given, entry, SEEDS[:1], 1, scene)
    assert one.as_given.runs == 1000
    assert 0 < one.as_given.reached < 1


def test_what_chance_has_no_part_in_runs_once() -> None:
    adam, sam = contestant("Adam"), contestant("SAM")
    assert adam.seeds == sam.seeds == SEEDS[:1]
    assert_score(adam.as_given, adam.entry, SEEDS[:1], 1)
    assert sam.per_step.gradient == 2
    assert_score(sam.as_given, sam.entry, SEEDS[:1], 2)


def test_a_method_without_a_learning_rate_has_no_trials() -> None:
    search = contestant("Random local search")
    assert (search.trials, search.as_given.learning_rate) == ((), None)
    assert search.best is search.as_given
    assert not search.is_best_at_end
    assert (search.per_step.loss, search.per_step.gradient) == (2, 0)
    assert search.seeds == SEEDS
    counted = search.as_given.gradient_evaluations
    assert {counted.first, counted.median, counted.third} <= {0.0, math.inf}


def test_the_best_rate_is_the_best_of_all_tried() -> None:
    for one in FOUND.contestants:
        if one.trials:
            assert len(one.trials) == RATES.count
            most = max(trial.settled for trial in one.trials)
            assert one.best.settled == most
            rivals = [trial for trial in one.trials if trial.settled == most]
            assert one.best.steps.median == min(rival.steps.median for rival in rivals)
    newton = contestant("Newton")
    assert newton.is_best_at_end == (newton.best.learning_rate in {0.001, 1.0})


def test_threads_pieces_and_executors_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(found: Comparison) -> list[object]:
        scores = [(one.as_given, *one.trials) for one in found.contestants]
        return [
            (score.minima, score.steps_of_runs.tolist(), score.loss)
            for each in scores
            for score in each
        ]

    expected = shown(FOUND)
    assert shown(compared(threads=3)) == expected
    monkeypatch.setattr(pieces, "STEPS_OF_A_PIECE", 1000)
    monkeypatch.setattr(pieces, "STARTS_OF_A_PIECE", 5)
    assert shown(compared(threads=2)) == expected
    with ThreadPoolExecutor(2) as pool:
        *_, found = compare(SCENE, SURVEY, SEEDS, TOLERANCE, RATES, executor=pool)
    assert shown(found) == expected


def test_contestants_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "STEPS_OF_A_PIECE", 1000)
    shares, counts = [], []
    for found in compare(SCENE, SURVEY, SEEDS, TOLERANCE, RATES, threads=1):
        shares.append(found.done)
        counts.append(len(found.contestants))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert list(dict.fromkeys(counts)) == [0, 1, 2, 3, 4, 5]


def test_without_minima_reaching_the_tolerance_is_what_counts() -> None:
    scene = replace(SCENE, entries=SCENE.entries[1:2])
    *_, found = compare(scene, Survey(VIEW), SEEDS, TOLERANCE, RATES, threads=1)
    (adam,) = found.contestants
    assert adam.best.minima == ()
    assert adam.best.settled == adam.best.reached
    assert found.conditions.radius == pytest.approx(0.01 * math.hypot(10, 10))


def test_a_valley_counts_as_one_minimum() -> None:
    surface = Surface(parse_loss("(x^2 + y^2 - 1)^2"), {})
    *_, circle = survey(surface, View())
    scene = Scene(loss="(x^2 + y^2 - 1)^2", starts=random_starts(View(), 20, 0), steps=300,
                  entries=(Entry(GradientDescent(learning_rate=0.05)),))  # fmt: skip
    *_, found = compare(scene, circle, (0,), TOLERANCE, RATES)
    (goal,) = found.conditions.goals
    assert goal.name == "valley"
    assert np.hypot(goal.x, goal.y) == pytest.approx(1, abs=1e-6)
    (descent,) = found.contestants
    assert descent.as_given.minima == (1.0,)


@pytest.mark.parametrize(
    ("loss", "share"),
    # The valley of the first is listed by points wide apart, those of the second touch.
    [("(x + y)^2", 1.0), ("floor(x) + y^2", 1 / 6)],
)
def test_a_run_may_end_anywhere_along_a_valley(loss: str, share: float) -> None:
    surface, view = Surface(parse_loss(loss), {}), View(-3.0, 3.0, -3.0, 3.0)
    *_, valleys = survey(surface, view)
    scene = Scene(loss=loss, view=view, starts=grid_starts(view, 12, 3), steps=300,
                  entries=(Entry(GradientDescent(learning_rate=0.1)),))  # fmt: skip
    *_, found = compare(scene, valleys, (0,), TOLERANCE, RATES)
    (descent,) = found.contestants
    assert descent.as_given.settled == 1
    assert descent.as_given.minima == pytest.approx((share,) * len(found.conditions.goals))


@pytest.mark.parametrize(
    ("changes", "seeds", "rates", "sentence"),
    [
        ({"entries": ()}, (0,), RATES, "needs an optimizer"),
        ({"starts": ()}, (0,), RATES, "needs a starting point"),
        ({}, (), RATES, "needs a seed"),
        ({}, range(1_000_000), RATES, "60,000,000 runs of each of 5 methods"),
        ({"steps": 1_000_000}, range(1000), RATES, "over 1,000,000 steps are too many"),
        ({}, (0,), Rates(0.0, 1.0, 3), "from above 0"),
        ({}, (0,), Rates(2.0, 1.0, 3), "must go up"),
        ({}, (0,), Rates(1.0, 1e9, 3), "to at most 1e"),
        ({}, (0,), Rates(1.0, 2.0, 1001), "from 0 to 1000"),
    ],
)
def test_what_makes_no_comparison_is_refused(
    changes: dict[str, object], seeds: Sequence[int], rates: Rates, sentence: str
) -> None:
    with pytest.raises(SceneError, match=sentence):
        next(compare(replace(SCENE, **changes), SURVEY, seeds, TOLERANCE, rates))


def test_a_comparison_can_be_abandoned() -> None:
    with pytest.raises(Cancelled):
        list(compare(SCENE, SURVEY, SEEDS, cancelled=lambda: True))
