"""Numbers, vectors and matrices in rules, and what is refused before a rule runs."""

from __future__ import annotations

import pytest

from core.errors import RuleError
from core.optimizers import METHODS
from core.optimizers.language import RULE_FUNCTIONS, Kind, kind_of
from core.optimizers.rule import parse_rule, rule_of
from core.tree import Apply, Node


def value_of(text: str) -> Node:
    """Return the value of the first line of a rule."""
    return parse_rule(f"{text}\nx = x - eta g", ("eta", "beta")).assignments[0][1]


def refusal(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, ("eta",))
    return caught.value


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("3", Kind.NUMBER),
        ("eta t", Kind.NUMBER),
        ("pi", Kind.NUMBER),
        ("x", Kind.VECTOR),
        ("eta g^2", Kind.VECTOR),
        ("grad(x - g)", Kind.VECTOR),
        ("loss(x - g) + 1", Kind.NUMBER),
        ("loss(x) g", Kind.VECTOR),
        ("norm(g)/dot(x, g)", Kind.NUMBER),
        ("hess(x) g", Kind.VECTOR),
        ("dot(x, hess(x) g)", Kind.NUMBER),
        ("eigenvalue1(x) + eigenvalue2(x)", Kind.NUMBER),
        ("eigenvector1(x)", Kind.VECTOR),
        ("normal()", Kind.VECTOR),
        ("eta*uniform()", Kind.VECTOR),
        ("norm(normal())", Kind.NUMBER),
        ("where(eta < 1, 2, 3)", Kind.NUMBER),
        ("where(g < 1, 2, 3)", Kind.VECTOR),
        ("where(eta < 1, g, 0)", Kind.VECTOR),
        ("max(eta, 1)", Kind.NUMBER),
        ("max(eta, g)", Kind.VECTOR),
    ],
)
def test_the_kind_of_a_value(value: str, kind: Kind) -> None:
    assert kind_of(value_of(f"a = {value}"), {"x", "g"}) is kind


def test_every_function_of_rules_is_of_some_kind() -> None:
    for name, (fewest, _) in RULE_FUNCTIONS.items():
        call = Apply(name, tuple(value_of("a = g") for _ in range(fewest)))
        assert (kind_of(call, {"g"}) is Kind.MATRIX) == (name == "hess")


@pytest.mark.parametrize(
    ("rule", "vectors"),
    [
        ("x = x - eta g", "g x"),
        ("v = beta v + g\nx = x - eta v", "g v x"),
        ("k = k + 1\nx = x - g/k", "g x"),
        ("a = b\nb = c\nc = g\nx = x - a", "a b c g x"),
        ("a = 1\nb = a\na = g\nx = x - a", "a b g x"),
        ("s(0) = g\nx = x - s", "g s x"),
        ("s(0) = norm(g)\nx = x - s g", "g x"),
        ("r = norm(v)\nv = g\nx = x - r v", "g v x"),
    ],
)
def test_a_name_is_a_vector_if_any_line_makes_it_one(rule: str, vectors: str) -> None:
    assert parse_rule(rule, ("eta", "beta")).vectors == frozenset(vectors.split())


@pytest.mark.parametrize("method", METHODS)
def test_the_rule_of_every_method_is_read(method: type) -> None:
    assert {"x", "g"} <= rule_of(method()).vectors


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("a = eta hess(x) g", "a = eta*(hess(x)*g)"),
        ("a = 2 eta hess(x) g", "a = 2 eta*(hess(x)*g)"),
        ("a = hess(x) hess(x) g", "a = hess(x)*(hess(x)*g)"),
        ("a = eta hess(x) hess(x) g", "a = eta*(hess(x)*(hess(x)*g))"),
        ("a = eta hess(x) g / 2", "a = eta*(hess(x)*g)/2"),
        ("a = -hess(x) g", "a = -(hess(x)*g)"),
        ("a = exp(eta hess(x) g)", "a = exp(eta*(hess(x)*g))"),
    ],
)
def test_a_hessian_acts_on_what_follows_it(typed: str, meaning: str) -> None:
    assert value_of(typed) == value_of(meaning)


