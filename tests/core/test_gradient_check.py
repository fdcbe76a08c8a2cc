"""Difference quotients against the gradient, and what theory says of their errors."""

from __future__ import annotations

import math
from typing import Literal

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.expression import parse_loss
from core.gradient_check import GradientCheck, check_gradient
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.scene import Entry, NumericalGradient, Scene, Start
from core.trace import trace_step

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


def check(loss: str, x: float, y: float) -> GradientCheck:
    return check_gradient(Surface(parse_loss(loss), {}), x, y)


@pytest.mark.parametrize(
    ("loss", "x", "y"),
    [(ROSENBROCK, -1.2, 1.0), ("sin x cos y", 1.0, 2.0), ("exp(x) + x y^3", 0.3, 0.7)],
)
def test_errors_grow_as_the_order_says_and_are_least_where_theory_puts_it(
    loss: str, x: float, y: float
) -> None:
    result = check(loss, x, y)
    assert result.problem == ""
    assert result.forward.slope == pytest.approx(1, abs=0.05)
    assert result.central.slope == pytest.approx(2, abs=0.05)
    for differences in (result.forward, result.central):
        assert differences.best is not None
        assert abs(math.log10(result.steps[differences.best] / differences.estimate)) < 1.5
    assert result.forward.estimate == pytest.approx(2**-26)
    assert result.central.estimate == pytest.approx(2 ** (-52 / 3))
    assert np.nanmin(result.central.errors) < np.nanmin(result.forward.errors) / 10


def test_quotients_are_those_of_exact_arithmetic_up_to_rounding() -> None:
    result = check(ROSENBROCK, -1.2, 1.0)
    place = int(np.flatnonzero(np.isclose(result.steps, 1e-3))[0])

    def exact(x: float, y: float) -> mpmath.mpf:
        x, y = mpmath.mpf(x), mpmath.mpf(y)
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    h = mpmath.mpf(float(result.steps[place]))
    here, ahead, behind = exact(-1.2, 1.0), exact(-1.2 + h, 1.0), exact(-1.2 - h, 1.0)
    assert result.forward.gradients[0, place] == pytest.approx(float((ahead - here) / h), rel=1e-9)
    wanted = float((ahead - behind) / (2 * h))
    assert result.central.gradients[0, place] == pytest.approx(wanted, rel=1e-9)


def test_steps_too_small_to_change_a_point_give_no_slope_at_all() -> None:
    result = check("x^2 + y^2", 3.0, 4.0)
    assert result.forward.gradients[:, 0].tolist() == [0, 0]
    assert result.forward.errors[0] == 1


def test_a_central_difference_is_exact_for_a_parabola() -> None:
    result = check("x^2 + 10y^2", 1.3, 0.7)
    assert np.nanmin(result.central.errors) < 1e-15
    assert math.isnan(result.central.slope)
    assert math.isnan(result.central.coefficient)
    assert result.forward.slope == pytest.approx(1, abs=0.01)
    # L″h/2 is h by x and 10h by y, against a gradient of (2.6, 14).
    wanted = math.hypot(1, 10) / math.hypot(2.6, 14)
    assert result.forward.coefficient == pytest.approx(wanted, rel=0.01)


def test_errors_at_a_gradient_of_zero_are_absolute() -> None:
    result = check("x^2 + y^2", 0.0, 0.0)
    assert not result.is_relative
    np.testing.assert_allclose(result.forward.errors, math.sqrt(2) * result.steps)


def test_an_edge_of_the_domain_nearby_is_told_and_leaves_gaps() -> None:
    result = check("ln x + y^2", 0.01, 1.0)
    assert result.problem == "The loss is undefined within 0.01 of this point."
    missing = np.isnan(result.central.errors)
    assert missing[result.steps > 0.01].all()
    assert not missing[result.steps < 0.009].any()
    assert not np.isnan(result.forward.errors).any()


@pytest.mark.parametrize(("loss", "x"), [("sqrt(x) + y", 0.0), ("ln x + y", -1.0)])
def test_a_point_without_a_gradient_is_told(loss: str, x: float) -> None:
    result = check(loss, x, 0.5)
    assert result.problem == "The loss or its gradient is undefined at this point."
    assert result.forward.best is None
    assert math.isnan(result.central.slope)


@given(x=st.floats(-1e12, 1e12), y=st.floats(-1e12, 1e12))
def test_every_point_has_an_answer(x: float, y: float) -> None:
    result = check("x^2 y - exp(-x) + sqrt(y)", x, y)
    for differences in (result.forward, result.central):
        assert not np.isinf(differences.errors).any()
        assert (differences.best is None) == bool(np.isnan(differences.errors).all())


@pytest.mark.parametrize("kind", ["forward", "central"])
def test_a_race_sees_the_very_differences_that_are_checked(
    kind: Literal["forward", "central"],
) -> None:
    surface = Surface(parse_loss(ROSENBROCK), {})
    result = check_gradient(surface, -1.2, 1.0)
    checked = result.forward if kind == "forward" else result.central
    for place in range(0, result.steps.size, 8):
        gradient = NumericalGradient(kind, float(result.steps[place]))
        entry = Entry(GradientDescent(), numerical_gradient=gradient)
        scene = Scene(loss=ROSENBROCK, starts=(Start(-1.2, 1.0),), entries=(entry,), steps=1)
        seen = trace_step(surface, scene, entry=0, start=0, step=1).before["g"]
        assert seen == tuple(checked.gradients[:, place])
