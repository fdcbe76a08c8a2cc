from __future__ import annotations

import json
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt
import pytest

from core.critical_points import CriticalPoint, Status, Survey, survey
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from tests.core.interval_oracle import holds_exactly_one

SURFACES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "surfaces.json").read_text()
)
RASTRIGIN = "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)"
UNEVEN = View(x_min=-2.0, x_max=1.7, y_min=-1.8, y_max=2.3)


def loss(text: str) -> Surface:
    return Surface(parse_loss(text), {})


def last(surface: Surface, view: View, before: Survey | None = None) -> Survey:
    return list(survey(surface, view, before))[-1]


def listed_view(surface: dict[str, Any], factor: float = 1.0) -> View:
    x_min, x_max, y_min, y_max = map(float, surface["view"])
    x, y = (x_min + x_max) / 2, (y_min + y_max) / 2
    width, height = factor * (x_max - x_min) / 2, factor * (y_max - y_min) / 2
    return View(x_min=x - width, x_max=x + width, y_min=y - height, y_max=y + height)


def kinds(found: Survey) -> dict[str, int]:
    return dict(Counter(point.kind.value for point in found.points))


@pytest.mark.parametrize("entry", SURFACES, ids=lambda entry: str(entry["name"]))
def test_every_surface_is_complete_rightly_named_and_certified(entry: dict[str, Any]) -> None:
    found = last(loss(entry["loss"]), listed_view(entry))
    assert found.is_finished
    assert kinds(found) == entry["kinds"]
    for expected in entry["points"]:
        nearest = min(
            found.points,
            key=lambda point: math.hypot(point.x - expected["x"], point.y - expected["y"]),
        )
        assert nearest.x == pytest.approx(expected["x"], abs=1e-6)
        assert nearest.y == pytest.approx(expected["y"], abs=1e-6)
        assert nearest.kind.value == expected["kind"]
        assert nearest.loss == pytest.approx(expected["loss"], abs=1e-9)
        np.testing.assert_allclose(nearest.eigenvalues, expected["eigenvalues"], 1e-5, 1e-9)
        is_regular = expected["kind"] != "degenerate"
        assert nearest.status is (Status.CERTIFIED if is_regular else Status.NUMERICAL)
    assert found.curves == ()
    assert found.unexplored.size == found.flat.size == 0
    assert found.receipt is not None
    assert found.receipt.agrees


@pytest.mark.parametrize("entry", SURFACES, ids=lambda entry: str(entry["name"]))
def test_every_surface_is_complete_in_a_view_three_times_as_wide(entry: dict[str, Any]) -> None:
    surface, view = loss(entry["loss"]), listed_view(entry, 3.0)
    found = last(surface, view)
    expected = densely_searched(surface, view)
    assert len(found.points) == expected.shape[1]
    for x, y in expected.T.tolist():
        assert min(math.hypot(point.x - x, point.y - y) for point in found.points) < 1e-6
    regular = [point for point in found.points if point.kind.value != "degenerate"]
    assert all(point.status is Status.CERTIFIED for point in regular)
    assert found.receipt is not None
    assert found.receipt.agrees
    assert found.unexplored.size == 0


def densely_searched(surface: Surface, view: View, side: int = 200) -> npt.NDArray[np.float64]:
    """Return critical points by plain Newton iterations from a fine grid; one from each group.

    It knows nothing of boxes, proofs and budgets, and is therefore a second opinion.
    """
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(
            np.linspace(view.x_min, view.x_max, side), np.linspace(view.y_min, view.y_max, side)
        )
    )
    cell = 3 * np.array([[view.x_max - view.x_min], [view.y_max - view.y_min]]) / side
    points = np.stack((x, y))
    with np.errstate(all="ignore"):
        for _ in range(40):
            (gx, gy), (a, b, c) = surface.gradient(*points), surface.hessian(*points)
            steps = np.stack((b * gy - c * gx, b * gx - a * gy)) / (a * c - b * b)
            points = points + np.clip(np.where(np.isfinite(steps), steps, 0.0), -cell, cell)
        (gx, gy), (a, b, c) = surface.gradient(*points), surface.hessian(*points)
    # A multiple zero is approached only linearly; its gradient is tiny all the same.
    arrived = np.hypot(gx, gy) <= 1e-9 * np.abs([a, b, c]).max(axis=0) + 1e-18
    inside = (points[0] >= view.x_min) & (points[0] <= view.x_max)
    inside &= (points[1] >= view.y_min) & (points[1] <= view.y_max)
    points = points[:, arrived & inside]
    chosen: list[npt.NDArray[np.float64]] = []
    while points.shape[1]:
        chosen.append(points[:, 0])
        points = points[:, np.hypot(*(points - points[:, :1])) > 1e-4]
    return np.array(chosen).reshape(-1, 2).T


@pytest.mark.parametrize("entry", SURFACES, ids=lambda entry: str(entry["name"]))
def test_certified_boxes_pass_the_test_of_uniqueness_with_a_hundred_digits(
    entry: dict[str, Any],
) -> None:
    surface = loss(entry["loss"])
    found = last(surface, listed_view(entry))
    precision, mpmath.iv.prec = mpmath.iv.prec, 340
    try:
        for point in found.points:
            if point.status is Status.CERTIFIED:
                assert holds_exactly_one(surface, point)
    finally:
        mpmath.iv.prec = precision


