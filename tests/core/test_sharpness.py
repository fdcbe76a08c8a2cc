"""The curvature along a run, and what the limits beside it mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.divisors import running_mean
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.gd import GradientDescent
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.rmsprop import RMSprop
from core.race import Race, run_race
from core.scene import Entry, Noise, Scene, Start
from core.sharpness import SharpnessRecord, along, sampled_steps, scaled_eigenvalues

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"


def followed(
    optimizer: AnyOptimizer,
    loss: str = HIMMELBLAU,
    steps: int = 60,
    schedule: str = "",
    noise: Noise | None = None,
    start: tuple[float, float] = (-1.0, 2.0),
) -> tuple[Race, SharpnessRecord]:
    entries = (Entry(GradientDescent()), Entry(optimizer, schedule=schedule, noise=noise))
    starts = (Start(0.5, 0.5), Start(*start))
    scene = Scene(loss=loss, starts=starts, entries=entries, steps=steps)
    surface = Surface(parse_loss(loss), {})
    race = run_race(surface, scene)
    return race, along(surface, scene, race, 1, 1)


def test_the_eigenvalues_are_those_of_the_hessian_at_each_iterate() -> None:
    race, record = followed(GradientDescent(learning_rate=0.01))
    x, y = race.x[1, 1], race.y[1, 1]
    hessians = np.array(
        [[12 * x**2 + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 12 * y**2 + 4 * x - 26]]
    ).transpose(2, 0, 1)
    expected = np.linalg.eigvalsh(hessians)
    assert record.steps.tolist() == list(range(61))
    assert record.smaller == pytest.approx(expected[:, 0], rel=1e-9, abs=1e-9)
    assert record.larger == pytest.approx(expected[:, 1], rel=1e-9)
    norm = np.hypot(race.gradient_x[1, 1], race.gradient_y[1, 1])
    assert (record.gradient_norm == norm).all()
    assert record.scaled is None
    assert record.divisor is None
    assert (record.governing == [record.smaller, record.larger]).all()


def test_the_limit_follows_the_schedule() -> None:
    _, record = followed(GradientDescent(learning_rate=0.02), schedule="1/t", steps=5)
    assert record.limit == pytest.approx([100, 200, 300, 400, 500, 500])


def test_a_rate_of_zero_has_no_limit_and_a_negative_one_no_meaning() -> None:
    _, record = followed(GradientDescent(), schedule="2 - t", steps=3)
    assert record.limit is not None
    assert record.limit.tolist()[:2] == [200, math.inf]
    assert np.isnan(record.limit[2:]).all()


def test_a_method_without_a_limit_still_has_its_curvature() -> None:
    _, record = followed(Lion())
    assert record.limit is None
    assert np.isfinite(record.larger).all()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_followed(method: type[AnyOptimizer]) -> None:
    _, record = followed(method(), steps=4)
    count = record.steps.size
    assert record.governing.shape == (2, count)
    assert record.limit is None or record.limit.shape == (count,)


def divisors_by_hand(optimizer: AnyOptimizer, gradients: np.ndarray) -> list[float]:
    """Return what a method divides x's step by, from the gradients that it saw."""
    s = u = v = v_max = 0.0
    divisors = []
    for t, g in enumerate(gradients.tolist(), 1):
        match optimizer:
            case AdaGrad(epsilon=e):
                s += g * g
                divisors.append(math.sqrt(s) + e)
            case RMSprop(decay=rho, epsilon=e):
                s = rho * s + (1 - rho) * g * g
                divisors.append(math.sqrt(s) + e)
            case Adadelta(decay=rho, epsilon=e):
                s = rho * s + (1 - rho) * g * g
                divisors.append(math.sqrt(s + e) / math.sqrt(u + e))
                u = rho * u + (1 - rho) * (g / divisors[-1]) ** 2
            case Adam(bias_correction=False, beta2=b, epsilon=e):
                v = b * v + (1 - b) * g * g
                divisors.append(math.sqrt(v) + e)
            case Adam() | AdamW() | AMSGrad() | Nadam():
                b1, b, e = optimizer.beta1, optimizer.beta2, optimizer.epsilon
                v = b * v + (1 - b) * g * g
                v_max = max(v_max, v) if isinstance(optimizer, AMSGrad) else v
                corrected = 1.0 if isinstance(optimizer, Nadam) else 1 - b1**t
                divisors.append(corrected * (math.sqrt(v_max / (1 - b**t)) + e))
    return divisors


adaptive = pytest.mark.parametrize(
    "optimizer",
    [
        AdaGrad(),
        RMSprop(),
        Adadelta(),
        Adam(),
        Adam(bias_correction=False),
        AdamW(),
        AMSGrad(),
        Nadam(),
    ],
    ids=lambda optimizer: f"{optimizer.title} {getattr(optimizer, 'bias_correction', '')}",
)


