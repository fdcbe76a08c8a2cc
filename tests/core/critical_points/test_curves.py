"""Curves of critical points: each once, to the view's edge, and called what it is."""

from __future__ import annotations

import numpy as np
import pytest

from core.critical_points.evidence import Evidence
from core.critical_points.findings import CriticalCurve, Status
from core.scene import View
from tests.core.critical_points.boxes import (
    SQUARE,
    UNEVEN,
    FloatArray,
    Nearness,
    along,
    resolve,
    surface,
)

HALF = View(x_min=0.0, x_max=2.0, y_min=-1.0, y_max=1.0)
BROAD = View(x_min=-5.5, x_max=6.2, y_min=-4.7, y_max=5.1)
VIEWS = pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])


def x_axis(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(y) + 0 * x


def y_axis(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(x) + 0 * y


def both_axes(x: FloatArray, y: FloatArray) -> FloatArray:
    nearest: FloatArray = np.minimum(x_axis(x, y), y_axis(x, y))
    return nearest


def circle(x: FloatArray, y: FloatArray) -> FloatArray:
    distance: FloatArray = np.abs(np.hypot(x, y) - 1)
    return distance


def hyperbola(x: FloatArray, y: FloatArray) -> FloatArray:
    distance: FloatArray = np.abs(x * y - 1) / np.hypot(x, y) + np.where(x < 0, 10, 0)
    return distance


def parabola(x: FloatArray, y: FloatArray) -> FloatArray:
    distance: FloatArray = np.abs(y - x * x) / np.hypot(1, 2 * x)
    return distance


def loop(x: FloatArray, y: FloatArray) -> FloatArray:
    distance: FloatArray = np.abs(y * y - x * x * (x + 1)) / np.hypot(2 * y, 3 * x * x + 2 * x)
    return distance


def only_curve(evidence: Evidence) -> CriticalCurve:
    assert not evidence.points
    (curve,) = evidence.curves
    return curve


def is_critical(text: str, curve: CriticalCurve) -> bool:
    gradients = surface(text).gradient(*curve.points)
    return bool(np.abs(gradients).max() <= 1e-12)


@pytest.mark.parametrize(
    "text",
    ["(x^2 + y^2 - 1)^2", "(x^2 + y^2 - 1)^4", "10^300 (x^2 + y^2 - 1)^2"],
)
@VIEWS
def test_a_circle_of_minima_is_one_closed_valley(text: str, view: View) -> None:
    curve = only_curve(resolve(text, view, along(view, circle)))
    assert (curve.name, curve.is_closed, curve.status) == ("valley", True, Status.NUMERICAL)
    assert curve.remark == (
        "Every point of this closed curve is a minimum of equal loss, "
        "degenerate along the curve (sampled)."
    )
    assert circle(*curve.points).max() <= 1e-9
    assert (curve.points[:, 0] == curve.points[:, -1]).all()
    turned = np.unwrap(np.arctan2(*curve.points[::-1]))
    assert abs(turned[-1] - turned[0]) == pytest.approx(2 * np.pi)
    assert np.hypot(*np.diff(curve.points)).max() <= 0.2


def test_a_curve_along_the_edge_is_followed_to_the_corners() -> None:
    for text in ("x^2", "|x|"):
        boxes = along(HALF, y_axis)
        (curve,) = resolve(text, HALF, boxes, is_smooth="|" not in text).curves
        assert (curve.points[0] == 0).all()
        assert sorted(curve.points[1, [0, -1]]) == [-1, 1]


def test_a_curve_that_touches_the_edge_goes_on() -> None:
    view = View(x_min=-1.5, x_max=2.0, y_min=0.0, y_max=1.0)
    curve = only_curve(resolve("(x^2 + y^2 - 1)^2", view, along(view, circle)))
    assert not curve.is_closed
    assert sorted(curve.points[0, [0, -1]]) == pytest.approx([-1, 1], abs=1e-8)
    assert curve.points[1].max() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("view", [UNEVEN, BROAD], ids=["off the grid", "wide"])
def test_overlapping_circles_are_two(view: View) -> None:
    def two_circles(x: FloatArray, y: FloatArray) -> FloatArray:
        nearest: FloatArray = np.minimum(circle(x, y - 1), circle(x, y + 0.5))
        return nearest

    text = "(x^2 + (y - 1)^2 - 1)^2 (x^2 + (y + 0.5)^2 - 1)^2"
    evidence = resolve(text, view, along(view, two_circles))
    assert [curve.is_closed for curve in evidence.curves] == [True, True]
    assert sorted(curve.points[1].max() for curve in evidence.curves) == pytest.approx(
        [0.5, 2], abs=1e-2
    )


@VIEWS
def test_a_hyperbola_is_followed_from_edge_to_edge(view: View) -> None:
    text = "(x y - 1)^2"
    curve = only_curve(resolve(text, view, along(view, hyperbola)))
    assert (curve.name, curve.is_closed) == ("valley", False)
    assert is_critical(text, curve)
    ends = sorted(curve.points[:, [0, -1]].T.tolist())
    expected = [[1 / view.y_max, view.y_max], [view.x_max, 1 / view.x_max]]
    np.testing.assert_allclose(ends, expected, atol=1e-6)


@pytest.mark.parametrize("text", ["(x y)^2", "x^2 y^2/(x^2 + y^2)"])
@VIEWS
def test_crossing_curves_are_two(text: str, view: View) -> None:
    evidence = resolve(text, view, along(view, both_axes), is_smooth="/" not in text)
    assert not evidence.points
    assert [curve.name for curve in evidence.curves] == ["valley", "valley"]
    directions = {tuple(np.ptp(curve.points, axis=1).round(6)) for curve in evidence.curves}
    assert directions == {(view.x_max - view.x_min, 0), (0, view.y_max - view.y_min)}


@VIEWS
def test_a_curve_that_changes_says_where(view: View) -> None:
    evidence = resolve("x^2 y^2 (x^2 + y^2 - 3)", view, along(view, both_axes))
    assert not evidence.points
    assert [curve.name for curve in evidence.curves] == ["curve of critical points"] * 2
    (upright,) = (curve for curve in evidence.curves if np.ptp(curve.points[1]) > 1)
    assert upright.remark.startswith("This curve is a valley on one part and a ridge on one part")
    assert "(0, −1.732)" in upright.remark
    assert "(0, 1.732)" in upright.remark


@VIEWS
def test_a_curve_that_crosses_itself_is_one(view: View) -> None:
    text = "-(y^2 - x^2 (x + 1))^2"
    curve = only_curve(resolve(text, view, along(view, loop)))
    assert curve.name == "ridge"
    assert loop(*curve.points)[np.hypot(*curve.points) > 0.01].max() <= 1e-9
    assert curve.points[0].min() == pytest.approx(-1, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x^2", "valley"),
        ("-3 x^2", "ridge"),
        ("x^10 + 1", "valley"),
        ("x^2 - 2 x^3", "valley"),
        ("cos x", "ridge"),
        ("|x|^1.5", "valley"),
        ("-exp(-x^2)", "valley"),
    ],
)
@VIEWS
def test_a_loss_that_ignores_a_variable_has_a_straight_line(
    text: str, name: str, view: View
) -> None:
    evidence = resolve(text, view, along(view, y_axis), is_smooth="|" not in text)
    curve = only_curve(evidence)
    assert curve.name == name
    assert np.abs(curve.points[0]).max() <= 1e-12
    ends = sorted(curve.points[1, [0, -1]].tolist())
    assert ends == pytest.approx([view.y_min, view.y_max], abs=1e-12)


@pytest.mark.parametrize("text", ["x^3", "x^5 + 2", "x |x|"])
@VIEWS
def test_a_terrace_is_neither_valley_nor_ridge(text: str, view: View) -> None:
    evidence = resolve(text, view, along(view, y_axis), is_smooth="|" not in text)
    curve = only_curve(evidence)
    assert curve.name == "curve of critical points"
    assert curve.remark == (
        "Across this curve the loss rises on one side and falls on the other: "
        "its points are neither minima nor maxima (sampled)."
    )


@VIEWS
def test_rounding_of_an_expanded_square_is_borne(view: View) -> None:
    curve = only_curve(resolve("x^2 y^2 - 2 x y + 1", view, along(view, hyperbola)))
    assert curve.name == "valley"
    assert np.abs(curve.points[0] * curve.points[1] - 1).max() <= 1e-7


@pytest.mark.parametrize("power", [8, 12, 16, 20])
@VIEWS
def test_a_shallow_valley_is_no_curve_but_has_its_minimum(power: int, view: View) -> None:
    text = f"100 (y - x^2)^2 + (1 - x)^2/10^{power}"
    evidence = resolve(text, view, along(view, parabola))
    assert not evidence.curves
    (point,) = evidence.points
    assert (point.x, point.y) == pytest.approx((1, 1), abs=1e-6)
    assert point.index == 1


@VIEWS
def test_a_shallow_slope_has_nothing(view: View) -> None:
    evidence = resolve("100 (y - x^2)^2 + x/10^12", view, along(view, parabola))
    assert not evidence.curves
    assert not evidence.points


@VIEWS
def test_a_valley_ends_where_a_slope_begins(view: View) -> None:
    def half_axis(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.hypot(np.maximum(x, 0), y)

    curve = only_curve(resolve("relu(x) + y^2", view, along(view, half_axis), is_smooth=False))
    assert curve.name == "valley"
    assert curve.points[0].max() == pytest.approx(0, abs=1e-4)
    assert curve.points[0].min() == view.x_min


@pytest.mark.parametrize(
    ("text", "nearness"),
    [("|x|", y_axis), ("|x^2 + y^2 - 1|", circle), ("|y - x^2|", parabola)],
)
@VIEWS
def test_a_crease_is_a_valley_with_a_kink(text: str, nearness: Nearness, view: View) -> None:
    evidence = resolve(text, view, along(view, nearness), is_smooth=False)
    (curve,) = evidence.curves
    assert curve.name == "valley"
    assert curve.remark.endswith("The loss has a kink along it and no gradient.")
    assert nearness(*curve.points).max() <= 1e-9


@pytest.mark.parametrize("text", ["|x| + y/1000", "|x| + y/10^12", "1/x^2", "1/x", "log(x) + y^2"])
@VIEWS
def test_a_sloping_crease_and_a_pole_are_nothing(text: str, view: View) -> None:
    evidence = resolve(text, view, along(view, y_axis), is_smooth=False)
    assert not evidence.curves
    assert not evidence.points
