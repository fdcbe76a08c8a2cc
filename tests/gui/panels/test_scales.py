from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Hyperparameter
from core.optimizers.facts import hyperparameters
from core.optimizers.own import OwnMethod
from gui.panels.scales import Linear, Logarithmic, NearOne, Scale, scale_for

SCALES: tuple[Scale, ...] = (Linear(-5, 5), Linear(0, 0.3), Logarithmic(1e-6, 10), NearOne())
FACTS = [facts for method in METHODS for facts in hyperparameters(method()) if not facts.is_truth]


@pytest.mark.parametrize("scale", SCALES)
@given(fraction=st.floats(0, 1))
def test_a_value_stands_where_it_was_taken_from(scale: Scale, fraction: float) -> None:
    assert scale.fraction_of(scale.value_at(fraction)) == pytest.approx(fraction, abs=0.02)


@pytest.mark.parametrize("scale", SCALES)
@given(first=st.floats(0, 1), second=st.floats(0, 1))
def test_values_never_fall_along_the_slider(scale: Scale, first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert scale.value_at(low) <= scale.value_at(high)


@pytest.mark.parametrize("scale", SCALES)
@given(value=st.floats(allow_nan=False))
def test_any_value_has_a_place(scale: Scale, value: float) -> None:
    assert 0 <= scale.fraction_of(value) <= 1


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.name)
@given(fraction=st.floats(0, 1))
def test_sliders_stay_within_the_declared_bounds(facts: Hyperparameter, fraction: float) -> None:
    value = scale_for(facts).value_at(fraction)
    assert facts.above is None or value > facts.above
    assert facts.at_least is None or value >= facts.at_least
    assert facts.below is None or value < facts.below
    assert facts.at_most is None or value <= facts.at_most


def test_each_kind_of_hyperparameter_gets_its_scale() -> None:
    scales = {facts.name: scale_for(facts) for facts in FACTS}
    assert isinstance(scales["learning_rate"], Logarithmic)
    assert isinstance(scales["epsilon"], Logarithmic)
    assert isinstance(scales["beta1"], NearOne)
    assert isinstance(scales["momentum"], NearOne)


def test_near_one_is_fine_where_it_matters() -> None:
    scale = NearOne()
    assert scale.value_at(0) == 0
    assert scale.fraction_of(0.999) - scale.fraction_of(0.99) > 0.05
    assert scale.value_at(scale.fraction_of(0.9)) == pytest.approx(0.9)


def test_a_letter_of_ones_own_slides_as_it_does_in_a_known_method() -> None:
    method = OwnMethod("Mine", "x = x - eta g", {"eta": 0.1, "beta2": 0.5, "strange": 0.5})
    own = {facts.letter: scale_for(facts) for facts in hyperparameters(method)}
    known = {facts.letter: scale_for(facts) for facts in hyperparameters(Adam())}
    assert own["eta"] == known["eta"]
    assert own["beta2"] == known["beta2"]
    assert own["strange"] == Linear(0.0, 1.0)
