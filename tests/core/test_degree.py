"""Degrees of losses as polynomials."""

from __future__ import annotations

import pytest

from core.degree import degree
from core.expression import parse_loss


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 0),
        ("x^2/2 + 50y^2", 2),
        ("(x - 2y + 1)^2", 2),
        ("(x + a)(y - b)/c + sin(a) x", 2),
        ("-x y + e^2", 2),
        ("(x^2 + y - 11)^2", 4),
        ("x^3 - x^3 + y", 3),
        ("x^0.5 + y", None),
        ("1/x + y", None),
        ("x^a + y", None),
        ("abs(x) + y", None),
        ("x^(-2) + y", None),
        ("x^200 y", None),
    ],
)
def test_the_degree_is_read_off_the_expression(text: str, expected: int | None) -> None:
    formula = parse_loss(text)
    assert degree(formula.tree, formula.variables) == expected
