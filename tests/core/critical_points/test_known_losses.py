"""The search for critical points: complete, rightly named, and nothing invented."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from core.critical_points import CriticalPoint, Survey, survey
from core.curvature import Kind, curvature_at
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.scene import View
from core.symbolic.differentiation import differentiate

SURFACES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "surfaces.json").read_text()
)
RASTRIGIN = "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)"
SQUARE = View()
UNEVEN = View(x_min=-2.0, x_max=1.7, y_min=-1.8, y_max=2.3)
BROAD = View(x_min=-5.5, x_max=6.2, y_min=-4.7, y_max=5.1)
WIDE = View(x_min=-30.0, x_max=30.0, y_min=-40.0, y_max=20.0)


def landscape(text: str) -> Landscape:
    formula = parse_loss(text)
    return Landscape(Surface(formula, {}), differentiate(formula.tree, formula.variables))


def surveyed(text: str, view: View = UNEVEN) -> Survey:
    return list(survey(Surface(parse_loss(text), {}), view))[-1]


def find(text: str, view: View = UNEVEN) -> tuple[CriticalPoint, ...]:
    return surveyed(text, view).points


def kinds(points: Sequence[CriticalPoint]) -> dict[str, int]:
    return dict(Counter(point.kind.value for point in points))


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: str(surface["name"]))
def test_a_wider_view_loses_none_of_them(surface: dict[str, Any]) -> None:
    x_min, x_max, y_min, y_max = map(float, surface["view"])
    width, height = x_max - x_min, y_max - y_min
    view = View(
        x_min=x_min - 0.53 * width, x_max=x_max + 0.41 * width,
        y_min=y_min - 0.37 * height, y_max=y_max + 0.59 * height,
    )  # fmt: skip
    within = [
        point
        for point in find(surface["loss"], view)
        if x_min - 1e-9 <= point.x <= x_max + 1e-9 and y_min - 1e-9 <= point.y <= y_max + 1e-9
    ]
    assert kinds(within) == surface["kinds"]


def test_points_are_polished_to_the_last_digits() -> None:
    (minimum,) = find("(1-x)^2 + 100(y-x^2)^2")
    assert abs(minimum.x - 1) <= 4e-16
    assert abs(minimum.y - 1) <= 1e-15


@pytest.mark.parametrize(
    "text",
    [
        "x^3 + y^2",
        "x^4 - y^4 + 1",
        "(x - 0.3)^6 + (y + 0.7)^4 + 1000",
        "1e-300(x^4 + y^4)",
        "1e300(x^4 + y^4)",
        "(x - 1/3)^3 + (y - 0.1)^2",
        "x^3 - x^2 + x/3 + (y - 0.1)^2",
        "x^3 - 3 x y^2",
        "x^4 + y^4",
        "x^10 + y^10",
        "(x - 1)^6 + y^2",
        "x sin y + y sin x + x^2 + y^2",
        "(x + 2 y)^4 + (x - y)^2",
        "(y - x^2)(y - 3 x^2)",
        "max(x^2, y^2)",
        "|x|^2.5 + y^2",
        "where(x > 0, x^2, -x^2) + y^2",
    ],
)
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_a_multiple_point_is_found_once_and_called_degenerate(text: str, view: View) -> None:
    (point,) = find(text, view)
    assert point.kind is Kind.DEGENERATE


@pytest.mark.parametrize("steepness", [1e2, 1e4, 1e6, 1e8])
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_the_minimum_of_a_narrow_bent_valley_is_found(steepness: float, view: View) -> None:
    (point,) = find(f"(1-x)^2 + {steepness} (y-x^2)^2", view)
    assert point.kind is Kind.MINIMUM
    assert [point.x, point.y] == pytest.approx([1, 1], abs=1e-8)


@pytest.mark.parametrize(
    "text",
    [
        *(str(surface["loss"]) for surface in SURFACES),
        "x^3 - 3 x y^2",
        "(y - x^2)(y - 3 x^2)",
        "x sin y + y sin x + x^2 + y^2",
        "where(x > 0, x^2, 2 x^2) + y^2",
        "|x|^2.5 + y^2",
        "(x^2 - 1)^2 + 1e-9 y^2",
    ],
)
def test_the_list_and_the_curvature_at_a_point_agree(text: str) -> None:
    surface = landscape(text)
    found = list(survey(surface.surface, BROAD))[-1].points
    assert found
    for point in found:
        here = curvature_at(surface, point.x, point.y)
        assert (here.kind, here.is_critical) == (point.kind, True)


@pytest.mark.parametrize(
    ("text", "view", "expected"),
    [
        ("exp(-x^2 - y^2)", WIDE, {"maximum": 1}),
        ("exp(-x^2 - y^2)", View(x_min=5.0, x_max=30.0, y_min=5.0, y_max=30.0), {}),
        ("tanh(x)^2 + tanh(y)^2", WIDE, {"minimum": 1}),
        ("tanh(x)^2 + 0.01 y^2", WIDE, {"minimum": 1}),
        ("1/(1 + x^2 + y^2)", WIDE, {"maximum": 1}),
        ("x + 2 y", UNEVEN, {}),
        ("3", UNEVEN, {}),
        ("x^3 + x/1000000 + y^2", UNEVEN, {}),
        ("x^3 + x/1000000000 + y^2", UNEVEN, {}),
    ],
)
def test_a_gentle_slope_is_no_critical_point(
    text: str, view: View, expected: dict[str, int]
) -> None:
    assert kinds(find(text, view)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|x| + |y|", ["minimum at a kink"]),
        ("sqrt(x^2 + y^2)", ["minimum at a kink"]),
        ("-|x| - |y|", ["maximum at a kink"]),
        ("||x| - 1| + y^2", ["minimum at a kink", "minimum at a kink", "saddle at a kink"]),
        ("|x - 1/2| (x - 1) + y^2", ["minimum", "saddle at a kink"]),
        ("|x|^1.5 + y^2", ["degenerate"]),
        ("max(0, 1 - x y)", ["saddle"]),
        ("|x| + x/2 + 2y", []),
        ("log(x) + y^2", []),
    ],
)
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_kinks_are_named_as_such(text: str, view: View, expected: list[str]) -> None:
    assert sorted(point.name for point in find(text, view)) == expected


@pytest.mark.parametrize("text", ["min(x^2, y^2)", "(x y)^2", "x^2 y^2/(x^2 + y^2)"])
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_crossing_curves_are_listed_once_each_and_are_no_points(text: str, view: View) -> None:
    found = surveyed(text, view)
    assert found.points == ()
    assert [curve.name for curve in found.curves] == ["valley", "valley"]


def test_a_flat_eigenvalue_is_still_counted_where_it_is_sure() -> None:
    (valley,) = find("x^2 + 1e-10 y^2")
    assert valley.kind is Kind.MINIMUM
    assert kinds(find("(x^2 - 1)^2 + 1e-9 y^2")) == {"minimum": 2, "saddle": 1}
    close = find("x^3 - 3e-10 x + y^2")
    assert sorted((point.kind.value, round(point.x, 9)) for point in close) == [
        ("minimum", 1e-5),
        ("saddle", -1e-5),
    ]


def test_a_zoomed_view_far_from_the_origin() -> None:
    view = View(x_min=999_999.0, x_max=1_000_001.5, y_min=999_999.0, y_max=1_000_001.0)
    (point,) = find("(x - 1e6)^2 + 2 (y - 1e6)^2", view)
    assert (point.x, point.y, point.kind) == (1e6, 1e6, Kind.MINIMUM)


def test_points_on_the_edge_are_inside() -> None:
    view = View(x_min=0.0, x_max=1.0, y_min=-1.0, y_max=0.0)
    (point,) = find("x^2 + y^2", view)
    assert (point.x, point.y) == (0.0, 0.0)
    assert find("(x + 1/1000)^2 + y^2", view) == ()


def test_minima_come_first_and_the_lowest_of_them_leads() -> None:
    view = View(x_min=-5.0, x_max=5.0, y_min=-5.0, y_max=5.0)
    found = find("(x^4-16x^2+5x + y^4-16y^2+5y)/2", view)
    assert [point.kind for point in found] == sorted(
        (point.kind for point in found),
        key=(Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE).index,
    )
    assert found[0].loss == min(point.loss for point in found)


def test_the_same_search_finds_the_same_bits() -> None:
    assert find(RASTRIGIN, UNEVEN) == find(RASTRIGIN, UNEVEN)


@pytest.mark.parametrize(
    ("text", "points", "curves"),
    [
        ("x^3 + y^2", ["degenerate"], []),
        ("x^4 + y^4", ["degenerate"], []),
        ("x^4 - y^4", ["degenerate"], []),
        ("x^3 - 3x y^2", ["degenerate"], []),
        ("x sin(y) + y sin(x) + x^2 + y^2", ["degenerate"], []),
        ("(y - x^2)(y - 3x^2)", ["degenerate"], []),
        ("(x y)^2", [], ["valley", "valley"]),
        ("x^2 y^2 (x^2 + y^2 - 3)", ["minimum"] * 4, ["curve of critical points"] * 2),
        ("(x^2 + y^2 - 1)^2", ["maximum"], ["valley"]),
        ("-(x^2 + y^2 - 1)^2", ["minimum"], ["ridge"]),
        ("(x y - 1)^2", ["saddle"], ["valley", "valley"]),
        ("x^2", [], ["valley"]),
        ("1 - (y - 1/3)^2 + 0x", [], ["ridge"]),
        ("cos(2x) + 0y", [], ["valley", "ridge", "valley"]),
        ("|x - y|", [], ["valley"]),
    ],
)
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_points_that_are_not_isolated_are_listed_once_as_curves(
    text: str, points: list[str], curves: list[str], view: View
) -> None:
    found = surveyed(text, view)
    assert sorted(point.name for point in found.points) == points
    assert sorted(curve.name for curve in found.curves) == sorted(curves)
    assert found.unexplored_share == found.flat_share == 0
    if not curves:
        assert found.receipt is not None
        assert found.receipt.agrees


@pytest.mark.parametrize("text", ["3", "2 + 0x y", "where(x > 10, x, 1)"])
def test_a_constant_is_flat_all_over(text: str) -> None:
    found = surveyed(text)
    assert (found.points, found.curves, found.flat_share) == ((), (), 1.0)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("x^4 + y^4", "behaves like a minimum (sampled)"),
        ("-x^4 - y^4", "behaves like a maximum (sampled)"),
        ("x^3 + y^2", "neither a minimum nor a maximum (sampled)"),
        ("(y - x^2)(y - 3x^2)", "behaves like a saddle"),
        ("x^3 - 3x y^2", "A monkey saddle"),
        ("x sin(y) + y sin(x) + x^2 + y^2", "behaves like a minimum (sampled)"),
    ],
)
def test_further_evidence_is_said_to_be_sampled(text: str, evidence: str) -> None:
    (point,) = find(text)
    assert evidence in point.remark
    assert "(sampled)" in point.remark
