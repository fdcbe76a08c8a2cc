"""How the text of an update rule is read."""

from __future__ import annotations

import pytest

from core.errors import ExpressionError, RuleError
from core.expression import parse_expression
from core.optimizers import AnyOptimizer
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.facts import hyperparameters
from core.optimizers.gd import GradientDescent
from core.optimizers.language import RULE_FUNCTIONS
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


def refusal(text: str, letters: tuple[str, ...] = ("eta",)) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, letters)
    return caught.value


@pytest.mark.parametrize("stated", ["s_1(0) = 1 + norm(g)", "s₁ ( 0 ) = 1 + norm(g)"])
def test_a_line_may_state_at_what_a_state_starts(stated: str) -> None:
    rule = parse_rule(f"{stated}\ns1 = 0.9 s1 + k\nx = x - eta k/s1", ("eta", "k"))
    assert [name for name, _ in rule.assignments] == ["s1", "x"]
    assert rule.state == ("s1",)
    assert rule.initial == (("s1", parse_expression("1 + norm(g)", ("g",), RULE_FUNCTIONS)),)


def test_a_stated_start_makes_a_state_that_need_not_change() -> None:
    rule = parse_rule("x = x - eta (x - home) + u\nu = g\nhome(0) = x\nk(0) = 2", ("eta",))
    assert rule.state == ("home", "u", "k")
    assert [name for name, _ in rule.initial] == ["home", "k"]


@pytest.mark.parametrize(
    ("line", "sentence", "marked"),
    [
        (
            "x(0) = 1",
            "x begins where its run starts; only the start of other names can be stated.",
            "x(0)",
        ),
        ("s(0) = 2", "The start of s has been stated before.", "s(0)"),
        (
            "g(0) = 1",
            "g is given at each step and can't be assigned; choose another name.",
            "g(0)",
        ),
        (
            "eta(0) = 1",
            "eta is a hyperparameter and can't be assigned; choose another name.",
            "eta(0)",
        ),
        (
            "norm(0) = 1",
            "norm is a function or constant and can't be assigned; choose another name.",
            "norm(0)",
        ),
        ("v(1) = 1", "Expected a single name before the equals sign.", "v(1)"),
        ("v(0) = s", "A start is stated in x, g and the hyperparameters only.", "s"),
        ("v(0) = t", "A start is stated in x, g and the hyperparameters only.", "t"),
        ("v(0) = q", "“q” is not a known name; declare it as a hyperparameter.", "q"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused(line: str, sentence: str, marked: str) -> None:
    error = refusal(f"s(0) = 1\nx = x - s g\n{line}")
    assert error.message == f"Line 3: {sentence}"
    assert error.text[slice(*error.span)] == marked


@pytest.mark.parametrize(
    ("name", "sentence", "unknown"),
    [
        ("q", "“q” is not a known name; declare it as a hyperparameter.", "q"),
        ("β₂", "“β₂” is not a known name; declare it as a hyperparameter.", "beta2"),
        ("beta", "“beta” is not a known name; declare it as a hyperparameter.", "beta"),
        ("velocty", "“velocty” is not a known name; perhaps velocity is meant.", "velocty"),
        ("nrom(g)", "“nrom” is not a known name; perhaps norm is meant.", "nrom"),
        (
            "c" * 25,
            "Expected an operator somewhere in this word, which is not a known name.",
            "",
        ),
    ],
)
def test_an_unknown_name_may_be_declared(name: str, sentence: str, unknown: str) -> None:
    error = refusal(f"velocity = g\nx = x - velocity {name}")
    assert error.message == f"Line 2: {sentence}"
    assert error.unknown == unknown


def test_an_error_knows_its_line_and_its_place_in_the_whole_text() -> None:
    text = "\n  v = eta g\r\n\n\t x = x - zeta v\n"
    error = refusal(text)
    assert error.line == 4
    assert text[slice(*error.place)] == "zeta"
    assert error.marked().endswith("\n  x = x - zeta v\n          ^^^^")


def test_a_rule_without_an_iterate_is_marked_at_its_end() -> None:
    error = refusal("\n v = eta g \n\n")
    assert (error.line, error.place) == (2, (11, 11))
    assert (refusal(" \n").line, refusal(" \n").place) == (0, (0, 0))


@pytest.mark.parametrize("sign", ["=", "←", ":=", "<-"])
def test_a_value_may_be_given_by_any_sign_that_is_common(sign: str) -> None:
    plain = parse_rule("v(0) = 1\nv = 2 v + g\nx = x - v", ())
    assert parse_rule(f"v(0) {sign} 1\nv{sign}2 v + g\nx {sign} x - v", ()) == plain
