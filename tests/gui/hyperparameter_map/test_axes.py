"""Axes of a map that are zoomed, moved and rescaled stay such as a map may have."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.axes import Axis, default_axis, refuse_bad_axis
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Hyperparameter, Optimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.own import OwnMethod
from gui.hyperparameter_map.axes import (
    axis_title,
    mappable,
    moved,
    rescaled,
    snapped,
    usual_axes,
    zoomed,
)
from gui.plot.map_axes import share_of

OPTIMIZERS: list[Optimizer] = [
    *(method() for method in METHODS),
    OwnMethod(title="Own", rule="x = x - eta k g", hyperparameters={"eta": 1.0, "k": -3.0}),
]
FACTS = [(optimizer, fact) for optimizer in OPTIMIZERS for fact in mappable(optimizer)]

Known = tuple[Optimizer, Hyperparameter]


def fact_of(optimizer: Optimizer, name: str) -> Hyperparameter:
    return next(fact for fact in mappable(optimizer) if fact.name == name)


@given(
    st.sampled_from(FACTS),
    st.lists(
        st.tuples(st.floats(1e-6, 1e6), st.floats(0, 1), st.floats(-2, 2), st.booleans()),
        max_size=12,
    ),
)
def test_whatever_the_hand_does_the_axis_can_be_mapped(
    known: Known, gestures: list[tuple[float, float, float, bool]]
) -> None:
    optimizer, fact = known
    axis = default_axis(optimizer, fact.name)
    for factor, about, by, switches in gestures:
        axis = moved(zoomed(axis, fact, factor, about), fact, by)
        refuse_bad_axis(optimizer, axis)
        if switches:
            axis = rescaled(axis, fact, not axis.is_logarithmic)
            refuse_bad_axis(optimizer, axis)


def test_zooming_keeps_the_place_of_the_pointer() -> None:
    axis = default_axis(Momentum(), "learning_rate")
    closer = zoomed(axis, fact_of(Momentum(), "learning_rate"), 0.1, 0.3)
    value = float(axis.at(0.3))
    assert share_of(closer, value) == pytest.approx(0.3)
    assert math.log(closer.high / closer.low) == pytest.approx(0.1 * math.log(axis.high / axis.low))


def test_momentum_is_never_moved_beyond_its_bound() -> None:
    axis = Axis("momentum", 0.5, 0.9)
    found = moved(axis, fact_of(Momentum(), "momentum"), 3.0)
    assert (found.low, found.high) == pytest.approx((0.6, 1.0))


@given(st.sampled_from(FACTS), st.integers(1, 300), st.floats(0, 1))
def test_a_snapped_value_is_in_its_pixel(known: Known, count: int, share: float) -> None:
    optimizer, fact = known
    axis = default_axis(optimizer, fact.name)
    found = snapped(axis, count, float(axis.at(share)))
    assert found in axis.centres(count).tolist()
    assert abs(share_of(axis, found) - share) <= 0.5 / count + 1e-9


def test_a_method_with_one_hyperparameter_has_no_map() -> None:
    assert usual_axes(GradientDescent()) is None
    axes = usual_axes(Adam())
    assert axes is not None
    assert [axis.name for axis in axes] == ["learning_rate", "beta1"]


def test_axes_are_named_with_their_letters() -> None:
    titles = [axis_title(fact) for fact in mappable(Adam())]
    assert titles == ["learning rate η", "β₁", "β₂", "ε"]
