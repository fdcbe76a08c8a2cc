"""Convexity over a view: what is claimed is true, and what is open is said to be."""

from __future__ import annotations

import time

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from core.critical_points.convexity import CONVEX, NOT_DECIDED, NOT_SMOOTH, convexity
from core.critical_points.findings import Convexity, Verdict
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from tests.core.sympy_oracle import to_sympy

VIEW = View(x_min=-3.0, x_max=2.0, y_min=-2.0, y_max=2.5)
PIECES = ("x^2", "(x + 2y)^2", "(x - y)^4", "exp(x - y)", "y^4", "softplus(3x + y)", "x - 4y")
CONVEX_SUM = parse_loss(" + ".join(f"a_{k} {piece}" for k, piece in enumerate(PIECES)))
QUADRATIC = parse_loss("a x^2 + b x y + c y^2 + d x + f y")


def judged(text: str, view: View = VIEW) -> Convexity:
    return convexity(Surface(parse_loss(text), {}), view)


def exact_bend(text: str, found: Convexity) -> float:
    """Return the second derivative along a witness's direction, to fifty digits."""
    assert found.point
    assert found.direction
    x, y = sympy.symbols("x y", real=True)
    at = dict(zip((x, y), map(sympy.Rational, found.point), strict=True))
    along = sympy.Matrix([sympy.Rational(part) for part in found.direction])
    hessian = sympy.hessian(to_sympy(parse_loss(text).tree), (x, y))
    return float((along.T * hessian * along)[0].subs(at).evalf(50))


@pytest.mark.parametrize(
    "text",
    [
        "x^2 + y^2", "x^2 + x y + y^2", "x^4 + y^4", "x^2", "3", "x - 2y", "1e8x^2 + y^4",
        "exp(x) + exp(-x) + y^2", "sqrt(1 + x^2 + y^2)", "(x + 2y - 7)^2 + (2x + y - 5)^2",
        "softplus(x) + softplus(y - x) + y^2/9", "0.26(x^2 + y^2) - 0.48x y",
        "x^2 + y^2 + 1.9sin(x)", "1e-300(x^2 + y^2)", "1e12x^2 + y^2", "(x + y)^2", "(x - y)^2",
        "x^4 + |y|", "max(x, y)", "sqrt(x^2 + y^2)", "(x^2 + y^2)^2", "log(exp(x) + exp(y))",
    ],
)  # fmt: skip
def test_what_is_convex_is_proved_to_be(text: str) -> None:
    assert judged(text) == Convexity(Verdict.CONVEX, CONVEX)


@pytest.mark.parametrize(
    "text",
    [
        "x^2 - y^2", "x y", "x^3 + y^2", "sin(x) + y^2", "100(y - x^2)^2 + (1 - x)^2",
        "(x^2 + y^2 - 1)^2", "x^2 + y^2 - 0.001cos(60x)", "exp(-x^2 - y^2)", "sqrt(3 + x)",
        "1e300(x^2 - y^2)", "1e-300(x^2 - y^2)", "log(1 + x^2) + y^2", "|y| - x^2", "x y/1e9",
    ],
)  # fmt: skip
def test_what_is_not_convex_has_a_witness(text: str) -> None:
    found = judged(text)
    assert found.verdict is Verdict.NOT_CONVEX
    assert found.point
    assert VIEW.x_min <= found.point[0] <= VIEW.x_max
    assert VIEW.y_min <= found.point[1] <= VIEW.y_max
    assert np.hypot(*(found.direction or (0.0, 0.0))) == pytest.approx(1)
    if "|" not in text:
        assert exact_bend(text, found) < 0


def test_the_witness_is_named_and_bends_as_much_as_any() -> None:
    found = judged("x^2 - y^2", View(x_min=-1.0, x_max=1.0, y_min=-1.0, y_max=1.0))
    assert found.sentence == "Not convex: it bends downwards along (0, 1) at (0, 0)."
    found = judged("x^2 + sin(y)")
    assert found.point
    assert found.point[1] == pytest.approx(np.pi / 2, abs=0.1)


@pytest.mark.parametrize(
    "text", ["-|x|", "|x| - |y|", "min(x, y)", "floor(x) + y", "||x| - 1| + y^2", "max(x, 1) - |y|"]
)
def test_a_loss_above_its_chord_is_not_convex(text: str) -> None:
    found = judged(text)
    assert found.verdict is Verdict.NOT_CONVEX
    assert "above its own chord" in found.sentence
    assert found.point
    assert found.direction
    surface = Surface(parse_loss(text), {})
    (x, y), (along_x, along_y) = found.point, found.direction
    chords = [
        surface.loss(x - length * along_x, y - length * along_y) / 2
        + surface.loss(x + length * along_x, y + length * along_y) / 2
        for length in np.geomspace(0.05, 2, 30)
    ]
    assert float(surface.loss(x, y)) > min(chords)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("where(x < 0, -x, x)", NOT_SMOOTH),
        ("-log(x) + y^2", NOT_SMOOTH),
        ("x sqrt(x) + y^2", NOT_SMOOTH),
        ("x^2 + y^2 + 2sin(x)", NOT_DECIDED),
    ],
)
def test_what_is_open_is_said_to_be(text: str, sentence: str) -> None:
    assert judged(text) == Convexity(Verdict.UNKNOWN, sentence)


def test_entries_that_nearly_overflow_are_no_witness() -> None:
    steep = View(x_min=-2.9, x_max=3.3, y_min=-3.1, y_max=2.6)
    assert judged("exp(exp(x^2 + y^2))", steep).verdict is not Verdict.NOT_CONVEX


def test_where_it_is_convex_depends_on_the_view() -> None:
    right = View(x_min=0.01, x_max=2.0, y_min=-1.0, y_max=1.0)
    assert judged("x^3 + y^2").verdict is Verdict.NOT_CONVEX
    assert judged("x^3 + y^2", right).verdict is Verdict.CONVEX
    assert judged("-log(x) + y^2", right).verdict is Verdict.CONVEX


@given(st.lists(st.floats(0, 1e3), min_size=len(PIECES), max_size=len(PIECES)))
def test_a_sum_of_convex_pieces_is_never_called_not_convex(weights: list[float]) -> None:
    values = dict(zip(CONVEX_SUM.parameters, weights, strict=True))
    assert convexity(Surface(CONVEX_SUM, values), VIEW).verdict is not Verdict.NOT_CONVEX


@given(st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=5))
def test_a_quadratic_is_judged_by_its_matrix(parts: list[float]) -> None:
    values = dict(zip(QUADRATIC.parameters, parts, strict=True))
    a, b, c = (values[name] for name in "abc")
    lowest = float(np.linalg.eigvalsh(np.array([[2 * a, b], [b, 2 * c]]))[0])
    size = max(abs(a), abs(b), abs(c))
    assume(abs(lowest) > 1e-12 * size > 1e-280)
    found = convexity(Surface(QUADRATIC, values), VIEW)
    assert found.verdict is (Verdict.CONVEX if lowest > 0 else Verdict.NOT_CONVEX)


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        convexity(Surface(parse_loss("x^4"), {}), VIEW, lambda: True)


@pytest.mark.parametrize(
    "text", ["(x^2 + y^2)^2", "exp(x + y)", "|x| + |y|", "x^2 + y^2 + 2sin(x)"]
)
def test_what_can_not_be_decided_costs_little(text: str) -> None:
    surface = Surface(parse_loss(text), {})
    times = []
    for _ in range(4):
        begun = time.perf_counter()
        convexity(surface, VIEW)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.2
