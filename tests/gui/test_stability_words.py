from __future__ import annotations

import numpy as np
import pytest

from core.compiler.arrays import FloatArray, compile_function
from core.descent import critical_sharpness
from core.expression import parse_expression
from core.optimizers import METHODS, AnyOptimizer
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.rmsprop import RMSprop
from core.sharpness import learning_rate
from core.unstable_region import UnstableRegion
from gui.stability_words import (
    chart_tip,
    curvature_names,
    limit_formula,
    no_limit_note,
    region_note,
)

LETTERS = {"gamma": "momentum", "mu": "momentum", "beta1": "beta1", "lambda": "weight_decay"}


def region(share: float) -> UnstableRegion:
    rings: tuple[FloatArray, ...] = ()
    return UnstableRegion(rings, rings, share)


def value_of(formula: str, optimizer: AnyOptimizer, rate: float) -> float:
    """Work a formula out as a reader would."""
    names = {letter: getattr(optimizer, name, 0.0) for letter, name in LETTERS.items()}
    tree = parse_expression(formula, {"eta", *names}, {})
    function = compile_function([tree], ["eta"], list(names))
    return float(function(rate, parameters=np.array(list(names.values())))[0])


@pytest.mark.parametrize("method", METHODS)
def test_the_formula_is_the_limit(method: type[AnyOptimizer]) -> None:
    optimizer = method()
    rate = learning_rate(optimizer)
    limit = critical_sharpness(optimizer, rate) if rate is not None else None
    if limit is None or isinstance(optimizer, Nadam):
        return
    assert rate is not None
    assert value_of(limit_formula(optimizer), optimizer, rate) == pytest.approx(limit)


def test_the_note_says_where_a_method_is_unstable() -> None:
    assert region_note("GD", GradientDescent(), 40.0, region(0.5), 3) == (
        "Unstable for GD: λmax > 2/η = 40."
    )
    assert region_note("Ball", Momentum(), 3.8, region(1.0), 3) == (
        "Unstable for Ball in the whole view: λmax > 2(1+γ)/η = 3.8."
    )
    assert region_note("RMS", RMSprop(), 20.0, region(0.0), 3) == (
        "RMS is stable in the whole view: λmax(P⁻¹H) < 20, P = √s + ε at step 3."
    )
    assert no_limit_note("Lion").endswith("nothing is hatched.")


def test_the_curves_are_named_after_what_counts() -> None:
    assert curvature_names(GradientDescent()) == ("λmin", "λmax")
    assert curvature_names(Adam()) == ("λmin(P⁻¹H)", "λmax(P⁻¹H)")


def test_the_tip_names_its_source() -> None:
    assert "2021" in chart_tip(GradientDescent(), has_limit=True)
    assert "2022" in chart_tip(Adam(), has_limit=True)
    assert "(1 − β₁ᵗ)(√v̂ + ε)" in chart_tip(Adam(), has_limit=True)
    assert "√v + ε" in chart_tip(Adam(bias_correction=False), has_limit=True)
    assert "no limit" in chart_tip(Adam(), has_limit=False)
