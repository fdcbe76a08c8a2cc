"""Isolated points without a proof: what they are, in words that are true."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.critical_points.evidence import resolve_cluster
from core.critical_points.findings import CriticalPoint, Status
from core.curvature import Kind
from core.scene import View
from tests.core.critical_points.boxes import SQUARE, UNEVEN, about, resolve, surface

VIEWS = pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])

MINIMUM = (
    "On circles of three radii the loss is higher than here everywhere: "
    "it behaves like a minimum (sampled)."
)
MAXIMUM = (
    "On circles of three radii the loss is lower than here everywhere: "
    "it behaves like a maximum (sampled)."
)
NEITHER = (
    "On circles of three radii the loss is lower than here on one side and higher on the other: "
    "it is neither a minimum nor a maximum (sampled)."
)
SADDLE = (
    "On circles of three radii the loss behaves like a saddle: "
    "it falls in 2 directions and rises in 2 (sampled)."
)
MONKEY = (
    "A monkey saddle: the gradient turns twice backwards round it, and "
    "it falls in 3 directions and rises in 3 (sampled)."
)

DEGENERATE = [
    ("x^3 + y^2", 0, NEITHER),
    ("x^4 + y^4", 1, MINIMUM),
    ("-x^4 - y^4", 1, MAXIMUM),
    ("x^4 - y^4", -1, SADDLE),
    ("x^3 - 3 x y^2", -2, MONKEY),
    ("x^3 - 3 x y^2 + 1", -2, MONKEY),
    ("x^4 y - y^5/5", -2, MONKEY),
    ("x^5 - y^5", 0, NEITHER),
    ("x sin y + y sin x + x^2 + y^2", 1, MINIMUM),
    ("10^8 x^2 + y^4", 1, MINIMUM),
    ("10^8 x^2 - y^4", -1, SADDLE),
    ("x^10 + y^10", 1, MINIMUM),
    ("x^10 + y^10 + 1", 1, MINIMUM),
    ("(x^2 + y^2)^2", 1, MINIMUM),
    ("(x + 2 y)^4 + (x - y)^2", 1, MINIMUM),
    ("max(x^2, y^2)", 1, MINIMUM),
    ("10^300 (x^4 + y^4)", 1, MINIMUM),
    ("1/10^300 (x^4 + y^4)", 1, MINIMUM),
    ("1/10^300 (x^3 - 3 x y^2)", -2, MONKEY),
]


def only_point(
    text: str, view: View, x: float = 0.0, y: float = 0.0, wide: int = 1
) -> CriticalPoint:
    evidence = resolve(text, view, about(view, x, y, wide=wide))
    assert not evidence.curves
    assert evidence.flat.shape == (4, 0)
    (point,) = evidence.points
    return point


@pytest.mark.parametrize(("text", "index", "remark"), DEGENERATE)
@VIEWS
def test_a_degenerate_point_is_described(text: str, index: int, remark: str, view: View) -> None:
    point = only_point(text, view)
    assert (point.x, point.y) == (0.0, 0.0)
    assert (point.kind, point.status) == (Kind.DEGENERATE, Status.NUMERICAL)
    assert (point.index, point.remark) == (index, remark)


@pytest.mark.parametrize(
    ("text", "index", "remark"),
    [
        ("(x - 1/3)^3 + (y - 0.1)^2", 0, NEITHER),
        ("x^3 - x^2 + x/3 + (y - 0.1)^2", 0, NEITHER),
        ("10^8 (x - 1/3)^2 + (y - 0.1)^4", 1, MINIMUM),
        ("((x - 1/3)^2 + (y - 0.1)^2)^3", 1, MINIMUM),
        ("(x - 1/3)^3 - 3 (x - 1/3)(y - 0.1)^2", -2, MONKEY),
    ],
)
@VIEWS
def test_a_degenerate_point_off_the_grid_is_described(
    text: str, index: int, remark: str, view: View
) -> None:
    point = only_point(text, view, 1 / 3, 0.1)
    assert (point.x, point.y) == pytest.approx((1 / 3, 0.1), abs=1e-7)
    assert (point.kind, point.index, point.remark) == (Kind.DEGENERATE, index, remark)


@pytest.mark.parametrize("offset", ["", " + 1", " - 1000"])
@VIEWS
def test_a_minimum_along_every_line_is_not_called_one(offset: str, view: View) -> None:
    point = only_point(f"(y - x^2)(y - 3 x^2){offset}", view, wide=100)
    assert (point.x, point.y) == pytest.approx((0, 0), abs=1e-8)
    assert (point.index, point.remark) == (-1, SADDLE)


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [
        ("x^2 + y^2", Kind.MINIMUM, 1),
        ("10^8 x^2 + y^2", Kind.MINIMUM, 1),
        ("-x^2 - 3 y^2", Kind.MAXIMUM, 1),
        ("x y", Kind.SADDLE, -1),
    ],
)
@VIEWS
def test_a_regular_point_has_its_kind(text: str, kind: Kind, index: int, view: View) -> None:
    point = only_point(text, view)
    assert (point.kind, point.index, point.remark) == (kind, index, "")
    assert point.box is not None
    x_min, x_max, y_min, y_max = point.box
    assert x_min <= point.x <= x_max
    assert y_min <= point.y <= y_max


@VIEWS
def test_two_points_in_one_cluster_are_told_apart(view: View) -> None:
    evidence = resolve("x^3 - x/10^20 + y^2", view, about(view, 0, 0))
    found = {point.kind: point.x for point in evidence.points}
    distance = math.sqrt(1e-20 / 3)
    assert found == pytest.approx({Kind.MINIMUM: distance, Kind.SADDLE: -distance}, rel=1e-9)


@VIEWS
def test_a_small_gradient_is_no_critical_point(view: View) -> None:
    assert not resolve("x^3 + x/10^12 + y^2", view, about(view, 0, 0)).points


def test_what_is_known_is_not_found_again() -> None:
    known = np.zeros((2, 1))
    boxes = about(SQUARE, 0, 0)
    assert not resolve_cluster(surface("x^4 + y^4"), SQUARE, boxes, True, known).points


@settings(max_examples=40)
@given(
    angle=st.floats(0, math.pi),
    stretch=st.floats(0.05, 20),
    power=st.sampled_from([4, 6]),
    sign=st.sampled_from([-1, 1]),
)
def test_turning_and_stretching_change_nothing(
    angle: float, stretch: float, power: int, sign: int
) -> None:
    cosine, sine = math.cos(angle), math.sin(angle)
    text = (
        f"({cosine:.15f} x + {sine:.15f} y)^{power} "
        f"+ ({sign}) * ({stretch:.15f} * ({cosine:.15f} y - {sine:.15f} x))^{power}"
    )
    point = only_point(text, SQUARE)
    assert (point.index, point.remark) == ((1, MINIMUM) if sign > 0 else (-1, SADDLE))
