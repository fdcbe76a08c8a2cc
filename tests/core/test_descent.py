"""What curvature means for descent, against races on quadratic losses."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.descent import (
    critical_sharpness,
    gradient_descent_facts,
    heavy_ball_facts,
    stability_limit,
)
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.base import Optimizer
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.race import run_race
from core.scene import Entry, Scene, Start

STEPS = 420
TINY = 1e-60
"""So small a start that an adaptive method divides by its epsilon, here 1, alone."""

NEVER = {"gradient_threshold": 1e-300}
LIMITED: dict[str, dict[str, float]] = {
    "gd": {},
    "gradient_clipping": {},
    "perturbed_gd": NEVER,
    "eigenvector_escape": NEVER,
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "adagrad": {"epsilon": 1},
    "rmsprop": {"epsilon": 1},
    "adadelta": {"epsilon": 1},
    "adam": {"epsilon": 1, "beta1": 0.8},
    "amsgrad": {"epsilon": 1, "beta1": 0.8},
    "adamw": {"epsilon": 1, "beta1": 0.8, "weight_decay": 1.0},
    "nadam": {"epsilon": 1, "beta1": 0.8, "momentum_decay": 1.0},
}


def method(name: str, **hyperparameters: float) -> Optimizer:
    made: Optimizer = msgspec.convert({"name": name, **hyperparameters}, AnyOptimizer)
    return made


def distances(optimizer: Optimizer, sharpness: float, start: float = TINY) -> list[float]:
    """Race on λx²/2 and return the largest |x| early and late."""
    loss = f"{sharpness!r} x^2 / 2 + 0 y"
    scene = Scene(loss=loss, entries=(Entry(optimizer),), starts=(Start(start, 0.0),), steps=STEPS)
    x = np.abs(run_race(Surface(parse_loss(loss), {}), scene).x[0, 0])
    return [float(np.nanmax(part)) for part in (x[100:120], x[400:])]


@pytest.mark.parametrize(("name", "hyperparameters"), LIMITED.items())
@pytest.mark.parametrize("rate", [0.3, 0.01])
def test_a_race_converges_below_the_limit_and_diverges_above(
    name: str, hyperparameters: dict[str, float], rate: float
) -> None:
    optimizer = method(name, learning_rate=rate, **hyperparameters)
    limit = critical_sharpness(optimizer, rate)
    assert limit is not None
    early, late = distances(optimizer, 0.999 * limit)
    assert late < 0.9 * early
    early, late = distances(optimizer, 1.001 * limit)
    assert late > 1.1 * early


def test_the_momentum_of_pytorch_has_the_same_limit() -> None:
    optimizer = Momentum(learning_rate=0.1, momentum=0.5, scale_velocity=True)
    assert critical_sharpness(optimizer, 0.1) == pytest.approx(30)
    assert distances(optimizer, 29.9)[1] < TINY
    assert distances(optimizer, 30.1)[1] > TINY


def test_nadams_limit_falls_as_its_momentum_grows() -> None:
    steady = Nadam(learning_rate=0.1, beta1=0.8, epsilon=1.0, momentum_decay=0.0)
    limit = critical_sharpness(steady, 0.1)
    assert limit is not None
    below, above = distances(steady, 0.999 * limit), distances(steady, 1.001 * limit)
    assert below[1] < 0.9 * below[0]
    assert above[1] > 1.1 * above[0]
    growing = msgspec.structs.replace(steady, momentum_decay=0.004)
    assert critical_sharpness(growing, 0.1, step=1) == pytest.approx(limit, rel=2e-3)
    first, last = (critical_sharpness(growing, 1.0, step) for step in (1, 10**6))
    assert first is not None
    assert last is not None
    # 2(1 + β)/((1 − β)(1 + 2β)), Nesterov's limit with Adam's share of the gradient.
    assert last == pytest.approx(2 * 1.8 / (0.2 * 2.6))
    assert first < last


def test_many_rates_at_once() -> None:
    rates = np.array([0.1, 0.2, 0.4])
    limits = critical_sharpness(Momentum(momentum=0.5), rates)
    assert limits is not None
    np.testing.assert_allclose(limits, [30, 15, 7.5])


def test_every_method_has_a_limit_or_is_known_to_have_none() -> None:
    without = {
        "sign_descent", "polyak_step_size", "gradient_flow", "lion", "newton", "damped_newton",
        "saddle_free_newton", "sam", "random_search", "random_local_search",
    }  # fmt: skip
    found = {m.name() for m in METHODS if critical_sharpness(m(), 0.1) is None}
    assert found == without
    assert {m.name() for m in METHODS} - without == set(LIMITED)


def test_gradient_descent_is_fastest_at_the_stated_rate() -> None:
    facts = gradient_descent_facts((2.0, 16.0))
    assert facts is not None
    assert (facts.limit, facts.best_rate) == (2 / 16, 2 / 18)
    assert facts.factor == pytest.approx(7 / 9)
    assert stability_limit((2.0, 16.0)) == facts.limit


@given(st.floats(1e-3, 1e3), st.floats(1, 1e6))
def test_no_rate_of_gradient_descent_contracts_more(smaller: float, ratio: float) -> None:
    eigenvalues = np.array([smaller, smaller * ratio])
    facts = gradient_descent_facts((eigenvalues[0], eigenvalues[1]))
    assert facts is not None

    def left(rate: float) -> float:
        return float(np.abs(1 - rate * eigenvalues).max())

    assert left(facts.best_rate) == pytest.approx(facts.factor, abs=1e-9)
    assert left(facts.best_rate * 1.01) > facts.factor
    assert left(facts.best_rate * 0.99) > facts.factor
    assert left(facts.limit) == pytest.approx(1, abs=1e-9)


@given(st.floats(1e-3, 1e3), st.floats(1.01, 1e6))
def test_the_heavy_ball_is_fastest_where_stated(smaller: float, ratio: float) -> None:
    eigenvalues = np.array([smaller, smaller * ratio])
    facts = heavy_ball_facts((eigenvalues[0], eigenvalues[1]), 0.9)
    assert facts is not None

    def left(rate: float, momentum: float) -> float:
        """Return the spectral radius of the pair (x, x before it)."""
        radii = []
        for eigenvalue in eigenvalues:
            step = np.array([[1 + momentum - rate * eigenvalue, -momentum], [1.0, 0.0]])
            radii.append(np.abs(np.linalg.eigvals(step)).max())
        return float(max(radii))

    rate, momentum = facts.best_rate, facts.best_momentum
    # The two roots coincide there, so that rounding counts by its square root.
    assert left(rate, momentum) == pytest.approx(facts.factor, abs=1e-6)
    assert left(rate * 1.01, momentum) > facts.factor
    assert left(rate, momentum * 0.99) > facts.factor
    assert left(facts.limit, 0.9) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    "eigenvalues", [(-1.0, 4.0), (0.0, 4.0), (math.nan, math.nan), (-2.0, -1.0), (1.0, math.inf)]
)
def test_what_is_no_bowl_promises_nothing(eigenvalues: tuple[float, float]) -> None:
    assert gradient_descent_facts(eigenvalues) is None
    assert heavy_ball_facts(eigenvalues, 0.9) is None


def test_the_limit_where_nothing_rises() -> None:
    assert stability_limit((-2.0, -1.0)) == math.inf
    assert stability_limit((-1.0, 4.0)) == 0.5


def test_a_circular_bowl_is_solved_in_one_step() -> None:
    plain, heavy = gradient_descent_facts((3.0, 3.0)), heavy_ball_facts((3.0, 3.0), 0.0)
    assert plain is not None
    assert heavy is not None
    assert plain.factor == heavy.factor == heavy.best_momentum == 0
    assert plain.best_rate == pytest.approx(1 / 3)
    assert heavy.best_rate == pytest.approx(1 / 3)
