from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from core.expression import parse_expression, parse_loss
from core.notation.markup import LARGEST_PRINTED, printed_size, to_mathml, to_text
from core.notation.signs import tidy_signs
from core.tree import Apply, Node, Number, Symbol
from tests.core import strategies

X, Y = Symbol("x"), Symbol("y")
NAMES = ("x", "y", "theta0", "m_hat")


def shown(text: str) -> str:
    """Return what a reader sees, with a mark for what stands raised or under a bar."""
    return flattened(to_mathml(parse_loss(text).tree))


def flattened(mathml: str) -> str:
    root = ElementTree.fromstring(f"<math>{mathml}</math>")
    return re.sub(r" +", " ", _flat(root)).strip()


def _flat(element: ElementTree.Element) -> str:
    parts = [_flat(child) for child in element]
    match element.tag:
        case "mfrac":
            return f"[{parts[0]} / {parts[1]}]"
        case "msup":
            return f"{parts[0]}^{_grouped(parts[1])}"
        case "msub":
            return f"{parts[0]}_{parts[1]}"
        case "msubsup":
            return f"{parts[0]}_{parts[1]}^{_grouped(parts[2])}"
        case "msqrt":
            return f"√[{''.join(parts)}]"
        case "mroot":
            return f"root{parts[1]}[{parts[0]}]"
        case "mover":
            return f"{parts[0]}{parts[1]}"
        case "mspace":
            return " "
        case "mtr":
            return f"<{'|'.join(parts)}>"
    return (element.text or "") + "".join(parts)


def _grouped(part: str) -> str:
    return part if len(part) == 1 else f"({part})"


@settings(max_examples=300)
@given(strategies.trees(NAMES))
def test_plain_text_reads_back_to_the_same_tree(tree: Node) -> None:
    assert parse_expression(to_text(tree), NAMES) == tree


@given(strategies.trees())
def test_mathml_is_well_formed_and_shows_something(tree: Node) -> None:
    assert flattened(to_mathml(tree))


@given(strategies.trees())
def test_signs_are_tidy_and_stay_so(tree: Node) -> None:
    tidy = tidy_signs(tree)
    assert tidy_signs(tidy) == tidy
    assert "--" not in flattened(to_mathml(tree)).replace("−", "-")


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (parse_loss("2x y² + e^-x").tree, "2*x*y**2 + exp(-x)"),
        (parse_loss("-2x/y").tree, "-2*x/y"),
        (parse_loss("x - (y - 1)").tree, "x - (y - 1)"),
        (parse_loss("(x^2)^3 + x^2^3").tree, "(x**2)**3 + x**(2**3)"),
        (parse_loss("(x y)/(2 y)").tree, "x*y/(2*y)"),
        (parse_loss("|x| + √y + θ₁").tree, "abs(x) + sqrt(y) + theta1"),
        (parse_loss("x if x<0 else 1").tree, "where(x < 0, x, 1)"),
        (Apply("add", (X, Number(-2.0))), "x + -2"),
        (Apply("negate", (Number(2.0),)), "-(2)"),
        (Apply("power", (Apply("e", ()), X)), "(E)**x"),
        (Number(1e-7), "1e-07"),
        (Number(2.0**60), "1.152921504606847e+18"),
    ],
)
def test_plain_text(tree: Node, text: str) -> None:
    assert to_text(tree) == text


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("(1-x)² + 100(y-x²)²", "(1−x)^2+100(y−x^2)^2"),
        ("1/2 x^2 + x/2y", "[1 / 2]x^2+[x / 2]y"),
        ("x/(2y)", "[x / 2y]"),
        ("0.1000x", "0.1x"),
        ("1e-7x + 2.5e20y", "10^(−7)x+2.5⋅10^(20)y"),
        ("sin(x)", "sin x"),
        ("sin(2pi x)", "sin 2πx"),
        ("sin(x + y)", "sin(x+y)"),
        ("sin(x)^2 + sin(x^2)", "sin^2 x+sin(x^2)"),
        ("sin(x) y", "sin(x)y"),
        ("sin(x) cos(y)", "sin x cos y"),
        ("y sin(x)", "y sin x"),
        ("2sin(x)", "2 sin x"),
        ("sin(x)^-1", "(sin x)^(−1)"),
        ("ln|x| + log2(y)", "ln |x|+log_2 y"),
        ("exp(-x^2/2)", "e^(−x^2/2)"),
        ("exp(x)^2", "(e^x)^2"),
        ("exp(exp(x))", "exp(e^x)"),
        ("√(x+1) + x^½ + cbrt(y)", "√[x+1]+√[x]+root3[y]"),
        ("hypot(x, y)", "√[x^2+y^2]"),
        ("2*3*x*4", "2⋅3x⋅4"),
        ("2*(1/2)*x", "2⋅[1 / 2]x"),
        ("x*(x - 1)*(-y)", "−x(x−1)y"),
        ("x - -2y", "x+2y"),
        ("-1*x + y*-1", "−x−y"),
        ("x - (y + 1)", "x−(y+1)"),
        ("(x^2)^3", "(x^2)^3"),
        ("2^x", "2^x"),
        ("(-x)^2", "(−x)^2"),
        ("(1/x)^2", "([1 / x])^2"),
        ("x1² + theta_0", "x_1^2+θ_0"),
        ("k_max x", "k_maxx"),
        ("floor(x)^2 + |x|^3", "⌊x⌋^2+|x|^3"),
        ("min(x, y, 1)^2", "min(x,y,1)^2"),
        ("sgn(x) + relu(y)", "sgn(x)+ReLU(y)"),
        ("x if 0 < x else y", "{<x| if 0<x><y| otherwise>"),
        ("piecewise((x, x<0 or y>=1 and not x=y))", "{<x| if x<0 or (y≥1 and not (x=y))>"),
        ("x if -1 < x <= 1 else y", "{<x| if −1<x≤1><y| otherwise>"),
        ("1 + (x if x>0 else 0)", "1+({<x| if x>0><0| otherwise>)"),
        ("e + pi", "e+π"),
    ],
)
def test_what_the_reader_sees(typed: str, seen: str) -> None:
    assert shown(typed) == seen


def test_names_of_a_rule_are_set_as_a_paper_prints_them() -> None:
    names = ("m_hat", "beta1", "t", "bias_correction", "m")
    tree = parse_expression("where(bias_correction, m_hat/(1 - beta1^t), m)", names)
    assert flattened(to_mathml(tree)) == "{<[m^ / 1−β_1^t]| if bias correction><m| otherwise>"


def test_a_negative_coefficient_of_a_derivative_is_subtracted() -> None:
    term = Apply("multiply", (Number(-2.0), X))
    assert flattened(to_mathml(Apply("add", (Y, term)))) == "y−2x"
    assert flattened(to_mathml(Apply("multiply", (Number(-1.0), X)))) == "−x"


def test_a_formula_too_large_to_read_becomes_an_ellipsis() -> None:
    tree: Node = X
    for _ in range(200):
        tree = Apply("sin", (Apply("add", (tree, tree)),))
    assert printed_size(tree) > LARGEST_PRINTED
    assert to_mathml(tree) == "<mo>⋯</mo>"


def test_a_long_sum_needs_no_deep_stack() -> None:
    tree: Node = X
    for _ in range(450):
        tree = Apply("add", (tree, Y))
    assert flattened(to_mathml(tree)).count("+") == 450
    assert to_text(tree).count("+") == 450
