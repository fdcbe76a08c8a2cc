"""Ranges of hyperparameters that suit a map."""

from __future__ import annotations

import pytest

from core.axes import Axis, can_be_axis, default_axis, refuse_bad_axis
from core.optimizers import METHODS
from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.own import OwnMethod


@pytest.mark.parametrize("method", METHODS, ids=lambda method: str(method.name()))
def test_every_hyperparameter_has_a_range_that_is_allowed(method: type[Optimizer]) -> None:
    for fact in hyperparameters(method()):
        if can_be_axis(fact):
            axis = default_axis(method(), fact.name)
            refuse_bad_axis(method(), axis)
            assert axis.low <= float(fact.default) <= axis.high


def test_ranges_follow_from_the_facts() -> None:
    assert default_axis(GradientDescent(learning_rate=0.01), "learning_rate") == Axis(
        "learning_rate", 1e-4, 1.0, True
    )
    assert default_axis(Momentum(), "momentum") == Axis("momentum", 0.0, 1.0)
    assert default_axis(Lion(), "weight_decay") == Axis("weight_decay", 0.0, 1.0)
    own = OwnMethod(title="Own", rule="x = x - eta k g", hyperparameters={"eta": 1.0, "k": -3.0})
    assert default_axis(own, "k") == Axis("k", -4.0, -2.0)


def test_a_logarithmic_axis_has_equal_ratios() -> None:
    axis = Axis("learning_rate", 1e-4, 1.0, True)
    assert axis.centres(4) == pytest.approx([10**-3.5, 10**-2.5, 10**-1.5, 10**-0.5])
    assert Axis("momentum", 0.0, 1.0).centres(2).tolist() == [0.25, 0.75]
