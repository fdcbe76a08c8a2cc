from __future__ import annotations

import pytest

from core.expression import parse_loss
from core.notation.signs import tidy_signs
from core.tree import Apply, Number, Symbol


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("x + -2y", "x - 2y"),
        ("x - -y", "x + y"),
        ("x*(-y)*(-2)", "x*y*2"),
        ("(-x)/y", "-(x/y)"),
        ("x/(-y)", "-(x/y)"),
        ("(-2)*x", "-(2x)"),
        ("(-1)*x", "-x"),
        ("-(-x)", "x"),
        ("(-x)^2", "(-x)^2"),
        ("x - (y - 1)", "x - (y - 1)"),
        ("sin(-x) + -1", "sin(-x) - 1"),
    ],
)
def test_minus_moves_to_the_front_and_merges(typed: str, tidy: str) -> None:
    assert tidy_signs(parse_loss(typed).tree) == parse_loss(tidy).tree


def test_sharing_is_kept() -> None:
    tree: Apply | Symbol = Symbol("x")
    for _ in range(100):
        tree = Apply("add", (tree, tree))
    top = tidy_signs(Apply("multiply", (Number(-2.0), tree)))
    assert isinstance(top, Apply)
    assert top.operator == "negate"
