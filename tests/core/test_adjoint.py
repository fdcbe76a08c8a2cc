"""The compiled gradient against the symbolic one, which is derived independently."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.adjoint import reverse_gradient
from core.compiler.arrays import FloatArray
from core.expression import parse_loss
from core.program import linearise
from core.symbolic.differentiation import differentiate
from tests.core.slow_reading import read_expressions

DATA = Path(__file__).parents[1] / "data"
TYPED = [
    line.split("\t")[0]
    for line in (DATA / "typed_expressions.tsv").read_text("utf-8").splitlines()
    if "\t" in line and not line.startswith("#") and not line.endswith("ERROR")
]
SURFACES = [case["loss"] for case in json.loads((DATA / "surfaces.json").read_text("utf-8"))]

ONE_OF_EACH = [
    "exp(x y)", "ln(x^2 + y)", "log2(x + 2 y)", "log10(x y)", "sqrt(x + y^2)", "cbrt(x - y)",
    "sin(x y)", "cos(x - y^2)", "tan(x y)", "asin(x y / 9)", "acos(x y / 9)", "atan(x + y^2)",
    "sinh(x y)", "cosh(x y)", "tanh(x y)", "abs(x - y)", "sign(x - y) x", "floor(x) y",
    "ceil(y) x", "erf(x y)", "sigmoid(x y)", "softplus(x - y)", "relu(x - y)", "step(x - y) x",
    "hypot(x, 2 y)", "atan2(x, y)", "min(x, y^2, x y)", "max(x, y^2, x y)", "x^y", "2^(x y)",
    "x^2.5 y", "x / y^3", "-x^-2 - y", "where(x < y, x^2, y^3)",
]  # fmt: skip


def both_gradients(text: str, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    formula = parse_loss(text)
    symbolic = differentiate(formula.tree, formula.variables).gradient
    adjoint = reverse_gradient(formula.tree, formula.variables)
    values = dict(zip(formula.variables, (x, y), strict=True)) | dict.fromkeys(
        formula.parameters, np.float64(1.0)
    )
    slopes = read_expressions([*adjoint, *symbolic], values)
    table = np.stack([np.broadcast_to(slope, x.shape) for slope in slopes])
    return table[:2], table[2:]


def points(low: float, high: float) -> FloatArray:
    return np.random.default_rng(11).uniform(low, high, (2, 200))


@pytest.mark.parametrize("text", [*SURFACES, *TYPED])
def test_both_gradients_agree_on_every_loss_of_the_lists(text: str) -> None:
    adjoint, symbolic = both_gradients(text, *points(-2.0, 2.0))
    defined = np.isfinite(adjoint) & np.isfinite(symbolic)
    scale = np.abs(symbolic[defined]).max(initial=1.0)
    np.testing.assert_allclose(adjoint[defined], symbolic[defined], rtol=1e-9, atol=1e-12 * scale)


@pytest.mark.parametrize("text", ONE_OF_EACH)
def test_both_gradients_agree_on_every_function(text: str) -> None:
    adjoint, symbolic = both_gradients(text, *points(0.1, 2.9))
    assert np.isfinite(adjoint).all()
    np.testing.assert_allclose(adjoint, symbolic, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("where(x < 0, sqrt(-x), 3 x) + y", 3.0),
        ("relu(log(x - 1/4)) + y", 0.0),
        ("max(2 x, -sqrt(x - 1/4)) + y", 2.0),
    ],
)
def test_a_branch_that_is_not_selected_spoils_nothing(text: str, slope: float) -> None:
    adjoint, _ = both_gradients(text, np.array([0.25]), np.array([1.0]))
    assert adjoint[:, 0].tolist() == [slope, 1.0]


def test_a_variable_that_is_absent_has_slope_zero() -> None:
    formula = parse_loss("f(x, y) = 3 x")
    adjoint, _ = both_gradients("f(x, y) = 3 x", *points(-1.0, 1.0))
    assert formula.variables == ("x", "y")
    np.testing.assert_array_equal(adjoint, [np.full(200, 3.0), np.zeros(200)])


def test_a_power_of_exponent_zero_is_level_even_at_zero() -> None:
    adjoint, _ = both_gradients("3 x^0 y^2", np.array([0.0]), np.array([2.0]))
    assert adjoint[:, 0].tolist() == [0.0, 12.0]


def test_the_gradient_stays_in_proportion_to_the_loss() -> None:
    product = "(x+1)" + "".join(f"(x+{k})" for k in range(2, 40))
    formula = parse_loss(product + " + y")
    loss = len(linearise([formula.tree]).instructions)
    both = linearise([formula.tree, *reverse_gradient(formula.tree, formula.variables)])
    assert len(both.instructions) < 4 * loss


def test_absolute_values_nested_deeply_are_no_harder() -> None:
    text = "abs(" * 18 + "x y - 1" + " - 1)" * 18
    formula = parse_loss(text)
    first, second = reverse_gradient(formula.tree, formula.variables)
    assert len(linearise([first, second]).instructions) < 200
