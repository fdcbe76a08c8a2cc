"""What is said of the curvature at a point."""

from __future__ import annotations

import math

import pytest

from core.curvature import Curvature, Kind, classify, curvature_at
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.symbolic.differentiation import differentiate

HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"


def curvature(text: str, x: float, y: float) -> Curvature:
    formula = parse_loss(text)
    derivatives = differentiate(formula.tree, formula.variables)
    return curvature_at(Landscape(Surface(formula, {}), derivatives), x, y)


def test_all_numbers_of_a_bowl() -> None:
    bowl = curvature("x^2 + 8 y^2", 1.0, 2.0)
    assert (bowl.x, bowl.y, bowl.loss) == (1.0, 2.0, 33.0)
    assert bowl.gradient == (2.0, 32.0)
    assert bowl.hessian == (2.0, 0.0, 16.0)
    assert bowl.eigenvalues == (2.0, 16.0)
    assert bowl.eigenvectors == ((1.0, 0.0), (0.0, 1.0))
    assert bowl.condition_number == 8.0
    assert bowl.kind is Kind.MINIMUM
    assert bowl.is_finite
    assert not bowl.is_critical


@pytest.mark.parametrize(
    ("text", "x", "y", "sentence"),
    [
        ("x y", 1, 2,
         "Saddle-shaped here, so not convex: bends down along (0.71, −0.71), up along "
         "(0.71, 0.71)."),
        ("x^2 + 8 y^2", 1, 0,
         "Bowl-shaped here, so convex: bends up every way, most along (0.00, 1.00)."),
        ("-x^2 - 8 y^2", 1, 0,
         "Dome-shaped here, so not convex: bends down every way, most along (0.00, 1.00)."),
        ("(x + y)^2", 1, 0,
         "Valley-shaped here: bends up along (0.71, 0.71), to second order not along "
         "(0.71, −0.71)."),
        ("-x^2", 1, 0,
         "Ridge-shaped here, so not convex: bends down along (1.00, 0.00), to second "
         "order not along (0.00, 1.00)."),
        ("3 x + y", 1, 0, "Straight here: the slope does not change, to second order."),
        ("x^2 + y^2", 0, 0, "Minimum. Rises in every direction: descent comes to rest here."),
        ("-x^2 - y^2", 0, 0,
         "Maximum. Falls in every direction: the slightest push sends descent away."),
        ("y^2 - x^2", 0, 0,
         "Saddle. Falls along (1.00, 0.00), rises along (0.00, 1.00). Plain descent slows here; "
         "an eigenvector step or noise leaves it."),
        ("x^3 + y^2", 0, 0,
         "Degenerate. To second order it is flat along (1.00, 0.00): higher derivatives decide."),
        ("x^4 + y^4", 0, 0,
         "Degenerate. To second order it is flat every way: higher derivatives decide."),
        ("3 + 0 x", 1, 0, "Flat here: there is no slope and no curvature beyond rounding."),
        ("relu(x)", -1, 0, "Flat here: there is no slope and no curvature beyond rounding."),
        ("where(x > 0, x^2, -x^2) + y^2", 0, 0,
         "Degenerate. The curvature changes abruptly here: second derivatives decide nothing."),
        ("where(x > 0, x^2, -x^2) + y^2", 0, 1,
         "The curvature changes abruptly here: second derivatives decide nothing."),
        ("|x|^2.5 + y^2", 0, 0,
         "Degenerate. The curvature changes abruptly here: second derivatives decide nothing."),
        ("1e-8 x^2 + 8e-8 y^2", 0, 0,
         "Minimum. Rises in every direction: descent comes to rest here."),
        ("1e8 (x^3 + y^2)", 0, 0,
         "Degenerate. To second order it is flat along (1.00, 0.00): higher derivatives decide."),
        ("1e8 x y", 1, 2,
         "Saddle-shaped here, so not convex: bends down along (0.71, −0.71), up along "
         "(0.71, 0.71)."),
        ("|x| + |y|", 0, 0,
         "Kink. The slope changes abruptly here: the loss has no curvature at this point."),
        ("step(x) + y^2", 0, 0,
         "Jump. The loss itself changes abruptly here: it has no slope at this point."),
        ("log(x) + y^2", -1, 0,
         "The loss has no curvature here: it or a derivative is undefined."),
    ],
)  # fmt: skip
def test_sentences(text: str, x: float, y: float, sentence: str) -> None:
    assert curvature(text, x, y).sentence == sentence


