"""Methods that follow the slope, on the surfaces that their sources speak of."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.gradient_flow import GradientFlow
from core.optimizers.momentum import Momentum
from core.optimizers.nesterov import Nesterov
from core.optimizers.polyak_step_size import PolyakStepSize
from core.optimizers.sign_descent import SignDescent
from core.outcome import Outcome
from core.race import run_race
from core.scene import Entry, Scene, Start
from tests.core.textbook.running import BOWL, RAVINE, Path, lengths, path, race


@pytest.mark.parametrize(("rate", "outcome"), [(0.49, Outcome.RAN_ALL_STEPS), (0.51, None)])
def test_gradient_descent_diverges_beyond_two_over_the_curvature(
    rate: float, outcome: Outcome | None
) -> None:
    run = race(BOWL, GradientDescent(learning_rate=rate), start=(1.0, 1.0), steps=20_000)
    assert run.outcomes == ((outcome or Outcome.DIVERGED,),)
    if outcome:
        assert run.loss[0, 0, -1] < 1e-12


def test_momentum_takes_the_root_of_the_steps_in_a_ravine() -> None:
    # Polyak's optimal parameters for curvatures m = 0.02 and l = 2.
    root_m, root_l = math.sqrt(0.02), math.sqrt(2)
    heavy = Momentum(
        learning_rate=4 / (root_l + root_m) ** 2,
        momentum=((root_l - root_m) / (root_l + root_m)) ** 2,
    )
    plain = GradientDescent(learning_rate=2 / (2 + 0.02))
    run = race(RAVINE, heavy, plain, start=(10.0, 1.0), steps=200)
    assert run.loss[0, 0, 150] < 1e-20
    assert run.loss[1, 0, 150] > 1e-3


def test_nesterov_is_faster_than_gradient_descent_in_a_ravine() -> None:
    # Nesterov's constant momentum (√κ − 1)/(√κ + 1) for condition number κ = 100.
    ahead = Nesterov(learning_rate=0.5, momentum=9 / 11)
    run = race(RAVINE, ahead, GradientDescent(learning_rate=0.5), start=(10.0, 1.0), steps=200)
    kept = run.loss[:, 0, 200] / run.loss[:, 0, 0]
    assert kept[0] < (1 - 1 / 10) ** 200 * 100  # the bound (1 − 1/√κ)ᵏ, within a constant
    assert kept[1] > 0.005


def test_steps_along_signs_have_one_length_and_circle_the_minimum() -> None:
    iterates = path(BOWL, SignDescent(learning_rate=0.03), (1.0, 0.5))
    np.testing.assert_allclose(np.abs(np.diff(iterates, axis=0)), 0.03, rtol=1e-12)
    assert np.abs(iterates[-10:]).max() <= 0.03


def test_clipping_survives_the_cliff_where_plain_descent_is_thrown_off() -> None:
    cliff = "exp(4x) + x^2/2 + y^2/2 - 5x"
    clipped = GradientClipping(learning_rate=0.05, threshold=1.0)
    plain = GradientDescent(learning_rate=0.05)
    run = race(cliff, clipped, plain, start=(2.0, 1.0), steps=300)
    assert run.outcomes[1][0] is not Outcome.RAN_ALL_STEPS or run.x[1, 0].min() < -100
    iterates = np.stack([run.x[0, 0], run.y[0, 0]], axis=1)
    assert lengths(iterates).max() <= 0.05 * (1 + 1e-12)
    assert math.hypot(run.gradient_x[0, 0, -1], run.gradient_y[0, 0, -1]) < 1e-4


def test_polyaks_step_converges_on_a_convex_loss_whose_least_value_is_known() -> None:
    loss = "abs(x) + 3 abs(y) + 2"
    iterates = path(loss, PolyakStepSize(minimum_loss=2.0), (3.0, 1.7), steps=100)
    distances = np.hypot(*iterates.T)
    assert (np.diff(distances) <= 1e-15).all()
    assert distances[-1] < 1e-6


def test_polyaks_step_stays_at_the_minimum() -> None:
    assert (path(BOWL, PolyakStepSize(), (0.0, 0.0), steps=5) == 0).all()


def test_polyaks_step_stays_where_the_square_of_the_gradient_vanishes() -> None:
    run = race("x^2 + 3y^2", PolyakStepSize(), start=(1.0, 1.0), steps=2000)
    assert run.outcomes == ((Outcome.RAN_ALL_STEPS,),)
    assert run.loss[0, 0, -1] < 1e-300


def fine_flow(loss: str, start: tuple[float, float], time: float, points: int) -> Path:
    """Integrate x' = −∇L(x) by the classical Runge–Kutta method in very short steps."""
    surface = Surface(parse_loss(loss), {})
    between = 100
    h = time / points / between
    p = np.array(start)
    found = [p]
    for _ in range(points):
        for _ in range(between):
            a = -surface.gradient(*p)
            b = -surface.gradient(*(p + h / 2 * a))
            c = -surface.gradient(*(p + h / 2 * b))
            d = -surface.gradient(*(p + h * c))
            p = p + h / 6 * (a + 2 * b + 2 * c + d)
        found.append(p)
    return np.array(found)


@pytest.mark.parametrize(
    ("loss", "start", "rate", "error"),
    [
        ("(x^2+y-11)^2 + (x+y^2-7)^2", (0.5, -0.5), 0.01, 6e-3),
        ("(x^2+y-11)^2 + (x+y^2-7)^2", (0.9, 4.3), 0.01, 8e-3),
        ("(1-x)^2 + 100(y-x^2)^2", (-1.2, 1.0), 0.01, 8e-3),
        ("(1-x)^2 + 100(y-x^2)^2", (-1.2, 1.0), 0.001, 5e-4),
        (BOWL, (1.0, 2.0), 0.5, 1e-9),
    ],
)
def test_gradient_flow_stays_close_to_the_fine_solution(
    loss: str, start: tuple[float, float], rate: float, error: float
) -> None:
    expected = fine_flow(loss, start, 20 * rate, 20)
    found = path(loss, GradientFlow(learning_rate=rate), start, steps=20)
    assert np.abs(found - expected).max() < error


def test_gradient_flow_is_stable_however_stiff_the_ravine() -> None:
    iterates = path("x^2/2 + 5*10^5 y^2", GradientFlow(learning_rate=1.0), (1.0, 1.0), steps=10)
    np.testing.assert_allclose(iterates[:, 0], np.exp(-np.arange(11.0)), rtol=1e-9)
    assert np.abs(iterates[1:, 1]).max() < 1e-12


@pytest.mark.parametrize("schedule", ["", "1 / t"])
def test_the_two_forms_of_momentum_differ_only_under_a_schedule(schedule: str) -> None:
    methods = Momentum(learning_rate=0.05), Momentum(learning_rate=0.05, scale_velocity=True)
    scene = Scene(
        loss=BOWL,
        entries=tuple(Entry(method, schedule=schedule) for method in methods),
        starts=(Start(1.0, 1.0),),
        steps=60,
    )
    run = run_race(Surface(parse_loss(BOWL), {}), scene)
    difference = np.abs(run.x[0] - run.x[1]).max()
    assert difference > 0.1 if schedule else difference < 1e-14
