from __future__ import annotations

import pytest

from core.notation.labels import formula_label, name_label
from core.optimizers.rule import parse_rule


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("x", "x"),
        ("eta", "η"),
        ("beta1", "β₁"),
        ("u2", "u₂"),
        ("m_hat", "m̂"),
        ("theta_bar", "θ̄"),
        ("v_max", "v max"),
        ("bias_correction", "bias correction"),
        ("velocity", "velocity"),
    ],
)
def test_names(name: str, label: str) -> None:
    assert name_label(name) == label


@pytest.mark.parametrize(
    ("formula", "label"),
    [
        ("eta g", "η g"),
        ("-eta g / (sqrt(v_hat) + eta)", "−η g/(√v̂ + η)"),
        ("g^2 x", "g² x"),
        ("min(1, eta / norm(g)) g", "min(1, η/‖g‖) g"),
        ("dot(g, x) g / abs(eta)", "⟨g, x⟩ g/|η|"),
        ("grad(x + g)", "∇L(x + g)"),
        ("hess(x) g", "H(x) g"),
        ("eigenvalue2(x) eigenvector1(x)", "λ₂(x) u₁(x)"),
        ("x + eta normal()", "x + η ξ"),
        ("sqrt(g + x)", "√(g + x)"),
        ("loss(x) g", "L(x) g"),
        ("0.1 * 0.9 g", "0.1·0.9 g"),
        ("g / (x + 1e-8)", "g/(x + 10⁻⁸)"),
        ("2.5e-7 * 3 g", "2.5·10⁻⁷·3 g"),
    ],
)
def test_formulas(formula: str, label: str) -> None:
    rule = parse_rule(f"v_hat = g\nx = {formula}", ("eta",))
    assert formula_label(rule.assignments[-1][1]) == label


def test_conditions() -> None:
    rule = parse_rule("x = where(loss(x) <= 1 and t != 3, x, g)", ())
    assert formula_label(rule.assignments[0][1]) == "where((L(x) ≤ 1) and (t ≠ 3), x, g)"
