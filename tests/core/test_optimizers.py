"""Every method: its facts, and its trajectory against the published recurrence in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import FAMILIES, Optimizer
from core.optimizers.damped_newton import DampedNewton
from core.optimizers.eigenvector_escape import EigenvectorEscape
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.gradient_flow import GradientFlow
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.optimizers.polyak_step_size import PolyakStepSize
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.random_search import RandomSearch
from core.optimizers.rmsprop import RMSprop
from core.optimizers.rule import rule_of
from core.optimizers.saddle_free_newton import SaddleFreeNewton
from core.optimizers.sam import SharpnessAware
from core.optimizers.sign_descent import SignDescent
from core.program import linearise
from core.race import run_race
from core.scene import Entry, Scene, Start
from tests.core.oracles import adaptive, first_order, neighbourhood, second_order
from tests.core.oracles.problems import PROBLEMS, Advance, Problem, Run

STEPS = 150


class Case(NamedTuple):
    """A method for a rate at which gradient descent converges, and its recurrence."""

    method: Callable[[float], Optimizer]
    recurrence: Callable[..., Advance]


CASES = {
    "gd": Case(lambda rate: GradientDescent(learning_rate=rate), first_order.gd),
    "momentum": Case(
        lambda rate: Momentum(learning_rate=rate / 4, momentum=0.85), first_order.momentum
    ),
    "momentum scaling its velocity": Case(
        lambda rate: Momentum(learning_rate=rate / 3, momentum=0.8, scale_velocity=True),
        first_order.momentum,
    ),
    "nesterov": Case(
        lambda rate: Nesterov(learning_rate=rate / 4, momentum=0.85), first_order.nesterov
    ),
    "sign_descent": Case(lambda rate: SignDescent(learning_rate=0.0173), first_order.sign_descent),
    "gradient_clipping": Case(
        lambda rate: GradientClipping(learning_rate=rate, threshold=2.0),
        first_order.gradient_clipping,
    ),
    "polyak_step_size": Case(
        lambda rate: PolyakStepSize(learning_rate=0.2, minimum_loss=6.0),
        first_order.polyak_step_size,
    ),
    "gradient_flow": Case(lambda rate: GradientFlow(learning_rate=rate), first_order.gradient_flow),
    "adagrad": Case(lambda rate: AdaGrad(learning_rate=0.4, epsilon=1e-3), adaptive.adagrad),
    "rmsprop": Case(
        lambda rate: RMSprop(learning_rate=0.01, decay=0.95, epsilon=1e-3), adaptive.rmsprop
    ),
    "adadelta": Case(
        lambda rate: Adadelta(learning_rate=0.7, decay=0.8, epsilon=1e-4), adaptive.adadelta
    ),
    "adam": Case(
        lambda rate: Adam(learning_rate=0.05, beta1=0.8, beta2=0.99, epsilon=1e-3), adaptive.adam
    ),
    "adam without correction": Case(
        lambda rate: Adam(learning_rate=0.02, bias_correction=False), adaptive.adam
    ),
    "adamw": Case(lambda rate: AdamW(learning_rate=0.04, weight_decay=0.1), adaptive.adamw),
    "amsgrad": Case(lambda rate: AMSGrad(learning_rate=0.03, beta2=0.9), adaptive.amsgrad),
    "nadam": Case(lambda rate: Nadam(learning_rate=0.01, momentum_decay=0.01), adaptive.nadam),
    "lion": Case(lambda rate: Lion(learning_rate=0.0173, weight_decay=0.1), adaptive.lion),
    "newton": Case(lambda rate: Newton(learning_rate=0.3), second_order.newton),
    "damped_newton": Case(
        lambda rate: DampedNewton(learning_rate=0.5, damping=3.0), second_order.damped_newton
    ),
    "saddle_free_newton": Case(
        lambda rate: SaddleFreeNewton(learning_rate=0.3, damping=0.05),
        second_order.saddle_free_newton,
    ),
    "eigenvector_escape": Case(
        lambda rate: EigenvectorEscape(
            learning_rate=rate, escape_rate=0.02, gradient_threshold=0.5
        ),
        second_order.eigenvector_escape,
    ),
    "perturbed_gd": Case(
        lambda rate: PerturbedGradientDescent(
            learning_rate=rate, radius=0.03, gradient_threshold=0.5, pause=7
        ),
        neighbourhood.perturbed_gd,
    ),
    "sam": Case(
        lambda rate: SharpnessAware(learning_rate=rate / 2, radius=0.02), neighbourhood.sam
    ),
    "random_search": Case(lambda rate: RandomSearch(radius=1.5), neighbourhood.random_search),
    "random_local_search": Case(
        lambda rate: RandomLocalSearch(step_size=0.2), neighbourhood.random_local_search
    ),
}


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_rule_is_its_recurrence(case: Case, problem: Problem) -> None:
    method = case.method(problem.rate)
    starts = tuple(Start(*start) for start in problem.starts)
    scene = Scene(
        loss=problem.text,
        starts=starts,
        entries=(Entry(method),),
        steps=STEPS,
        seed=neighbourhood.SEED,
    )
    race = run_race(problem.surface, scene)
    for index in range(len(starts)):
        run = Run(problem, index)
        expected = run.follow(case.recurrence(method, run), STEPS)
        found = np.stack([race.x[0, index], race.y[0, index]], axis=1)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11)
        assert np.abs(found[-1] - found[0]).max() > 0.05


def test_each_method_has_a_recurrence() -> None:
    assert {type(case.method(0.01)) for case in CASES.values()} == set(METHODS)


def test_names_are_those_of_files() -> None:
    for method in METHODS:
        assert method.__module__ == f"core.optimizers.{method.name()}"
    assert [method.name() for method in METHODS[:5]] == [
        "gd", "momentum", "adagrad", "rmsprop", "adam",
    ]  # fmt: skip


def test_every_method_stands_under_a_heading_with_a_title_of_its_own() -> None:
    defaults = [method() for method in METHODS]
    assert {method.family for method in defaults} == set(FAMILIES)
    assert len({method.title for method in defaults}) == len(METHODS)


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
    assert facts
    for fact in facts:
        assert fact.description.endswith(".")
    assert len({fact.letter for fact in facts}) == len(facts)
    rule = rule_of(method())
    trees = [tree for _, tree in (*rule.assignments, *rule.initial)]
    used = {name for _, name in linearise(trees).instructions if isinstance(name, str)}
    assert {fact.letter for fact in facts} <= used


@pytest.mark.parametrize("method", METHODS)
def test_every_method_names_its_source(method: type[AnyOptimizer]) -> None:
    text = method.__doc__ or ""
    assert "References\n    ----------\n" in text
    assert any(year in text for year in map(str, range(1940, 2026)))
