"""Maps over two hyperparameters: pixel by pixel as plain races, and as theory expects."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import fields
from multiprocessing import get_context

import numpy as np
import pytest
from msgspec.structs import replace

from core.arrivals import NEVER
from core.axes import Axis, default_axis
from core.budget import DEFAULT_TOLERANCE, Tolerance
from core.errors import Cancelled, SceneError
from core.expression import parse_loss
from core.hyperparameter_map import Ending, HyperparameterMap, map_hyperparameters
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.momentum import Momentum
from core.optimizers.nesterov import Nesterov
from core.optimizers.own import OwnMethod
from core.outcome import Outcome
from core.race import run_race
from core.scene import Entry, Noise, Scene, Start, StoppingRule
from core.stability_boundary import largest_curvature, stability_boundary
from tests.core.test_arrivals import HIMMELBLAU, expected_arrival, starts

BOWL = "x^2/2 + 5y^2 + x y - 3x + 1"
CURVATURE = (11 + math.sqrt(85)) / 2
RATE = Axis("learning_rate", 1e-3, 1.0, True)
MOMENTUM = Axis("momentum", 0.0, 0.95)


def surface(text: str) -> Surface:
    return Surface(parse_loss(text), {})


def mapped(
    scene: Scene, entry: Entry, x: Axis, y: Axis, columns: int, rows: int,
    tolerance: Tolerance = DEFAULT_TOLERANCE, threads: int | None = None,
    executor: Executor | None = None,
) -> HyperparameterMap:  # fmt: skip
    """Return the complete map."""
    *_, found = map_hyperparameters(
        surface(scene.loss), scene, entry, x, y, columns, rows, tolerance,
        threads=threads, executor=executor,
    )  # fmt: skip
    assert found.is_complete
    return found


def grids(found: HyperparameterMap) -> bytes:
    return b"".join(getattr(found.ending, field.name).tobytes() for field in fields(Ending))


def lower_median(values: list[float]) -> float:
    return statistics.median_low(values)


@pytest.mark.parametrize(
    ("scene", "entry", "x", "y", "tolerance", "count"),
    [
        (Scene(loss=HIMMELBLAU, starts=starts(5), steps=80, seed=3),
         Entry(Momentum(), noise=Noise()), RATE, MOMENTUM, Tolerance("loss", 1.0), 1000),
        (Scene(loss="log(x + 3) + (x^2 + y - 1)^2 + y^4", starts=starts(4), steps=120,
               stopping=StoppingRule(loss_change=1e-9)),
         Entry(Adam(), schedule="1/sqrt(t)"), Axis("beta2", 0.0, 1.0),
         Axis("learning_rate", 1e-3, 10.0, True), Tolerance("gradient_norm", 0.01), 200),
    ],
)  # fmt: skip
def test_pixels_agree_with_plain_races(
    scene: Scene, entry: Entry, x: Axis, y: Axis, tolerance: Tolerance, count: int
) -> None:
    found = mapped(scene, entry, x, y, 40, 30, tolerance)
    for place in np.random.default_rng(0).choice(1200, count, replace=False).tolist():
        assert_pixel(found, scene, place // 40, place % 40)
    assert len(np.unique(found.ending.median_loss)) > 600


def assert_pixel(found: HyperparameterMap, scene: Scene, row: int, column: int) -> None:
    """Compare one pixel with the race of its entry, start by start."""
    race = run_race(surface(scene.loss), replace(scene, entries=(found.entry_at(column, row),)))
    (outcomes,) = race.outcomes
    lost = [outcome in {Outcome.DIVERGED, Outcome.LEFT_DOMAIN} for outcome in outcomes]
    losses = [
        math.inf if lost[start] else float(race.loss[0, start, race.last_step[0, start]])
        for start in range(len(scene.starts))
    ]
    arrivals = [expected_arrival(race, (0, start), found.tolerance) for start in range(len(losses))]
    steps = lower_median([math.inf if step == NEVER else step for step in arrivals])
    ending, place = found.ending, (row, column)
    assert ending.median_loss[place] == lower_median(losses)
    assert ending.mean_loss[place] == pytest.approx(sum(losses) / len(losses), rel=1e-14)
    assert ending.diverged[place] == outcomes.count(Outcome.DIVERGED) / len(losses)
    assert ending.left_domain[place] == outcomes.count(Outcome.LEFT_DOMAIN) / len(losses)
    assert ending.reached[place] == sum(step != NEVER for step in arrivals) / len(losses)
    np.testing.assert_equal(ending.median_steps[place], steps if steps < math.inf else math.nan)


# Gradient descent has no second hyperparameter; this one's does nothing.
PLAIN = OwnMethod(title="GD", rule="x = x - eta g + 0 k", hyperparameters={"eta": 0.1, "k": 0.5})


@pytest.mark.parametrize(
    ("optimizer", "rate", "other", "limit"),
    [
        (PLAIN, "eta", Axis("k", 0.0, 1.0), lambda _: 2.0),
        (GradientClipping(threshold=1e6), "learning_rate", Axis("threshold", 1e5, 1e6, True),
         lambda _: 2.0),
        (Momentum(), "learning_rate", MOMENTUM, lambda kept: 2 * (1 + kept)),
        (Nesterov(), "learning_rate", MOMENTUM, lambda kept: 2 * (1 + kept) / (1 + 2 * kept)),
    ],
)  # fmt: skip
def test_maps_of_a_quadratic_agree_with_theory(
    optimizer: Optimizer, rate: str, other: Axis, limit: Callable[[float], float]
) -> None:
    scene = Scene(loss=BOWL, starts=(Start(1.0, 1.0), Start(-2.0, 0.3)), steps=2000)
    found = mapped(scene, Entry(optimizer), Axis(rate, 0.05, 1.0, True), other, 40, 12)
    lowest = float(surface(BOWL).loss(10 / 3, -1 / 3)[()])
    limits = np.array([limit(kept) / CURVATURE for kept in found.y_values.tolist()])[:, np.newaxis]
    rates = found.x_values[np.newaxis, :]
    ending = found.ending
    # Beyond the limit the distance grows at least by the ratio of the rates each step or
    # two; a twentieth to either side is far enough for 2,000 steps to decide.
    beyond, before = rates > 1.05 * limits, rates < 0.95 * limits
    assert beyond.sum() > 50
    assert before.sum() > 50
    assert (ending.diverged[beyond] + (ending.median_loss[beyond] > 1e6) > 0).all()
    assert np.isfinite(ending.median_loss[before]).all()
    assert ending.median_loss[before] == pytest.approx(lowest, rel=1e-6)
    assert (ending.diverged[before] == 0).all()


def test_the_boundary_is_where_theory_has_it() -> None:
    loss = surface(BOWL)
    assert largest_curvature(loss) == pytest.approx(CURVATURE, rel=1e-15)
    rates, kept = stability_boundary(loss, Entry(Momentum()), RATE, MOMENTUM)
    assert (kept[0], kept[-1]) == (0.0, 0.95)
    np.testing.assert_allclose(rates, 2 * (1 + kept) / CURVATURE, rtol=1e-14)
    turned = stability_boundary(loss, Entry(Momentum()), MOMENTUM, RATE)
    np.testing.assert_array_equal(turned, [kept, rates])


@pytest.mark.parametrize(
    ("text", "entry", "other"),
    [
        (HIMMELBLAU, Entry(Momentum()), "momentum"),
        ("x^2 - y^2", Entry(Momentum()), "momentum"),
        ("x + y", Entry(Momentum()), "momentum"),
        (BOWL, Entry(Momentum(), schedule="1/t"), "momentum"),
        (BOWL, Entry(Adam()), "beta1"),
    ],
)
def test_elsewhere_theory_tells_of_no_boundary(text: str, entry: Entry, other: str) -> None:
    axes = (RATE, default_axis(entry.optimizer, other))
    assert stability_boundary(surface(text), entry, *axes).shape == (2, 0)


def test_without_the_learning_rate_there_is_no_boundary() -> None:
    axes = (Axis("beta1", 0.0, 1.0), Axis("epsilon", 1e-9, 1.0, True))
    assert not stability_boundary(surface(BOWL), Entry(Adam()), *axes).size


def test_a_map_grows_from_coarse_to_fine() -> None:
    scene = Scene(loss=BOWL, starts=(Start(1.0, 1.0),), steps=20)
    before = None
    strides = []
    for found in map_hyperparameters(
        surface(BOWL), scene, Entry(Momentum()), RATE, MOMENTUM, 21, 18
    ):
        if found.stride:
            assert found.known[:: found.stride, :: found.stride].all()
        known = np.isfinite(found.ending.reached)
        np.testing.assert_array_equal(known, found.known)
        if before is not None:
            assert found.known[before.known].all()
            np.testing.assert_array_equal(
                found.ending.median_loss[before.known], before.ending.median_loss[before.known]
            )
        before = found
        strides.append(found.stride)
    assert sorted(set(strides), reverse=True)[:5] == [16, 8, 4, 2, 1]
    assert before is not None
    assert before.is_complete


def test_threads_and_processes_make_the_same_map() -> None:
    scene = Scene(loss=HIMMELBLAU, starts=starts(3), steps=50)
    made = Entry(Momentum(), noise=Noise()), RATE, MOMENTUM, 17, 15
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        elsewhere = grids(mapped(scene, *made, executor=pool))
    assert grids(mapped(scene, *made, threads=1)) == elsewhere
    assert grids(mapped(scene, *made, threads=3)) == elsewhere


def test_a_zoomed_map_has_the_values_of_its_part() -> None:
    inner = RATE.zoomed(0.25, 0.5)
    np.testing.assert_allclose(inner.centres(5), RATE.centres(20)[5:10], rtol=1e-14)
    straight = MOMENTUM.zoomed(0.5, 1.0)
    np.testing.assert_allclose(straight.centres(3), MOMENTUM.centres(6)[3:], rtol=1e-14)


def test_a_map_can_be_abandoned() -> None:
    scene = Scene(loss=BOWL, starts=(Start(1.0, 1.0),))
    with pytest.raises(Cancelled):
        list(map_hyperparameters(surface(BOWL), scene, Entry(Momentum()), RATE, MOMENTUM, 9, 9,
                                 cancelled=lambda: True))  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "x", "y", "size", "sentence"),
    [
        ({}, RATE, RATE, 4, "two hyperparameters, not learning_rate twice"),
        ({"starts": ()}, RATE, MOMENTUM, 4, "needs a starting point"),
        ({}, RATE, Axis("beta1", 0.0, 1.0), 4, "Momentum has no hyperparameter beta1; it has"),
        ({}, RATE, Axis("scale_velocity", 0.0, 1.0), 4, "is true or false, which makes no axis"),
        ({}, RATE, Axis("momentum", 0.0, 1.5), 4, "must not reach beyond 1"),
        ({}, RATE, Axis("momentum", -0.5, 0.5), 4, "must not begin below 0"),
        ({}, Axis("learning_rate", 0.0, 1.0, True), MOMENTUM, 4, "needs a range above zero"),
        ({}, Axis("learning_rate", 1.0, 1.0), MOMENTUM, 4, "to a larger one"),
        ({}, Axis("learning_rate", 0.1, math.inf), MOMENTUM, 4, "must be finite"),
        ({"steps": 1_000_000}, RATE, MOMENTUM, 2000, "are too many; at most"),
    ],
)
def test_what_makes_no_map_is_refused(
    changes: dict[str, object], x: Axis, y: Axis, size: int, sentence: str
) -> None:
    scene = replace(Scene(loss=BOWL, starts=(Start(1.0, 1.0),)), **changes)
    with pytest.raises(SceneError, match=sentence):
        next(map_hyperparameters(surface(BOWL), scene, Entry(Momentum()), x, y, size, size))