def test_a_critical_point_is_recognised_to_the_last_digits_of_its_place() -> None:
    minimum = curvature(HIMMELBLAU, -2.805118086952745, 3.131312518250573)
    assert minimum.is_critical
    assert minimum.kind is Kind.MINIMUM
    assert not curvature(HIMMELBLAU, -2.805, 3.131).is_critical


def test_a_far_slope_is_not_critical_however_gentle() -> None:
    assert not curvature("exp(-x^2 - y^2)", 8.0, 8.0).is_critical


def test_rounding_does_not_make_a_monkey_saddle_a_saddle() -> None:
    monkey = curvature("x^3 - 3 x y^2", 1e-30, -2e-30)
    assert monkey.kind is Kind.DEGENERATE
    assert monkey.is_critical
    assert monkey.condition_number == math.inf


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("x^3 - 3 x y^2", 0.0, -2.3e-16),
        ("(x^2 + y^2)^1.5", 0.0, -2.3e-16),
        ("|x|^2.5 + y^2", -2.3e-16, 0.0),
        ("x^4 + y^2", 1e-6, 0.0),
        ("where(x > 0, x^2, 2 x^2) + y^2", 0.0, 0.0),
    ],
)
def test_a_multiple_point_that_rounding_moved_is_degenerate(text: str, x: float, y: float) -> None:
    found = curvature(text, x, y)
    assert found.is_critical
    assert found.kind is Kind.DEGENERATE
    assert found.sentence.startswith("Degenerate.")


@pytest.mark.parametrize("steepness", [1e2, 1e4, 1e6, 1e8])
def test_a_narrow_bent_valley_has_a_minimum(steepness: float) -> None:
    found = curvature(f"(1-x)^2 + {steepness} (y-x^2)^2", 1.0, 1.0 - 2.3e-16)
    assert found.is_critical
    assert found.kind is Kind.MINIMUM


def test_an_ill_conditioned_minimum_is_still_one() -> None:
    valley = curvature("x^2 + 1e-9 y^2", 0.0, 0.0)
    assert valley.kind is Kind.MINIMUM
    assert valley.condition_number == pytest.approx(1e9)


@pytest.mark.parametrize(
    ("text", "condition_number"),
    [
        ("1e12 x^2 + y^2", 1e12),
        ("1e15 pi x^2 + pi y^2", 1e15),
        ("1e20 x^2 + y^2", 1e20),
        ("x^2 + 1e-300 y^2", 1e300),
        ("1e14 (x+y)^2 + (x-y)^2", 1e14),
        ("1e15 sin(x)^2 + y^2", 1e15),
        ("1e-300 (x^2 + 8 y^2)", 8),
        ("1e-300 (x^2 + 1e-5 y^2)", 1e5),
        ("1e300 x^2 + 1e299 y^2", 10),
    ],
)
def test_a_minimum_is_told_from_rounding_at_every_scale(text: str, condition_number: float) -> None:
    valley = curvature(text, 0.0, 0.0)
    assert valley.is_critical
    assert valley.kind is Kind.MINIMUM
    assert valley.condition_number == pytest.approx(condition_number, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("1e12 x^2 + y^2", 0.0, 1e-3),
        ("1e20 x^2 + y^2", 0.0, 1.0),
        ("1e12 (x+y)^2 + (x-y)^2", 1.0, -1.0),
        ("(1-x)^2 + 1e8 (y-x^2)^2", 0.99, 0.9801),
        ("-1e12 x^2 + y^2", 0.0, 1e-3),
    ],
)
def test_the_floor_of_a_narrow_valley_is_not_critical(text: str, x: float, y: float) -> None:
    assert not curvature(text, x, y).is_critical


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("(x + y)^2", 0.0, 0.0),
        ("(0.1 x + 0.3 y)^2", 0.0, 0.0),
        ("(0.1 x + 0.3 y)^2 + 1e-17 x^3", 0.0, 0.0),
        ("1e17 (0.1 x + 0.3 y)^2 + (x - y)^2", 0.0, 0.0),
        ("x^4 + y^2", 0.0, 0.0),
        ("x^3 + y^2", -1e-9, 0.0),
        ("(x y)^2", 0.0, 0.0),
        ("(x y)^2", 0.0, 2.0),
        ("x^2 y^2 (x^2 + y^2 - 3)", 0.0, 0.5),
        ("(x^2 + y^2 - 1)^2", 0.6, 0.8),
        ("(y - x^2) (y - 3 x^2)", 0.0, 0.0),
    ],
)
def test_degenerate_points_are_never_given_a_kind(text: str, x: float, y: float) -> None:
    found = curvature(text, x, y)
    assert found.is_critical
    assert found.kind is Kind.DEGENERATE
    assert found.is_convex is not True
    assert found.sentence.startswith("Degenerate.")
    assert found.condition_number == math.inf