@adaptive
@pytest.mark.parametrize("steps", [150, 2500])
def test_a_run_followed_by_its_gradients_is_the_rule_run_again(
    optimizer: AnyOptimizer, steps: int
) -> None:
    """Noise of scale zero changes nothing, but has the rule itself run again."""
    by_gradients = followed(optimizer, steps=steps)[1].divisor
    by_rule = followed(optimizer, steps=steps, noise=Noise(scale=0.0))[1].divisor
    assert by_gradients is not None
    assert by_rule is not None
    assert by_gradients == pytest.approx(by_rule, rel=1e-9)


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=300),
    st.floats(0, 0.9999),
)
def test_a_running_mean_is_added_up_term_by_term(values: list[float], kept: float) -> None:
    mean, expected = 0.0, []
    for value in values:
        mean = kept * mean + (1 - kept) * value
        expected.append(mean)
    found = running_mean(np.array([values, values]), kept)
    for row in found:
        assert row == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_running_mean_is_lost_from_what_is_not_finite_on() -> None:
    found = running_mean(np.array([[1.0, 2.0, math.inf, 3.0]]), 0.5)[0]
    assert found[:2].tolist() == [0.5, 1.25]
    assert np.isnan(found[2:]).all()


@adaptive
def test_the_divisor_is_the_rules_own(optimizer: AnyOptimizer) -> None:
    race, record = followed(optimizer, steps=40)
    assert record.divisor is not None
    for axis, field in enumerate((race.gradient_x, race.gradient_y)):
        by_hand = divisors_by_hand(optimizer, field[1, 1])
        assert record.divisor[axis] == pytest.approx(by_hand, rel=1e-9)


def test_noise_is_in_the_divisor() -> None:
    quiet = followed(RMSprop(), steps=5)[1].divisor
    noisy = followed(RMSprop(), steps=5, noise=Noise(scale=5.0))[1].divisor
    assert quiet is not None
    assert noisy is not None
    assert not np.isclose(quiet, noisy, rtol=0.01).all()


@given(
    st.tuples(*[st.floats(-1e3, 1e3)] * 3),
    st.tuples(*[st.floats(1e-3, 1e3)] * 2),
)
def test_scaled_eigenvalues_are_those_of_the_product(
    hessian: tuple[float, float, float], divisor: tuple[float, float]
) -> None:
    xx, xy, yy = hessian
    product = np.array([[xx, xy], [xy, yy]]) / np.array(divisor)[:, np.newaxis]
    expected = np.sort(np.linalg.eigvals(product).real)
    found = scaled_eigenvalues(np.array(hessian)[:, None], np.array(divisor)[:, None])[:, 0]
    size = np.abs(expected).max()
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-6 * size + 1e-12)


def test_rmsprop_settles_at_its_limit() -> None:
    _, record = followed(RMSprop(learning_rate=0.05), steps=400)
    assert record.limit is not None
    late = record.governing[1, -100:]
    assert late.mean() == pytest.approx(record.limit[-1], rel=0.05)
    assert record.governing[1, 0] < record.limit[0]


def test_momentum_swings_where_the_curvature_exceeds_its_limit() -> None:
    ends = []
    for rate in (0.37, 0.39):
        race, record = followed(Momentum(learning_rate=rate), "5x^2 + y^2/9", 400, start=(0.1, 0.1))
        assert record.limit is not None
        ends.append(abs(float(race.x[1, 1, -1])))
        assert (record.larger[0] > record.limit[0]) == (rate == 0.39)
    assert ends[0] < 0.1 < 1 < ends[1]


@given(st.integers(0, 1_000_000))
def test_samples_are_few_and_see_both_sides_of_a_swing(last: int) -> None:
    steps = sampled_steps(last)
    assert steps[0] == 0
    assert steps[-1] <= last
    assert len(steps) <= 1024
    if last >= 1024:
        assert {0, 1} == set((steps % 2).tolist())
    else:
        assert steps.tolist() == list(range(last + 1))


def test_a_long_run_is_sampled_where_its_short_one_was() -> None:
    _, whole = followed(RMSprop(), steps=1000)
    _, sampled = followed(RMSprop(), steps=3000)
    assert sampled.steps[1] == 3
    shared = np.arange(0, 300)
    assert sampled.divisor is not None
    assert whole.divisor is not None
    assert sampled.divisor[:, shared] == pytest.approx(whole.divisor[:, 3 * shared], rel=1e-9)
    assert (sampled.larger[shared] == whole.larger[3 * shared]).all()


def test_the_place_of_a_step_is_the_last_sample_up_to_it() -> None:
    _, record = followed(GradientDescent(), steps=3000)
    assert [record.place(step) for step in (0, 2.5, 3, 5, 6, 10**6)] == [0, 0, 1, 1, 2, 1000]


def test_following_step_by_step_can_be_given_up() -> None:
    entries = (Entry(RMSprop(), noise=Noise()),)
    scene = Scene(loss=HIMMELBLAU, starts=(Start(1, 1),), entries=entries, steps=200)
    surface = Surface(parse_loss(HIMMELBLAU), {})
    race = run_race(surface, scene)
    with pytest.raises(Cancelled):
        along(surface, scene, race, 0, 0, lambda: True)


def test_a_lost_run_is_followed_to_its_last_finite_iterate() -> None:
    race, record = followed(GradientDescent(learning_rate=10.0), "x^4 + y^4", steps=50)
    assert record.steps[-1] == race.last_step[1, 1] < 50
    assert np.isfinite(record.larger[:2]).all()
