"""Kinks that are minima, maxima or saddles without a gradient, and those that are nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.critical_points.findings import Status
from core.curvature import Kind
from core.scene import View
from tests.core.critical_points.boxes import (
    SQUARE,
    UNEVEN,
    FloatArray,
    about,
    along,
    resolve,
)

VIEWS = pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("|x| + |y|", Kind.MINIMUM),
        ("|x| + y^2", Kind.MINIMUM),
        ("x^2 + y^2 + |x|", Kind.MINIMUM),
        ("sqrt(x^2 + y^2)", Kind.MINIMUM),
        ("cbrt(x)^2 + y^2", Kind.MINIMUM),
        ("max(|x|, |y|)", Kind.MINIMUM),
        ("max(x, -2 x, y, -y - x)", Kind.MINIMUM),
        ("max(x + y^2, -x)", Kind.MINIMUM),
        ("100 |x - y| + |x + y|", Kind.MINIMUM),
        ("|x| + |y|/10^12", Kind.MINIMUM),
        ("10^300 (|x| + |y|)", Kind.MINIMUM),
        ("1/10^300 (|x| + |y|)", Kind.MINIMUM),
        ("-max(|x|, 2 |y|)", Kind.MAXIMUM),
        ("|x| - |y|", Kind.SADDLE),
        ("|x| - y^2", Kind.SADDLE),
    ],
)
@VIEWS
def test_a_kink_is_named(text: str, kind: Kind, view: View) -> None:
    (point,) = resolve(text, view, about(view, 0, 0), is_smooth=False).points
    assert (point.x, point.y, point.loss) == (0, 0, 0)
    assert (point.kind, point.is_kink, point.status) == (kind, True, Status.NUMERICAL)
    assert point.name == f"{kind.value} at a kink"
    assert point.remark == "The loss has a kink here and no gradient."
    assert all(map(math.isnan, point.eigenvalues))


@VIEWS
def test_a_kink_off_the_grid_is_found_to_its_last_digits(view: View) -> None:
    boxes = about(view, 1 / 3, 0.1)
    (point,) = resolve("|x - 1/3| + 2 |y - 0.1|", view, boxes, is_smooth=False).points
    assert (point.x, point.y) == pytest.approx((1 / 3, 0.1), abs=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "|x| + y^3",
        "|x| + |y| + 3 x",
        "x^3 + |y|",
        "relu(x) + y^2",
        "sqrt(x) + y^2",
        "log(x^2 + y^2)",
        "-1/(x^2 + y^2)",
        "x^2 y^2/(x^2 + y^2)",
    ],
)
@VIEWS
def test_what_passes_through_or_is_not_defined_is_nothing(text: str, view: View) -> None:
    evidence = resolve(text, view, about(view, 0, 0), is_smooth=False)
    assert not evidence.points
    assert not evidence.curves


@pytest.mark.parametrize("text", ["log((x - 1/3)^2 + (y - 0.1)^2)", "1/((x - 1/3)^2 + |y - 0.1|)"])
@VIEWS
def test_a_pole_off_the_grid_is_nothing(text: str, view: View) -> None:
    evidence = resolve(text, view, about(view, 1 / 3, 0.1), is_smooth=False)
    assert not evidence.points
    assert not evidence.curves


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("|x|^1.5 + y^2", 1),
        ("max(x^2, y^2)", 1),
        ("where(x > 0, x^2, 2 x^2) + y^2", 1),
        ("x |x| + y^2", 0),
    ],
)
@VIEWS
def test_a_gradient_that_fades_makes_it_degenerate(text: str, index: int, view: View) -> None:
    (point,) = resolve(text, view, about(view, 0, 0), is_smooth=False).points
    assert (point.kind, point.is_kink, point.index) == (Kind.DEGENERATE, False, index)


@VIEWS
def test_only_the_tip_of_a_pyramid_counts(view: View) -> None:
    def diagonals(x: FloatArray, y: FloatArray) -> FloatArray:
        distance: FloatArray = np.abs(np.abs(x) - np.abs(y))
        return distance

    evidence = resolve("max(|x|, |y|)", view, along(view, diagonals), is_smooth=False)
    assert not evidence.curves
    (point,) = evidence.points
    assert (point.x, point.y, point.name) == (0, 0, "minimum at a kink")


def test_several_kinks_on_one_line_are_told_apart() -> None:
    def y_axis(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.abs(x) + 0 * y

    evidence = resolve("|x| + |sin(5 y)|", SQUARE, along(SQUARE, y_axis), is_smooth=False)
    assert not evidence.curves
    found = {round(point.y * 10 / math.pi): point for point in evidence.points}
    assert sorted(found) == list(range(-6, 7))
    for place, point in found.items():
        assert (point.x, point.y) == pytest.approx((0, place * math.pi / 10), abs=1e-12)
        assert point.kind is (Kind.SADDLE if place % 2 else Kind.MINIMUM)


@settings(max_examples=40)
@given(
    angle=st.floats(0, math.pi / 2),
    x=st.floats(-1.5, 1.5),
    y=st.floats(-1.5, 1.5),
    steep=st.floats(0.1, 10),
    sign=st.sampled_from([-1, 1]),
)
def test_a_turned_pyramid_and_pass_are_named(
    angle: float, x: float, y: float, steep: float, sign: int
) -> None:
    cosine, sine = math.cos(angle), math.sin(angle)
    text = (
        f"|{cosine:.15f} (x - ({x:.15f})) + {sine:.15f} (y - ({y:.15f}))| + ({sign}) * "
        f"{steep:.15f} |{cosine:.15f} (y - ({y:.15f})) - {sine:.15f} (x - ({x:.15f}))|"
    )
    (point,) = resolve(text, SQUARE, about(SQUARE, x, y), is_smooth=False).points
    assert (point.x, point.y) == pytest.approx((x, y), abs=1e-12)
    assert point.kind is (Kind.MINIMUM if sign > 0 else Kind.SADDLE)
