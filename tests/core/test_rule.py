"""How the text of an update rule is read."""

from __future__ import annotations

import pytest

from core.errors import ExpressionError
from core.expression import parse_expression
from core.optimizers import AnyOptimizer
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.rmsprop import RMSprop
from core.optimizers.rule import parse_rule, rule_of
from core.tree import Node


@pytest.mark.parametrize(
    ("method", "assigned", "state"),
    [
        (GradientDescent, ["x"], ()),
        (Momentum, ["v", "x"], ("v",)),
        (AdaGrad, ["s", "x"], ("s",)),
        (RMSprop, ["s", "x"], ("s",)),
        (Adam, ["m", "v", "m_hat", "v_hat", "x"], ("m", "v")),
    ],
)
def test_state_is_what_is_used_before_it_is_assigned(
    method: type[AnyOptimizer], assigned: list[str], state: tuple[str, ...]
) -> None:
    rule = rule_of(method())
    assert [name for name, _ in rule.assignments] == assigned
    assert rule.state == state
    assert rule.letters == tuple(fact.letter for fact in hyperparameters(method()))


def test_a_rule_is_read_as_printed() -> None:
    (_, displacement), (_, iterate) = parse_rule(
        "v = gamma v - eta g\nx = x + v", ("eta", "gamma")
    ).assignments
    names = ("x", "g", "t", "v", "eta", "gamma")
    expected: tuple[Node, ...] = (
        parse_expression("(gamma*v) - (eta*g)", names),
        parse_expression("x + v", names),
    )
    assert (displacement, iterate) == expected


@pytest.mark.parametrize(
    ("rule", "sentence", "marked"),
    [
        ("v = eta g\nx + v", "Line 2: Expected an equation, as in x = x - eta g.", "x + v"),
        ("x == 3", "Line 1: Expected an equation, as in x = x - eta g.", "x == 3"),
        ("x v = eta g", "Line 1: Expected a single name before the equals sign.", "x v"),
        ("= eta g", "Line 1: Expected a single name before the equals sign.", "="),
        (
            "g = eta g",
            "Line 1: g is given at each step and can't be assigned; choose another name.",
            "g",
        ),
        (
            "eta = 1",
            "Line 1: eta is a hyperparameter and can't be assigned; choose another name.",
            "eta",
        ),
        (
            "exp = 1",
            "Line 1: exp is a function or constant and can't be assigned; choose another name.",
            "exp",
        ),
        ("v = eta g", "A rule must assign the next iterate, as in x = x - eta g.", ""),
        ("", "A rule must assign the next iterate, as in x = x - eta g.", ""),
    ],
)
def test_a_broken_rule_is_refused(rule: str, sentence: str, marked: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_rule(rule, ("eta",))
    assert caught.value.message == sentence
    assert caught.value.text[slice(*caught.value.span)] == marked


def test_an_unknown_name_is_marked_in_its_line() -> None:
    rule = "v = eta g\n\n x = x - zeta v\n"
    with pytest.raises(ExpressionError, match=r"^Line 3: ") as caught:
        parse_rule(rule, ("eta",))
    assert caught.value.text == "x = x - zeta v"
    assert caught.value.text[slice(*caught.value.span)] == "zeta"


def test_a_name_may_be_greek_and_have_a_subscript() -> None:
    rule = "δ_1 = eta g\nx = x - delta1 + δ₂\ndelta2 = g"
    read = parse_rule(rule, ("eta",))
    assert [name for name, _ in read.assignments] == ["delta1", "x", "delta2"]
    assert read.state == ("delta2",)
