"""Where infinitely many or multiple critical points are, no definite word may be said."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.curvature import Kind, curvature_at
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.symbolic.differentiation import differentiate

Curve = Callable[[float], tuple[float, float]]

CURVES: dict[str, Curve] = {
    "(x y)^2": lambda t: (t, 0.0),
    "x^2 y^2 (x^2 + y^2 - 3)": lambda t: (t, 0.0),
    "(x^2 + y^2 - 1)^2": lambda t: (math.cos(t), math.sin(t)),
    "(x y - 1)^2": lambda t: (math.exp(t), math.exp(-t)),
    "0.1 y^2 + 0 x": lambda t: (t, 0.0),
    "(0.1 x + 0.3 y)^2": lambda t: (t, -t / 3),
    "(sin(x) + cos(y))^2": lambda t: (t, math.pi / 2 + t),
    "exp((x - y)^2)": lambda t: (t, t),
    "1/(1 + (x^2 - y)^2)": lambda t: (t, t * t),
}

POINTS = (
    "x^3 + y^2",
    "x^4 + y^4",
    "x^4 - y^4",
    "x^3 - 3 x y^2",
    "(y - x^2) (y - 3 x^2)",
    "x sin(y) + y sin(x) + x^2 + y^2",
)


@lru_cache
def landscape(text: str) -> Landscape:
    formula = parse_loss(text)
    return Landscape(Surface(formula, {}), differentiate(formula.tree, formula.variables))


@pytest.mark.parametrize("text", CURVES)
@given(place=st.floats(-3, 3), last_digits=st.floats(-2e-16, 2e-16))
def test_on_a_curve_of_critical_points(text: str, place: float, last_digits: float) -> None:
    x, y = CURVES[text](place)
    found = curvature_at(landscape(text), x, y + last_digits)
    assert found.is_critical
    assert found.kind is Kind.DEGENERATE
    assert found.sentence.startswith("Degenerate.")


@pytest.mark.parametrize("text", POINTS)
@given(x=st.floats(-2e-16, 2e-16), y=st.floats(-2e-16, 2e-16))
def test_close_to_a_multiple_critical_point(text: str, x: float, y: float) -> None:
    found = curvature_at(landscape(text), x, y)
    assert found.is_critical
    assert found.kind is Kind.DEGENERATE
    assert found.sentence.startswith("Degenerate.")
