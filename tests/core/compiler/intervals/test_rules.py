"""What each rule says of boxes with a kink, a pole, a jump or an end of a domain."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.adjoint import reverse_gradient
from core.compiler.intervals import Enclosure, compile_intervals
from core.compiler.intervals.lowering import exact_number
from core.expression import parse_expression, parse_loss
from core.tree import Apply, Node, Number, Symbol

INF = math.inf
BEYOND = 1.0 + 1e-12
"""Room for a margin where a bound is not exact."""

Range = tuple[float, float]


def enclose(tree: Node, x: Range, y: Range = (0.0, 0.0), a: float = 1.0) -> Enclosure:
    function = compile_intervals([tree], ["x", "y"], ["a"])
    lower, upper = np.array([[x[0]], [y[0]]]), np.array([[x[1]], [y[1]]])
    return function(lower, upper, np.array([a]))


def read(text: str) -> Node:
    return parse_expression(text, ["x", "y", "a"])


def assert_close(found: Enclosure, expected: Range) -> None:
    for bound, value, outward in zip((found.lower, found.upper), expected, (-1, 1), strict=True):
        if math.isinf(value) or value == 0.0:
            assert bound.item() == pytest.approx(value, abs=3e-323)
        else:
            beyond = (bound.item() - value) * outward
            assert 0.0 <= beyond <= 1e-14 * abs(value)


@pytest.mark.parametrize(
    ("text", "x", "bounds", "is_smooth"),
    [
        ("sqrt(x)", (-1, 4), (0, 2), False),
        ("sqrt(x)", (0, 4), (0, 2), False),
        ("sqrt(x)", (1, 4), (1, 2), True),
        ("log(x)", (0, 1), (-INF, 0), False),
        ("log(x)", (1, math.e), (0, 1), True),
        ("1/x", (-1, 2), (-INF, INF), False),
        ("1/x", (0, 2), (0.5, INF), False),
        ("1/x", (-2, 0), (-INF, -0.5), False),
        ("-1/x", (0, 2), (-INF, -0.5), False),
        ("1/x", (0.5, 2), (0.5, 2), True),
        ("x^2", (-1, 2), (0, 4), True),
        ("x*x", (-1, 2), (0, 4), True),
        ("x^3", (-1, 2), (-1, 8), True),
        ("x^(-2)", (-1, 2), (0.25, INF), False),
        ("x^(-1)", (1, 2), (0.5, 1), True),
        ("x^2.5", (-3, 4), (0, 32), False),
        ("x^1.3", (1, 2), (1, 2**1.3), True),
        ("abs(x)", (-3, 2), (0, 3), False),
        ("abs(x)", (-3, -2), (2, 3), True),
        ("sign(x)", (0, 1), (-1, 1), False),
        ("sign(x)", (1e-300, 1), (1, 1), True),
        ("relu(x)", (-1, 2), (0, 2), False),
        ("relu(x)", (-2, -1), (0, 0), True),
        ("step(x)", (0, 1), (0, 1), False),
        ("floor(x)", (1, 1.5), (0, 1), False),
        ("floor(x)", (1.25, 1.5), (1, 1), True),
        ("ceil(x)", (1.5, 2), (2, 3), False),
        ("sin(x)", (0, 3), (0, 1), True),
        ("cos(x)", (3, 4), (-1, math.cos(4.0)), True),
        ("tan(x)", (1, 2), (-INF, INF), False),
        ("tan(x)", (-1, 1), (-math.tan(1.0), math.tan(1.0)), True),
        ("asin(x)", (-2, 3), (-math.pi / 2, math.pi / 2), False),
        ("acos(x)", (-1, 1), (0, math.pi), False),
        ("cbrt(x)", (-8, 27), (-2, 3), False),
        ("cosh(x)", (-1, 0.5), (1, math.cosh(1.0)), True),
        ("hypot(x, 0)", (-1, 2), (0, 2), False),
        ("atan2(0, x)", (1, 2), (0, 0), True),
        ("atan2(0, x)", (-2, -1), (-math.pi, math.pi), False),
        ("max(x, 1)", (0, 2), (1, 2), False),
        ("max(x, 1, 3-x)", (0, 1), (2, 3), True),
        ("min(x, abs(x)+2)", (-1, 1), (-1, 1), True),
        ("where(x < 1, x, 5)", (0, 2), (0, 5), False),
        ("where(x < 1, x, log(x))", (-1, 0.5), (-1, 0.5), True),
        ("where(x < 1, x, 5)", (1, 2), (1, 5), False),
        ("exp(x)", (1000, 2000), (0, INF), True),
        ("exp(-x)", (1000, 2000), (0, 0), True),
    ],
)
def test_a_rule(text: str, x: Range, bounds: Range, is_smooth: bool) -> None:
    found = enclose(read(text), x)
    if bounds[0] == 0 and text == "exp(x)":
        assert found.lower.item() == pytest.approx(1.7976931348623157e308)
    else:
        assert_close(found, bounds)
    assert found.is_defined.item()
    assert found.is_smooth.item() is is_smooth


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("log(x)", (-2, -1)),
        ("sqrt(x)", (-2, -1)),
        ("asin(x)", (2, 3)),
        ("x^0.5", (-2, -1)),
        ("x^1.3", (-2, -1)),
        ("x/(x-x)", (0, 0)),
        ("log(x) + x", (-2, -1)),
        ("where(x < 0, log(x), x)", (-2, -1)),
        ("max(x, sqrt(x))", (-2, -1)),
    ],
)
def test_an_expression_that_is_defined_nowhere(text: str, x: Range) -> None:
    found = enclose(read(text), x)
    assert not found.is_defined.item()
    assert not found.is_smooth.item()
    assert (found.lower.item(), found.upper.item()) == (-INF, INF)


def test_undefined_is_undefined() -> None:
    assert not enclose(Apply("undefined", ()), (0, 1)).is_defined.item()
    is_small = Apply("less", (Symbol("x"), Number(1.0)))
    chosen = Apply("where", (is_small, Symbol("x"), Apply("undefined", ())))
    assert enclose(chosen, (0, 0.5)).is_smooth.item()
    assert not enclose(chosen, (2, 3)).is_defined.item()
    assert not enclose(chosen, (0, 3)).is_smooth.item()


def test_zero_stays_exact() -> None:
    for text in ("0x", "x*0 + 0", "y - y x", "0/(x+2)", "x^2*0", "y^4", "sin(y)", "y*y"):
        found = enclose(read(text), (-1, 1))
        assert (found.lower.item(), found.upper.item()) == (0.0, 0.0)


def test_a_negative_zero_is_zero() -> None:
    found = enclose(Apply("divide", (Number(1.0), Number(-0.0))), (0, 1))
    assert not found.is_defined.item()
    assert enclose(Number(-0.0), (0, 1)).upper.item() == 0.0


def test_an_infinite_parameter_is_a_number_beyond_the_largest_double() -> None:
    found = enclose(read("a"), (0, 1), a=INF)
    assert (found.lower.item(), found.upper.item()) == (1.7976931348623157e308, INF)


def test_sums_that_are_exact_are_not_widened() -> None:
    found = enclose(read("x + 1"), (0.5, 2))
    assert (found.lower.item(), found.upper.item()) == (1.5, 3.0)
    rounded = enclose(read("x + 0.1"), (0.2, 0.2))
    assert rounded.lower.item() < rounded.upper.item()


@pytest.mark.parametrize(("name", "value"), [("pi", math.pi), ("e", math.e)])
def test_an_irrational_constant_lies_between_its_bounds(name: str, value: float) -> None:
    found = enclose(Apply(name, ()), (0, 0))
    assert found.lower.item() == value
    assert found.upper.item() == math.nextafter(value, INF)


@pytest.mark.parametrize("value", [math.log(2.0), math.log(10.0), 2.0 / math.sqrt(math.pi)])
def test_a_rounded_constant_of_a_derivative_is_widened(value: float) -> None:
    found = enclose(Number(value), (0, 0))
    assert found.lower.item() < value < found.upper.item()
    assert enclose(Number(0.7), (0, 0)).lower.item() == 0.7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where(true, x, 9)", (0, 1)),
        ("where(false, 9, x)", (0, 1)),
        ("where(a, x, 9)", (0, 1)),
        ("where(x > -1 and x < 2, x, 9)", (0, 1)),
        ("where(x < -1 or x < 2, x, 9)", (0, 1)),
        ("where(not (x > 2), x, 9)", (0, 1)),
        ("where(x > 2 and log(x) > 0, 9, x)", (0, 1)),
        ("where(x > 0.5 or x < 2, x, 9)", (0, 1)),
        ("where(a == 1, x, 9)", (0, 1)),
        ("where(a <= 1, x, 9)", (0, 1)),
        ("where(a > 1, 9, x)", (0, 1)),
        ("where(a != 1, 9, x)", (0, 1)),
        ("where(x == 0.5, 9, x)", (0, 9)),
        ("where(x >= 0, x, 9)", (0, 9)),
        ("where(log(x-0.5) < 9, x, 9)", (0, 9)),
    ],
)
def test_a_condition(text: str, expected: Range) -> None:
    found = enclose(read_with_truths(text), (0, 1))
    assert (found.lower.item(), found.upper.item()) == expected
    assert found.is_smooth.item() is (expected == (0, 1))


def read_with_truths(text: str) -> Node:
    for word in ("true", "false"):
        if word in text:
            whole = parse_expression(text.replace(word, "x < 0"), ["x", "y", "a"])
            assert isinstance(whole, Apply)
            return Apply("where", (Apply(word, ()), *whole.operands[1:]))
    return read(text)


def test_a_kink_of_a_parameter_is_none_of_the_box() -> None:
    for text in ("abs(a) x", "sign(a) x", "floor(a) x", "cbrt(a) x", "max(a, 0) x", "sqrt(a) x"):
        found = enclose(read(text), (1, 2), a=0.0)
        assert (found.lower.item(), found.upper.item()) == (0.0, 0.0)
        assert found.is_smooth.item()


@pytest.mark.parametrize(
    ("text", "a"),
    [("x^a", 2.0), ("x^(2a)", 1.0), ("x^(a-1)", 3.0), ("x^(a/3)", 6.0)],
)
def test_a_parameter_that_is_an_integer_is_an_integer_exponent(text: str, a: float) -> None:
    found = enclose(read(text), (-2, 1), a=a)
    assert_close(found, (0.0, 4.0))
    assert found.is_smooth.item()
    assert not enclose(read(text), (-2, 1), a=a + 0.25).is_smooth.item()


@pytest.mark.parametrize(
    ("text", "slopes"),
    [("abs(x)", (-1, 1)), ("relu(x)", (0, 1)), ("max(x, -2x)", (-2, 1)), ("min(x, 3x)", (1, 3))],
)
def test_a_slope_at_a_kink_covers_all_between_its_sides(text: str, slopes: Range) -> None:
    slope, _ = reverse_gradient(parse_loss(text + " + 0y").tree, ("x", "y"))
    found = enclose(slope, (-0.5, 0.5))
    assert (found.lower.item(), found.upper.item()) == slopes
    assert not found.is_smooth.item()


@pytest.mark.parametrize(
    ("operator", "numbers", "value"),
    [
        ("divide", [3.0, 2.0], 1.5),
        ("divide", [1.0, 3.0], None),
        ("divide", [1.0, 0.0], None),
        ("add", [1e16, 1.0], None),
        ("subtract", [2.0, 1.0], 1.0),
        ("multiply", [0.1, 0.1], None),
        ("multiply", [1e200, 1e200], None),
        ("negate", [0.1], -0.1),
        ("add", [1.0, None], None),
        ("sin", [0.0], None),
    ],
)
def test_operations_on_literals_are_literals_where_they_are_exact(
    operator: str, numbers: list[float | None], value: float | None
) -> None:
    assert exact_number(operator, numbers) == value
