"""Derivatives against jets, and the forms that a reader is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from core.errors import DerivationError
from core.expression import Formula, parse_loss
from core.landscape import Landscape, Surface
from core.notation import to_text
from core.program import linearise
from core.symbolic import differentiation as symbolic
from core.symbolic.differentiation import differentiate
from core.tree import FUNCTIONS, Apply, Node, Number, Symbol
from tests.core.jets import jet
from tests.core.slow_reading import read_expressions

DATA = Path(__file__).parents[2] / "data"
SURFACES = json.loads((DATA / "surfaces.json").read_text())
X, Y = Symbol("x"), Symbol("y")


def typed_losses() -> list[str]:
    lines = (DATA / "typed_expressions.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return [typed for typed, meaning in pairs if meaning != "ERROR"]


def assert_derivatives_hold(formula: Formula, low: float, high: float) -> None:
    """Compare the trees of the derivatives, read by NumPy, with jets at 200 points."""
    points = np.random.default_rng(11).uniform(low, high, (2, 200))
    parameters = dict.fromkeys(formula.parameters, 1.5)
    derivatives = differentiate(formula.tree, formula.variables)
    values = dict(zip(formula.variables, points, strict=True)) | parameters
    trees = [*derivatives.gradient, *derivatives.hessian]
    ours = np.stack(np.broadcast_arrays(*read_expressions(trees, values), points[0])[:5])
    assert_agree(formula, points, ours, parameters)


def assert_agree(
    formula: Formula,
    points: npt.NDArray[np.float64],
    ours: npt.NDArray[np.float64],
    parameters: dict[str, float],
) -> None:
    expected = jet(formula.tree, formula.variables, points, parameters)
    theirs = np.concatenate((expected.gradient, expected.hessian)).astype(float)
    real = np.isfinite(expected.value.astype(float))
    assert real.any()
    np.testing.assert_allclose(ours[:, real], theirs[:, real], rtol=1e-9, atol=0)


@pytest.mark.parametrize("typed", typed_losses())
def test_derivatives_of_what_people_type_agree_with_jets(typed: str) -> None:
    assert_derivatives_hold(parse_loss(typed), -3.0, 3.0)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: str(surface["name"]))
def test_derivatives_of_the_surfaces_agree_with_jets(surface: dict[str, object]) -> None:
    formula = parse_loss(str(surface["loss"]))
    assert_derivatives_hold(formula, -5.0, 5.0)
    points = np.random.default_rng(12).uniform(-5.0, 5.0, (2, 200))
    landscape = Landscape(Surface(formula, {}), differentiate(formula.tree, formula.variables))
    ours = np.concatenate((landscape.gradient(*points), landscape.hessian(*points)))
    assert_agree(formula, points, ours, {})


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_of_the_language_is_differentiated(name: str) -> None:
    inner = (
        Apply("divide", (Apply("add", (Apply("multiply", (X, Y)), Number(1.0))), Number(11.0))),
        Apply("sin", (Apply("add", (X, Y)),)),
    )
    operands: tuple[Node, ...] = inner[: FUNCTIONS[name][0]]
    if name == "where":
        operands = (Apply("less", (X, Y)), *inner)
    tree = Apply(name, operands)
    assert_derivatives_hold(Formula("", tree, ("x", "y"), ()), 0.1, 3.0)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "erf", "atan", "hypot"])
def test_no_derivative_of_a_saturating_function_overflows(name: str) -> None:
    derivatives = differentiate(Apply(name, (X, Y)[: FUNCTIONS[name][0]]), ("x", "y"))
    far = np.array([-800.0, -40.0, 40.0, 800.0])
    trees = [*derivatives.gradient, *derivatives.hessian]
    for values in read_expressions(trees, {"x": far, "y": far}):
        assert np.isfinite(values).all()


@pytest.mark.parametrize(
    ("typed", "gradient"),
    [
        ("x^2 + y^2", ("2*x", "2*y")),
        ("x^a", ("a*x**(a - 1)", "0")),
        ("log|x| + y", ("1/x", "1")),
        ("|x|^3 + |y|^2", ("3*x**2*sign(x)", "2*y")),
        ("0.26(x^2 + y^2)", ("0.52*x", "0.52*y")),
        ("x^2/3 - y", ("2*x/3", "-1")),
        ("tanh x", ("1/cosh(x)**2", "0")),
        ("sqrt(x^2)", ("sign(x)", "0")),
        ("exp(-x) y", ("-y*exp(-x)", "exp(-x)")),
        ("(x^2 + y^2)^1.5", ("3*x*sqrt(x**2 + y**2)", "3*y*sqrt(x**2 + y**2)")),
    ],
)
def test_the_gradient_reads_as_a_textbook_prints_it(typed: str, gradient: tuple[str, str]) -> None:
    formula = parse_loss(typed)
    derivatives = differentiate(formula.tree, formula.variables)
    assert tuple(map(to_text, derivatives.gradient)) == gradient


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("|x| + y", True),
        ("|a| x + y", False),
        ("|x|^2", False),
        ("sqrt(x^2) + y", True),
        ("max(0, 1 - x y)", True),
        ("x^2 if x < 0 else x", True),
        ("floor(x) + y", True),
        ("sin(x) + y^3", False),
    ],
)
def test_kinks_in_the_variables_are_reported(typed: str, expected: bool) -> None:
    formula = parse_loss(typed)
    assert differentiate(formula.tree, formula.variables).almost_everywhere is expected


def test_where_a_branch_is_undefined_its_slope_is_too() -> None:
    tree = Apply("where", (Apply("less", (X, Y)), X, Apply("undefined", ())))
    derivatives = differentiate(tree, ("x", "y"))
    assert linearise(derivatives.gradient[:1]) == linearise(
        [Apply("where", (Apply("less", (X, Y)), Number(1.0), Apply("undefined", ())))]
    )


def test_equal_parts_are_one_shared_node() -> None:
    formula = parse_loss("exp(-x^2 - y^2)")
    derivatives = differentiate(formula.tree, formula.variables)
    outputs = [*derivatives.gradient, *derivatives.hessian]
    exponentials = set()
    pending: list[Node] = list(outputs)
    while pending:
        node = pending.pop()
        if isinstance(node, Apply):
            pending.extend(node.operands)
            if node.operator == "exp":
                exponentials.add(id(node))
    assert len(exponentials) == 1


def test_absolute_values_nested_twenty_deep_are_differentiated_in_time() -> None:
    tree: Node = X
    for level in range(20):
        shifted = Apply("subtract", (tree, Apply("multiply", (Y, Number(float(level))))))
        tree = Apply("abs", (shifted,))
    begin = time.perf_counter()
    assert differentiate(tree, ("x", "y")).almost_everywhere
    assert time.perf_counter() - begin < 2.0


def test_what_is_not_real_is_refused() -> None:
    root = Apply("sqrt", (Apply("negate", (Number(2.0),)),))
    with pytest.raises(DerivationError, match="not real"):
        differentiate(Apply("multiply", (root, X)), ("x", "y"))


def test_what_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic, "LARGEST_RESULT", 20)
    formula = parse_loss("sin(x y) exp(x + y)")
    with pytest.raises(DerivationError, match="too large"):
        differentiate(formula.tree, formula.variables)


def test_the_result_does_not_depend_on_the_process() -> None:
    text = "x sin(y) + exp(x y)/(1 + x^2) + |x - y|^1.5 + max(x, y, x y)"
    script = (
        "from core.expression import parse_loss;"
        "from core.symbolic.differentiation import differentiate;"
        "from core.program import linearise;"
        f"d = differentiate(parse_loss({text!r}).tree, ('x', 'y'));"
        "print(linearise([*d.gradient, *d.hessian]))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
