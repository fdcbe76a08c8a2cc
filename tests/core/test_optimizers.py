"""The five methods against recurrences written out by hand, and how rules are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pytest

from core.errors import ExpressionError
from core.expression import parse_expression, parse_loss
from core.landscape import Surface
from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.base import LearningRate, Optimizer
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.rmsprop import RMSprop
from core.optimizers.rule import rule_of
from core.race import run_race
from core.scene import Entry, Scene, Start
from core.tree import Node

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


@pytest.mark.parametrize(
    ("method", "assigned", "state"),
    [
        (GradientDescent, ["x"], ()),
        (Momentum, ["v", "x"], ("v",)),
        (AdaGrad, ["s", "x"], ("s",)),
        (RMSprop, ["s", "x"], ("s",)),
        (Adam, ["m", "v", "m_hat", "v_hat", "x"], ("m", "v")),
    ],
)
def test_state_is_what_is_used_before_it_is_assigned(
    method: type[AnyOptimizer], assigned: list[str], state: tuple[str, ...]
) -> None:
    rule = rule_of(method())
    assert [name for name, _ in rule.assignments] == assigned
    assert rule.state == state
    assert rule.letters == tuple(fact.letter for fact in hyperparameters(method()))


def test_a_rule_is_read_as_printed() -> None:
    (_, displacement), (_, iterate) = rule_of(Momentum()).assignments
    names = ("x", "g", "t", "v", "eta", "gamma")
    expected: tuple[Node, ...] = (
        parse_expression("(gamma*v) - (eta*g)", names),
        parse_expression("x + v", names),
    )
    assert (displacement, iterate) == expected


class _Invented(Optimizer, frozen=True, tag="invented"):
    """A method of a test, whose rule each test sets."""

    title: ClassVar[str] = "Invented"
    learning_rate: LearningRate = 0.1


@pytest.mark.parametrize(
    ("rule", "sentence", "marked"),
    [
        ("v = eta g\nx + v", "Line 2: Expected an equation, as in x = x - eta g.", "x + v"),
        ("x == 3", "Line 1: Expected an equation, as in x = x - eta g.", "x == 3"),
        ("x v = eta g", "Line 1: Expected a single name before the equals sign.", "x v"),
        ("= eta g", "Line 1: Expected a single name before the equals sign.", "="),
        (
            "g = eta g",
            "Line 1: g is given at each step and can't be assigned; choose another name.",
            "g",
        ),
        (
            "eta = 1",
            "Line 1: eta is a hyperparameter and can't be assigned; choose another name.",
            "eta",
        ),
        (
            "exp = 1",
            "Line 1: exp is a function or constant and can't be assigned; choose another name.",
            "exp",
        ),
        ("v = eta g", "A rule must assign the next iterate, as in x = x - eta g.", ""),
        ("", "A rule must assign the next iterate, as in x = x - eta g.", ""),
    ],
)
def test_a_broken_rule_is_refused(
    monkeypatch: pytest.MonkeyPatch, rule: str, sentence: str, marked: str
) -> None:
    monkeypatch.setattr(_Invented, "rule", rule, raising=False)
    with pytest.raises(ExpressionError) as caught:
        rule_of(_Invented())
    assert caught.value.message == sentence
    assert caught.value.text[slice(*caught.value.span)] == marked


def test_an_unknown_name_is_marked_in_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Invented, "rule", "\n v = eta g\n\n x = x - zeta v\n", raising=False)
    with pytest.raises(ExpressionError, match=r"^Line 3: ") as caught:
        rule_of(_Invented())
    assert caught.value.text == "x = x - zeta v"
    assert caught.value.text[slice(*caught.value.span)] == "zeta"


def test_a_name_may_be_greek_and_have_a_subscript(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = "δ_1 = eta g\nx = x - delta1 + δ₂\ndelta2 = g"
    monkeypatch.setattr(_Invented, "rule", rule, raising=False)
    read = rule_of(_Invented())
    assert [name for name, _ in read.assignments] == ["delta1", "x", "delta2"]
    assert read.state == ("delta2",)
