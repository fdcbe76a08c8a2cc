"""Functions that one kind of expression knows and others do not."""

from __future__ import annotations

import pytest

from core.errors import ExpressionError
from core.expression import parse_expression, parse_loss
from core.tree import Apply, Arity, Node, Number, Symbol

FUNCTIONS: dict[str, Arity] = {"norm": (1, 1), "dot": (2, 2), "normal": (0, 0), "value1": (1, 1)}
X, G = Symbol("x"), Symbol("g")


def read(text: str) -> Node:
    return parse_expression(text, ("x", "g", "eta"), FUNCTIONS)


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("norm(g)", Apply("norm", (G,))),
        ("dot(x, g)", Apply("dot", (X, G))),
        ("normal()", Apply("normal", ())),
        ("normal( )", Apply("normal", ())),
        ("Norm(g)", Apply("norm", (G,))),
        ("value_1(x)", Apply("value1", (X,))),
        ("value₁(x)", Apply("value1", (X,))),
        ("norm(g) x", Apply("multiply", (Apply("norm", (G,)), X))),
        ("norm(g)*x", Apply("multiply", (Apply("norm", (G,)), X))),
        ("x normal()", Apply("multiply", (X, Apply("normal", ())))),
        ("norm(norm(x) g)", Apply("norm", (Apply("multiply", (Apply("norm", (X,)), G)),))),
    ],
)
def test_a_function_that_is_given_is_called_with_brackets(typed: str, meaning: Node) -> None:
    assert read(typed) == meaning


@pytest.mark.parametrize(
    ("typed", "sentence", "marked"),
    [
        ("norm g", "Expected brackets after norm, such as norm(x).", "norm"),
        ("x + norm", "Expected brackets after norm, such as norm(x).", "norm"),
        ("norm|g|", "Expected brackets after norm, such as norm(x).", "norm"),
        ("norm^2(g)", "Expected brackets after norm, such as norm(x).", "norm"),
        ("dot g", "Expected brackets after dot, such as dot(x, g).", "dot"),
        ("eta normal", "Expected brackets after normal, such as normal().", "normal"),
        ("norm()", "Expected a value between the brackets of norm.", ")"),
        ("norm(x, g)", "norm takes one value, not 2.", "norm"),
        ("dot(x)", "dot takes 2 values, not 1.", "dot"),
        ("normal(x)", "normal takes no value, not 1.", "normal"),
        ("norm(0,5)", "Write a decimal number with a point, such as 0.5.", ","),
        ("nrom(x)", "“nrom” is not a known name; perhaps norm is meant.", "nrom"),
        ("norm(x < g)", "Expected a number, not a condition.", "x < g"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(typed: str, sentence: str, marked: str) -> None:
    error = refusal(typed)
    assert error.message == sentence
    assert typed[slice(*error.span)] == marked


def test_a_loss_knows_none_of_them() -> None:
    with pytest.raises(ExpressionError, match=r"write sqrt\(x\^2 \+ y\^2\)"):
        parse_loss("norm(x)")
    with pytest.raises(ExpressionError, match="not a known name"):
        parse_loss("normal()")


def test_a_given_name_stands_before_a_function_of_that_name() -> None:
    assert parse_expression("2 norm", ("norm",), FUNCTIONS) == Apply(
        "multiply", (Number(2.0), Symbol("norm"))
    )