def test_rastrigin_has_its_441_points() -> None:
    wide = View(x_min=-5.12, x_max=5.12, y_min=-5.12, y_max=5.12)
    surveys = list(survey(loss(RASTRIGIN), wide))
    assert kinds(surveys[-1]) == {"minimum": 121, "saddle": 220, "maximum": 100}
    assert all(point.status is Status.CERTIFIED for point in surveys[-1].points)
    assert not surveys[0].is_finished
    assert surveys[0].unexplored_share > 0
    assert surveys[-1].unexplored_share == 0


def test_points_on_the_edge_belong_to_the_view() -> None:
    assert kinds(last(loss("x^2 + y^2"), View(x_min=0, x_max=1, y_min=0, y_max=1))) == {
        "minimum": 1
    }
    assert kinds(last(loss("x^2 + y^2"), View(x_min=1e-9, x_max=1, y_min=0, y_max=1))) == {}


@pytest.mark.parametrize("scale", ["1e-300", "1e300", "1e-150", "1e150"])
def test_the_scale_of_the_loss_does_not_matter(scale: str) -> None:
    found = last(loss(f"{scale}*((x^2-1)^2 + y^2)"), UNEVEN)
    assert kinds(found) == {"minimum": 2, "saddle": 1}
    assert all(point.status is Status.CERTIFIED for point in found.points)


@pytest.mark.parametrize("text", ["1e12x^2 + y^2", "1e-9(x-0.3)^2 + 1e9(y+0.2)^2"])
def test_a_stretched_bowl_is_a_minimum_for_certain(text: str) -> None:
    (point,) = last(loss(text), UNEVEN).points
    assert (point.kind.value, point.status) == ("minimum", Status.CERTIFIED)


def test_a_view_beside_a_former_one_keeps_what_is_proved() -> None:
    surface = loss(RASTRIGIN)
    first = last(surface, View(x_min=-1.5, x_max=1.5, y_min=-1.4, y_max=1.6))
    second = last(surface, View(x_min=-0.7, x_max=2.3, y_min=-1.4, y_max=1.6), first)
    alone = last(surface, second.view)
    assert [place(point) for point in second.points] == [place(point) for point in alone.points]
    assert second.receipt == alone.receipt
    assert second.is_smooth


def test_a_closer_look_begins_with_everything_known() -> None:
    surface = loss(RASTRIGIN)
    wide = last(surface, View(x_min=-3.1, x_max=3.1, y_min=-3.1, y_max=3.1))
    narrow = View(x_min=-1.1, x_max=1.2, y_min=-1.3, y_max=1.1)
    first = next(survey(surface, narrow, wide))
    assert [place(point) for point in first.points] == [
        place(point) for point in last(surface, narrow).points
    ]


def place(point: CriticalPoint) -> tuple[float, float, str]:
    return round(point.x, 12), round(point.y, 12), point.kind.value


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        list(survey(loss(RASTRIGIN), UNEVEN, cancelled=lambda: True))


def test_how_numbers_go_wrong_elsewhere_is_none_of_a_search_s_business() -> None:
    found = survey(loss("x^2 + y^2"), UNEVEN)
    before = np.geterr()
    next(found)
    assert np.geterr() == before
    with ThreadPoolExecutor(1) as thread:
        thread.submit(found.close).result()  # type: ignore[attr-defined]
    assert np.geterr() == before


def test_what_the_budget_left_is_said() -> None:
    """A comb of zeros far finer than any budget can take apart."""
    found = last(loss("sin(10000x) + cos(10000y)"), UNEVEN)
    assert found.is_finished
    assert found.unexplored_share > 0.5


@pytest.mark.parametrize("text", ["min(x^2 + y^2, 1)", "min(x^4 + y^4, 1)"])
def test_a_point_inside_a_ring_of_kinks_is_listed_once(text: str) -> None:
    assert [place(point)[:2] for point in last(loss(text), UNEVEN).points] == [(0, 0)]


@pytest.mark.parametrize("text", ["where(x > 0, x^2, x^2 + 1)", "where(x >= 0, x^2, x^2 - 1)"])
def test_where_the_loss_jumps_is_no_minimum(text: str) -> None:
    assert not last(loss(f"{text} + y^2"), UNEVEN).points


@pytest.mark.parametrize(
    ("text", "end"),
    [("max(x, 0)^3 + y^2", (0, 0)), ("max(x, 0)^3 + (y - x^2)^2", (0, 0))],
)
def test_a_valley_that_ends_in_a_slope_is_found_up_to_there(
    text: str, end: tuple[float, float]
) -> None:
    found = last(loss(text), View(x_min=-2, x_max=2, y_min=-2, y_max=2))
    (valley,) = found.curves
    assert valley.name == "valley"
    assert not found.points
    assert np.hypot(*(valley.points.T - end).T).min() < 0.01
    assert valley.points[0].max() <= 1e-6


@pytest.mark.parametrize(("text", "losses"), [("floor(x)", [-2, -1, 0, 1]), ("sign(x)", [-1, 1])])
def test_a_valley_is_cut_where_the_loss_jumps(text: str, losses: list[float]) -> None:
    surface = loss(f"{text} + y^2")
    found = last(surface, View(x_min=-2, x_max=2, y_min=-2, y_max=2))
    assert sorted(curve.loss for curve in found.curves) == losses
    for curve in found.curves:
        np.testing.assert_allclose(surface.loss(*curve.points), curve.loss, atol=1e-12)


@pytest.mark.parametrize(("text", "index"), [("x^2 - y^20", -1), ("x^2 + y^20", 1)])
def test_a_direction_of_high_order_is_not_lost_beside_a_steep_one(text: str, index: int) -> None:
    (point,) = last(loss(text), UNEVEN).points
    assert (point.name, point.index) == ("degenerate", index)
