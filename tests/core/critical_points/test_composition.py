"""Convexity by composition: what is claimed holds between any two points."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.critical_points.composition import is_convex_by_composition
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View

VIEW = View(x_min=-3.0, x_max=2.0, y_min=-2.0, y_max=2.5)
RIGHT = View(x_min=0.5, x_max=4.0, y_min=0.25, y_max=2.0)
GENERATOR = np.random.default_rng(20240607)
SHARES = GENERATOR.random((4, 4000))

CALLS = (
    "exp", "softplus", "relu", "abs", "cosh", "sinh", "tanh", "atan", "erf", "sigmoid", "cbrt",
    "sqrt", "log", "log2", "sin", "floor", "step",
)  # fmt: skip
PAIRS = ("({} + {})", "({} - {})", "({})({})", "({})/({})", "max({}, {})", "min({}, {})")
POWERS = ("2", "3", "4", "0.5", "1.5", "(-1)", "(-2)", "1")
LEAVES = ("x", "y", "k", "m", "n", "(x - y)", "(x + 2y - 1)")


@st.composite
def losses(draw: st.DrawFn, depth: int = 3) -> str:
    """Draw a loss of what has rules, and some of what has none."""
    kind = draw(st.sampled_from(("leaf", "call", "pair", "pair", "power"))) if depth else "leaf"
    if kind == "leaf":
        return draw(st.sampled_from(LEAVES))
    inside = draw(losses(depth - 1))
    if kind == "call":
        return f"{draw(st.sampled_from(CALLS))}({inside})"
    if kind == "power":
        return f"({inside})^{draw(st.sampled_from(POWERS))}"
    return draw(st.sampled_from(PAIRS)).format(inside, draw(losses(depth - 1)))


def is_convex(text: str, view: View = VIEW, **parameters: float) -> bool:
    return is_convex_by_composition(Surface(parse_loss(text), parameters), view)


def holds_on_samples(surface: Surface, view: View) -> bool:
    """Tell whether a loss is defined, and nowhere above the middle of a random chord."""
    low = np.array([[view.x_min], [view.y_min]])
    size = np.array([[view.x_max], [view.y_max]]) - low
    first, second = low + size * SHARES[:2], low + size * SHARES[2:]
    middle, *ends = (surface.loss(*at) for at in ((first + second) / 2, first, second))
    with np.errstate(invalid="ignore", over="ignore"):
        excess = middle - (ends[0] / 2 + ends[1] / 2)
        sizes = 1 + np.abs(ends[0]) + np.abs(ends[1]) + np.abs(middle)
        is_below = (excess <= 1e-11 * sizes) | np.isinf(ends[0]) | np.isinf(ends[1])
    return bool(is_below.all() and not np.isnan(middle).any())


@pytest.mark.parametrize(
    "text",
    [
        "|x| + |y|", "max(|x|, |y|)", "x^4 + |y|", "(x - y)^2", "(x^2 + y^2)^2", "exp(x + y)",
        "max(0, 1 - x - y) + (x^2 + y^2)/2", "sqrt(x^2 + y^2)", "sqrt(1 + 3(x - y)^2 + y y)",
        "hypot(x - 1, y)", "log(exp(x) + exp(2y) + 1)", "relu(x) - min(x, y)", "2^x + 0.5^y",
        "0.5^(-(x^2))", "3", "x - 2y", "(|x| + 1)^1.5", "1/(x + 4) + y/2",
        "-sqrt(x + 4)", "-log10(9 - x^2/2 - y^2/2)", "cosh(|y|)", "sinh(relu(x))", "tanh(x - 3)",
        "(x + 3.5)^-2", "(x - 4)^2 e", "-2(-|y|)", "x^2 - y/(-pi)", "(x + 3.5)^(1/2)(-1)",
    ],
)  # fmt: skip
def test_convex_losses_are_known(text: str) -> None:
    assert is_convex(text)
    assert holds_on_samples(Surface(parse_loss(text), {}), VIEW)


@pytest.mark.parametrize(
    "text",
    [
        "x y", "x^3", "-x^2", "sqrt(x + 4)", "log(x + 4)", "tanh(x)", "sigmoid(y)", "min(x, y)",
        "x^2 - y^2", "(x^2 - 1)^2", "exp(-x^2)", "|x^2 - 1|", "max(x, -x^2)", "1/x", "1/(x^2 + 1)",
        "(x y)^2", "cbrt(x)", "x^0.5", "sqrt(x^2 - y^2)", "log(exp(x) - exp(y))", "2^(-x^2)",
        "(x + 4)^0.5", "sqrt(x^4 + y^2 - 1)", "-|x|", "x floor(y)", "sin(x)", "atan2(y, x)",
        "log(exp(x) + exp(-y^2))", "sqrt((x^2 - 1)^2 + 1)", "-(x - 4)^-1 - 2/(4 - x)",
    ],
)  # fmt: skip
def test_others_are_not(text: str) -> None:
    assert not is_convex(text)


def test_it_depends_on_the_view_and_on_the_parameters() -> None:
    for text in ("x^3 + y", "x^1.5", "-sqrt(x y/y)", "1/x", "x^-2", "-log(x)"):
        assert not is_convex(text)
    for text in ("x^3 + y", "x^1.5", "1/x", "x^-2", "-log(x)", "(x + y)^3"):
        assert is_convex(text, RIGHT)
    assert is_convex("a x^2 + |y|", a=2.0)
    assert not is_convex("a x^2 + |y|", a=-2.0)
    assert not is_convex("sqrt(a) + x", a=-1.0)


def test_deep_nesting_is_walked_once() -> None:
    text = "x"
    for _ in range(18):
        text = f"sqrt({text}^2 - 1)"
    begun = time.perf_counter()
    assert not is_convex(text)
    assert time.perf_counter() - begun < 2


@settings(max_examples=50)
@given(losses(), st.sampled_from((VIEW, RIGHT)))
def test_what_is_called_convex_is_so_between_any_two_points(text: str, view: View) -> None:
    surface = Surface(parse_loss(f"f(x, y) = {text}"), {"k": 1.5, "m": 0.3, "n": -2.0})
    assert not is_convex_by_composition(surface, view) or holds_on_samples(surface, view)