@pytest.mark.parametrize(
    ("text", "is_convex"),
    [
        ("x^2 + y^2", True),
        ("x^2 - y^2", False),
        ("-x^2 - y^2", False),
        ("-x^2", False),
        ("x^2", None),
        ("x^2 + y^3", None),
        ("x + y", None),
    ],
)
def test_convexity_close_to_a_point(text: str, is_convex: bool | None) -> None:
    assert curvature(text, 1.0, 0.0).is_convex is is_convex


def test_classification_asks_for_more_than_a_sign() -> None:
    assert classify((1.0, 2.0), 2.0) is Kind.MINIMUM
    assert classify((-2.0, -1.0), 2.0) is Kind.MAXIMUM
    assert classify((-1.0, 2.0), 2.0) is Kind.SADDLE
    assert classify((1e-15, 2.0), 2.0) is Kind.DEGENERATE
    assert classify((-2.0, -1e-15), 2.0) is Kind.DEGENERATE
    assert classify((-1e-15, 1e-15), 2.0) is Kind.DEGENERATE
    assert classify((math.nan, math.nan), 2.0) is Kind.DEGENERATE


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("|x| + |y|", 1e-17, 0.0),
        ("|x| + y^2", 0.0, 1.0),
        ("relu(x) + 0 y", 0.0, 3.0),
        ("max(x, y)", 1.0, 1.0),
        ("max(x^2, y^2)", 1e4, -1e4),
        ("min(x^2, (x-1)^2) + y^2", 0.5, 0.0),
        ("100 x + 0.01 |y|", 2.0, 0.0),
        ("1e-200 |x - y|", 0.3, 0.3),
        ("1e6 + 1e-3 |x| + 0 y", 0.0, 0.0),
        ("floor(x) + y", 2.0, 0.0),
    ],
)
def test_no_number_and_no_kind_at_a_kink_or_jump(text: str, x: float, y: float) -> None:
    found = curvature(text, x, y)
    assert found.sentence.startswith(("Kink.", "Jump."))
    assert math.isfinite(found.loss)
    assert not found.is_finite
    assert not found.is_critical
    assert found.kind is Kind.DEGENERATE
    assert all(map(math.isnan, (*found.gradient, *found.hessian, *found.eigenvalues)))


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("|x| + y^2", 1e-6, 1.0),
        ("|x|^3 + y^2", 0.0, 1.0),
        ("|x| y", 0.0, 0.0),
        ("relu(x)^2 + y^2", 0.0, 1.0),
        ("1e8 |x - 1| + y^2", 0.0, 0.5),
        ("log(x) + y^2", 1e-11, 0.5),
    ],
)
def test_a_slope_that_is_only_steep_or_bent_is_no_kink(text: str, x: float, y: float) -> None:
    found = curvature(text, x, y)
    assert found.is_finite
    assert not found.sentence.startswith(("Kink.", "Jump."))


def test_what_is_undefined_is_not_finite() -> None:
    undefined = curvature("log(x) + y^2", -1.0, 0.0)
    assert not undefined.is_finite
    assert math.isnan(undefined.loss)
    assert not curvature("sqrt(x^2 + y^2)", 0.0, 0.0).is_finite


def test_what_overflows_all_around_is_undefined_without_a_warning() -> None:
    assert not curvature("cosh((y + 1000)^9)^2 + x", 0.3, -1.2).is_finite


def test_far_from_the_origin_a_point_beside_a_minimum_is_none() -> None:
    assert curvature("(x - 10^8)^2 + y^2", 1e8, 0).is_critical
    assert not curvature("(x - 10^8)^2 + y^2", 1e8 + 1, 0).is_critical
    assert not curvature("sin(x) + y^2", 1e8, 0).is_critical