@pytest.mark.parametrize(
    ("line", "sentence", "marked"),
    [
        ("a = norm(eta)", "norm takes a vector such as x or g, not a number.", "eta"),
        ("a = dot(g, 3 t)", "dot takes a vector such as x or g, not a number.", "3 t"),
        ("a = grad(norm(g))", "grad takes a vector such as x or g, not a number.", "norm(g)"),
        ("a = loss(1)", "loss takes a vector such as x or g, not a number.", "1"),
        ("a = eigenvalue_1(t)", "eigenvalue1 takes a vector such as x or g, not a number.", "t"),
        ("a = hess(2) g", "hess takes a vector such as x or g, not a number.", "2"),
        ("a = hess(x)", "A Hessian can only multiply a vector, as in hess(x) g.", "hess(x)"),
        ("a = g hess(x)", "A Hessian can only multiply a vector, as in hess(x) g.", "hess(x)"),
        ("a = hess(x)^2 g", "A Hessian can only multiply a vector, as in hess(x) g.", "hess(x)"),
        ("a = sqrt(hess(x))", "A Hessian can only multiply a vector, as in hess(x) g.", "hess(x)"),
        ("a = norm(hess(g))", "A Hessian can only multiply a vector, as in hess(x) g.", "hess(g)"),
        (
            "a = hess(x) hess(g)",
            "A Hessian can only multiply a vector, as in hess(x) g.",
            "hess(g)",
        ),
        (
            "a = where(hess(x) < 1, g, x)",
            "A Hessian can only multiply a vector, as in hess(x) g.",
            "hess(x)",
        ),
        ("a = hess(x)*t", "A Hessian multiplies a vector, as in hess(x) g, not a number.", "t"),
        (
            "x = eta norm(g)",
            "The next iterate must be a vector, as in x - eta g; this is a number.",
            "eta norm(g)",
        ),
        ("s(0) = norm(3)", "norm takes a vector such as x or g, not a number.", "3"),
    ],
)
def test_a_value_of_a_wrong_kind_is_marked(line: str, sentence: str, marked: str) -> None:
    error = refusal(f"x = x - eta g\n{line}")
    assert error.message == f"Line 2: {sentence}"
    assert error.text == line
    assert error.text[slice(*error.span)] == marked


def test_a_next_iterate_from_numbers_alone_is_refused() -> None:
    assert "this is a number" in refusal("v = 0.9 v + eta\nx = v").message


@pytest.mark.parametrize("call", ["grad", "loss", "eigenvalue1", "eigenvector2"])
def test_the_loss_is_asked_at_a_limited_number_of_points(call: str) -> None:
    def rule(count: int) -> str:
        return "\n".join(["p = x - eta g", *[f"a = g {call}(p)"] * count, "x = x - a"])

    assert parse_rule(rule(24), ("eta",))
    error = refusal(rule(25))
    assert error.message == "Line 26: A rule may ask at most 24 times at other points."
    assert error.text[slice(*error.span)] == f"{call}(p)"


def test_asking_at_the_iterate_is_free_until_it_moves() -> None:
    lines = ["a = grad(x)"] * 30
    assert parse_rule("\n".join([*lines, "x = x - a"]), ())
    assert "at most 24" in refusal("\n".join(["x = x - g", *lines])).message


def test_a_rule_draws_a_limited_number_of_times() -> None:
    assert parse_rule("\n".join(["x = x + normal() - uniform()"] * 8), ())
    error = refusal("\n".join(["x = x + normal() - uniform()"] * 9))
    assert error.message == "Line 9: A rule may draw at most 16 times."
    assert error.text[slice(*error.span)] == "normal()"
