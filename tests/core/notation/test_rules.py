"""Rules as a paper prints them, read back from their MathML as plain text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from core.explanation.numbers import numbers_mathml
from core.explanation.working import worked_lines
from core.notation.rules import WIDEST, rule_mathml, worked_mathml
from core.notation.typeset import svg
from core.notation.vector_calls import COLUMN
from core.notation.widths import width
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.rule import parse_rule, rule_of
from core.scene import Entry, Scene, Start
from core.trace import trace_step
from core.tree import Apply, Node, Number
from tests.core.explanation.runs import BOWL, explained, own

SIZE = 16.0


def text(mathml: str) -> str:
    """Return MathML as plain text, a bold letter with an asterisk before it."""
    return _text(ElementTree.fromstring(f"<mrow>{mathml}</mrow>"))


def _text(element: ElementTree.Element) -> str:
    parts = list(map(_text, element))
    match element.tag:
        case "mfrac":
            return f"[{parts[0]}]/[{parts[1]}]"
        case "msup":
            return f"{parts[0]}^{parts[1]}"
        case "msub":
            return f"{parts[0]}_{parts[1]}"
        case "msubsup":
            return f"{parts[0]}_{parts[1]}^{parts[2]}"
        case "msqrt":
            return f"√[{''.join(parts)}]"
        case "mover":
            return parts[1] + parts[0]
        case "mtable":
            return "; ".join(parts)
    star = "*" if element.get("mathvariant") == "bold" else ""
    return star + (element.text or "") + "".join(parts)


def typeset(rule: str, *letters: str) -> list[str]:
    return list(map(text, rule_mathml(parse_rule(rule, letters))))


def test_vectors_are_bold_and_numbers_are_not() -> None:
    assert typeset("v = gamma v - eta g\nx = x + v", "gamma", "eta") == [
        "*v←γ*v−η*g",
        "*x←*x+*v",
    ]
    assert typeset("k = norm(g)\nx = x - k g") == ["k←‖*g‖", "*x←*x−k*g"]


def test_adam_reads_as_its_paper() -> None:
    lines = list(map(text, rule_mathml(rule_of(Adam()))))
    assert lines[:2] == ["*m←β_1*m+(1−β_1)*g", "*v←β_2*v+(1−β_2)*g^2"]
    assert lines[2] == "^*m←{[*m]/[1−β_1^t]if bias correction; *motherwise"
    assert lines[4] == "*x←*x−[η^*m]/[√[^*v]+ε]"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("grad(x + g)", "∇L(*x+*g)"),
        ("loss(x) g", "L(*x)*g"),
        ("hess(x) g", "H(*x)*g"),
        ("eigenvalue1(x) eigenvector2(x)", "λ_1(*x)*u_2(*x)"),
        ("dot(g, x) g", "⟨*g,*x⟩*g"),
        ("g x", "*g⊙*x"),
        ("g / x", "[*g]/[*x]"),
        ("g (x + g)", "*g⊙(*x+*g)"),
        ("sqrt(g)", "√[*g]"),
        ("where(norm(g) < 1, g, x)", "{*gif ‖*g‖<1; *xotherwise"),
    ],
)
def test_what_a_rule_may_call(value: str, printed: str) -> None:
    assert typeset(f"x = {value}") == [f"*x←{printed}"]


def test_a_line_that_draws_tells_the_law() -> None:
    assert typeset("a = normal()\nx = x + a") == ["*a∼N(*0,I)", "*x←*x+*a"]


def test_draws_within_a_line_have_letters_of_their_own() -> None:
    assert typeset("x = x + normal() + normal()") == ["*x←*x+*ξ_1+*ξ_2", "*ξ_1,*ξ_2∼N(*0,I)"]
    assert typeset("xi = 2\nx = x + xi normal() + uniform()") == [
        "ξ←2",
        "*x←*x+ξ*ζ+*ω",
        "*ζ∼N(*0,I)",
        "*ω∼U(0,1)^2",
    ]


def test_draws_have_letters_however_many_names_a_rule_has() -> None:
    greek = ("xi", "zeta", "omega", "chi", "nu1")
    assert typeset("x = x + normal() + uniform()", *greek)[1:] == ["*a∼N(*0,I)", "*b∼U(0,1)^2"]
    assert typeset("x = x + normal()", *greek[:4]) == ["*x←*x+*ν", "*ν∼N(*0,I)"]


def test_a_stated_start_comes_after_the_lines() -> None:
    assert typeset("x = x - v\nv(0) = -g\nv = v / 2") == [
        "*x←*x−*v",
        "*v←[*v]/[2]",
        "*v_0=−*g",
    ]


def column(first: float, second: float) -> Node:
    return Apply(COLUMN, (Number(first), Number(second)))


def test_numbers_stand_in_place_of_names() -> None:
    product = Apply("multiply", (Number(0.9), column(-1.0, 2.0)))
    line = worked_mathml("v", True, product, column(-0.9, 1.8))
    assert text(line) == "*v←0.9(−1; 2)=(−0.9; 1.8)"


def test_a_line_that_is_a_value_already_is_not_repeated() -> None:
    assert text(worked_mathml("t", False, Number(3.0), Number(3.0))) == "t←3"


def test_a_step_in_numbers() -> None:
    lines = explained(Adam(learning_rate=0.05)).numbers
    rows = [text(line) for line in lines]
    assert rows[0] == "*m←0.9(0; 0)+(1−0.9)(2; 12)=(0.2; 1.2)"
    # Of the choice only the branch that was taken.
    assert rows[2] == "^*m←[(0.2; 1.2)]/[1−0.9^1]=(2; 12)"
    assert rows[4] == "*x←(1; 2)−[0.05(2; 12)]/[√[(4; 144)]+10^−7]=(0.95; 1.95)"


def test_answers_and_draws_stand_as_their_values() -> None:
    explanation = explained(own("p = hess(x) g\nx = x - 0.1 grad(2 x) + loss(x) p 0.01"))
    assert text(explanation.numbers[0]) == "*p←(4; 72)"
    assert text(explanation.numbers[1]).startswith("*x←(1; 2)−0.1(4; 24)+")


def test_a_choice_that_differs_between_the_coordinates_is_its_value() -> None:
    (line,) = explained(own("x = where(x > 1.5, x, g)")).numbers
    assert text(line) == "*x←(2; 2)"


def test_what_is_undefined_or_endless_is_said_so() -> None:
    first, second, _ = explained(own("a = 1 / (t - 1)\nb = a - a\nx = x - g")).numbers
    assert text(first) == "a←[1]/[1−1]=∞"
    assert text(second) == "b←∞−∞=undefined"


@pytest.mark.parametrize("method", METHODS)
def test_lines_fit_the_panel(method: type[Optimizer]) -> None:
    entry = Entry(method(), schedule="1/sqrt(t)")
    scene = Scene(loss="", starts=(Start(-1.2345, 0.56789),), entries=(entry,), steps=9)
    trace = trace_step(BOWL, scene, 0, 0, 3)
    rule = rule_of(entry.optimizer)
    lines = [*rule_mathml(rule), *numbers_mathml(rule, worked_lines(BOWL, scene, 0, 0, trace))]
    for line in lines:
        assert width(line) <= WIDEST * 1.05
        drawn = drawn_width(line)
        assert drawn <= 360.0
        assert 0.75 * drawn - SIZE <= width(line) * SIZE <= 1.25 * drawn


def drawn_width(mathml: str) -> float:
    found = re.search(rb'width="([0-9.]+)', svg(mathml, "#000000", SIZE))
    assert found is not None
    return float(found[1])
