"""The five methods against recurrences written out by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.rmsprop import RMSprop
from core.race import run_race
from core.scene import Entry, Scene, Start

Vector = npt.NDArray[np.float64]

STEPS = 300
STARTS = (Start(-1.2, 1.0), Start(0.5, 2.0))


ROSENBROCK = Surface(parse_loss("(1-x)^2 + 100(y-x^2)^2"), {})


def rosenbrock_gradient(p: Vector) -> Vector:
    """The race's own gradient: RMSprop circling a minimum magnifies each rounding of it."""
    return ROSENBROCK.gradient(*p)


def gd_by_hand(method: GradientDescent, p: Vector) -> list[Vector]:
    path = [p]
    for _ in range(STEPS):
        path.append(path[-1] - method.learning_rate * rosenbrock_gradient(path[-1]))
    return path


def momentum_by_hand(method: Momentum, p: Vector) -> list[Vector]:
    """Polyak's own form, with no velocity but the last displacement."""
    path = [p, p - method.learning_rate * rosenbrock_gradient(p)]
    while len(path) <= STEPS:
        inertia = method.momentum * (path[-1] - path[-2])
        path.append(path[-1] - method.learning_rate * rosenbrock_gradient(path[-1]) + inertia)
    return path


def adagrad_by_hand(method: AdaGrad, p: Vector) -> list[Vector]:
    path, gradients = [p], []
    for _ in range(STEPS):
        gradients.append(rosenbrock_gradient(path[-1]))
        scale = np.sqrt(np.sum(np.square(gradients), axis=0)) + method.epsilon
        path.append(path[-1] - method.learning_rate * gradients[-1] / scale)
    return path


def rmsprop_by_hand(method: RMSprop, p: Vector) -> list[Vector]:
    path, mean_square = [p], np.zeros(2)
    for _ in range(STEPS):
        g = rosenbrock_gradient(path[-1])
        mean_square = method.decay * mean_square + (1 - method.decay) * np.square(g)
        path.append(path[-1] - method.learning_rate * g / (np.sqrt(mean_square) + method.epsilon))
    return path


def adam_by_hand(method: Adam, p: Vector) -> list[Vector]:
    """The moments as the explicit sums that the recurrences stand for."""
    path, gradients = [p], []
    for t in range(1, STEPS + 1):
        gradients.append(rosenbrock_gradient(path[-1]))
        ages = np.arange(t)[::-1, np.newaxis]
        m = np.sum((1 - method.beta1) * method.beta1**ages * gradients, axis=0)
        v = np.sum((1 - method.beta2) * method.beta2**ages * np.square(gradients), axis=0)
        if method.bias_correction:
            m, v = m / (1 - method.beta1**t), v / (1 - method.beta2**t)
        path.append(path[-1] - method.learning_rate * m / (np.sqrt(v) + method.epsilon))
    return path


BY_HAND: list[tuple[AnyOptimizer, Callable[..., list[Vector]]]] = [
    (GradientDescent(learning_rate=0.0008), gd_by_hand),
    (Momentum(learning_rate=0.0003, momentum=0.85), momentum_by_hand),
    (AdaGrad(learning_rate=0.4, epsilon=1e-3), adagrad_by_hand),
    (RMSprop(learning_rate=0.01, decay=0.95, epsilon=1e-3), rmsprop_by_hand),
    (Adam(learning_rate=0.05, beta1=0.8, beta2=0.99, epsilon=1e-3), adam_by_hand),
    (Adam(learning_rate=0.02, bias_correction=False), adam_by_hand),
]


@pytest.mark.parametrize(("method", "by_hand"), BY_HAND, ids=lambda value: type(value).__name__)
def test_a_rule_is_its_recurrence(
    method: AnyOptimizer, by_hand: Callable[..., list[Vector]]
) -> None:
    scene = Scene(loss="", starts=STARTS, entries=(Entry(method),), steps=STEPS)
    race = run_race(ROSENBROCK, scene)
    for place, start in enumerate(STARTS):
        expected = np.array(by_hand(method, np.array([start.x, start.y])))
        found = np.stack([race.x[0, place], race.y[0, place]], axis=1)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
        assert np.abs(found[-1] - found[0]).max() > 0.1


def test_each_method_has_been_written_by_hand() -> None:
    assert {type(method) for method, _ in BY_HAND} == set(METHODS)


def test_names_are_those_of_files() -> None:
    names = [method.name() for method in METHODS]
    assert names == ["gd", "momentum", "adagrad", "rmsprop", "adam"]


def test_defaults_and_ranges_of_adam() -> None:
    facts = {fact.name: fact for fact in hyperparameters(Adam())}
    defaults = {name: fact.default for name, fact in facts.items()}
    assert next(iter(facts)) == "learning_rate"
    assert defaults == {
        "learning_rate": 0.05,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-7,
        "bias_correction": True,
    }
    assert (facts["learning_rate"].above, facts["learning_rate"].at_most) == (0, 1e6)
    assert (facts["beta1"].at_least, facts["beta1"].below) == (0, 1)
    assert [fact.name for fact in facts.values() if fact.is_truth] == ["bias_correction"]


@pytest.mark.parametrize("method", METHODS)
def test_every_hyperparameter_is_described_and_used(method: type[AnyOptimizer]) -> None:
    facts = hyperparameters(method())
    for fact in facts:
        assert fact.description.endswith(".")
        assert fact.letter in method().rule
    assert len({fact.letter for fact in facts}) == len(facts)
