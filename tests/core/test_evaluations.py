"""How much a step asks, by method."""

from __future__ import annotations

import pytest

from core.evaluations import Evaluations, evaluations_at_start, evaluations_per_step, is_random
from core.optimizers import METHODS
from core.optimizers.base import Optimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.scene import Entry, Noise, NumericalGradient

ASKING: dict[str, Evaluations] = {
    "gradient_flow": Evaluations(0, 4, 4),
    "newton": Evaluations(0, 1, 1),
    "damped_newton": Evaluations(0, 1, 1),
    "saddle_free_newton": Evaluations(0, 1, 1),
    "eigenvector_escape": Evaluations(0, 1, 1),
    "perturbed_gd": Evaluations(0, 2, 0),
    "sam": Evaluations(0, 2, 0),
    "random_search": Evaluations(2, 0, 0),
    "random_local_search": Evaluations(2, 0, 0),
}
"""Of methods that ask for more or less than one gradient a step."""

CHANCE = {"perturbed_gd", "random_search", "random_local_search"}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: str(method.name()))
def test_every_method_asks_as_its_rule_says(method: type[Optimizer]) -> None:
    entry, name = Entry(method()), method.name()
    assert evaluations_per_step(entry) == ASKING.get(name, Evaluations(0, 1, 0))
    assert evaluations_at_start(entry) == Evaluations(0, 0, 0)
    assert is_random(entry) == (name in CHANCE)
    assert is_random(Entry(method(), noise=Noise()))


def own(rule: str) -> Entry:
    return Entry(OwnMethod(title="Own", rule=rule, hyperparameters={"eta": 0.1}))


@pytest.mark.parametrize(
    ("rule", "per_step", "at_start"),
    [
        ("x = x - eta g", Evaluations(0, 1, 0), Evaluations(0, 0, 0)),
        ("p = grad(x - eta g)\nx = x - eta p - eta grad(x - eta g)", Evaluations(0, 2, 0),
         Evaluations(0, 0, 0)),
        ("m(0) = g\nm = m + g\nx = x - eta m", Evaluations(0, 1, 0), Evaluations(0, 1, 0)),
        ("s(0) = loss(x + 1)\ns = s\nx = x - eta s g", Evaluations(0, 1, 0),
         Evaluations(1, 0, 0)),
        ("x = x - eta loss(x) g", Evaluations(0, 1, 0), Evaluations(0, 0, 0)),
        ("x = x - eta loss(x)", Evaluations(1, 0, 0), Evaluations(0, 0, 0)),
        ("p = x + eta\nx = x - loss(p) grad(p)", Evaluations(0, 1, 0), Evaluations(0, 0, 0)),
    ],
)  # fmt: skip
def test_each_point_counts_once(rule: str, per_step: Evaluations, at_start: Evaluations) -> None:
    assert evaluations_per_step(own(rule)) == per_step
    assert evaluations_at_start(own(rule)) == at_start


def test_difference_quotients_ask_for_losses() -> None:
    def asked(quotient: NumericalGradient) -> Evaluations:
        return evaluations_per_step(Entry(GradientDescent(), numerical_gradient=quotient))

    assert asked(NumericalGradient("central")) == Evaluations(4, 0, 0)
    assert asked(NumericalGradient("forward")) == Evaluations(3, 0, 0)
