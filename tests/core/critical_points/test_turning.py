"""The turning number of a gradient: whole, right, and never claimed where it is open."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.critical_points.turning import Obstacle, Rectangle, turning_number
from core.expression import parse_loss
from core.landscape import Surface

SURFACES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "surfaces.json").read_text()
)
MIXTURE = parse_loss("a x^3 + b x^2 y + c x y^2 + d sin(2y) + f x y + g cos(3x + y)")
SQUARE = (-2.0, 1.7, -1.8, 2.3)


def surface(text: str) -> Surface:
    return Surface(parse_loss(text), {})


def sampled(of: Surface, rectangle: Rectangle, count: int = 20_001) -> int:
    """Return the turning number by adding up angles between samples, if those are close."""
    x_min, x_max, y_min, y_max = rectangle
    there, back = np.linspace(0, 1, count), np.linspace(1, 0, count)
    low, high = np.zeros(count), np.ones(count)
    x = x_min + (x_max - x_min) * np.concatenate((there, high, back, low))
    y = y_min + (y_max - y_min) * np.concatenate((low, there, high, back))
    angles = np.unwrap(np.arctan2(*of.gradient(x, y)[::-1]))
    assume(np.abs(np.diff(angles)).max() < 1)
    return round(float(angles[-1] - angles[0]) / (2 * np.pi))


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("x^2 + y^2", 1),
        ("-x^2 - y^2", 1),
        ("x^2 - y^2", -1),
        ("x y", -1),
        ("x + y", 0),
        ("x^3 + y^2", 0),
        ("x^3 - 3x y^2", -2),
        ("x^4 - 6x^2 y^2 + y^4", -3),
        ("x^6 - 15x^4 y^2 + 15x^2 y^4 - y^6", -5),
        ("(y - x^2)(y - 3x^2)", -1),
        ("exp(-x^2 - y^2)", 1),
        ("exp(x) cos(y)", 0),
        ("x sin(y) + y sin(x) + x^2 + y^2", 1),
        ("1e300(x^2 + y^2)", 1),
        ("1e-300(x^2 - y^2)", -1),
    ],
)
def test_the_gradient_turns_as_often_as_it_should(text: str, turns: int) -> None:
    assert turning_number(surface(text), SQUARE) == turns


@pytest.mark.parametrize("of", SURFACES, ids=lambda of: str(of["name"]))
def test_every_surface_has_the_sum_of_its_indices(of: dict[str, Any]) -> None:
    x_min, x_max, y_min, y_max = map(float, of["view"])
    kinds = of["kinds"]
    total = kinds.get("minimum", 0) + kinds.get("maximum", 0) - kinds.get("saddle", 0)
    total += {"monkey": -2}.get(of["name"], 0)
    assert turning_number(surface(of["loss"]), (x_min, x_max, y_min, y_max)) == total


@given(
    st.lists(st.integers(-10, 10).map(lambda tenths: tenths / 10), min_size=6, max_size=6),
    st.tuples(*(st.floats(0.5, 3),) * 4),
)
def test_it_is_what_dense_samples_show(
    parts: list[float], sides: tuple[float, float, float, float]
) -> None:
    of = Surface(MIXTURE, dict(zip(MIXTURE.parameters, parts, strict=True)))
    rectangle = (-sides[0], sides[1], -sides[2], sides[3])
    turns = turning_number(of, rectangle)
    if isinstance(turns, int):
        assert turns == sampled(of, rectangle)
    else:
        slope, bend = of.gradient(turns.x, turns.y), of.hessian(turns.x, turns.y)
        assert turns.is_smooth
        assert np.hypot(*slope) <= 1e-12 * np.abs(bend).max()


@given(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_rectangles_side_by_side_add_up(across: float, up: float) -> None:
    of = surface("(x^2 - 1)^2 - 0.3x + cos(3y) + x y/5")
    parts = [
        turning_number(of, (*x, *y))
        for x in ((-2.0, across), (across, 2.0))
        for y in ((-2.0, up), (up, 2.0))
    ]
    numbers = [part for part in parts if isinstance(part, int)]
    assume(len(numbers) == 4)
    assert turning_number(of, (-2.0, 2.0, -2.0, 2.0)) == sum(numbers)


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("(x - 2)^2 + y^2", (-2.0, 2.0, -1.0, 1.0)),
        ("x^2 + y^2", (0.0, 1.0, 0.0, 1.0)),
        ("(x^2 + y^2 - 1)^2", (-1.0, 0.5, -2.0, 2.0)),
        ("(x y)^2", (-1.0, 1.0, -1.0, 1.0)),
        ("3", (-1.0, 1.0, -1.0, 1.0)),
        ("sin(x)", (-1.0, 2.0, -1.0, 1.0)),
        ("exp(-x^2 - y^2)", (-40.0, 40.0, -40.0, 40.0)),
    ],
)
def test_a_gradient_that_vanishes_on_the_edge_is_an_obstacle(text: str, edge: Rectangle) -> None:
    of = surface(text)
    found = turning_number(of, edge)
    assert isinstance(found, Obstacle)
    assert found.is_smooth
    assert np.hypot(*of.gradient(found.x, found.y)) < 1e-12
    assert found.x in edge[:2] or found.y in edge[2:]


@pytest.mark.parametrize(
    "text",
    ["|x| + y^2", "max(y, x^2)", "log(x) + y^2", "1/x + y^2", "x sqrt(x) + y", "x^2 + floor(y)/9"],
)
def test_a_gradient_that_is_not_continuous_on_the_edge_is_an_obstacle(text: str) -> None:
    found = turning_number(surface(text), (-2.0, 1.7, -1.8, 2.3))
    assert isinstance(found, Obstacle)
    assert not found.is_smooth


def test_a_turn_between_any_two_samples_is_not_missed() -> None:
    of = surface("x^2 y + 6e-8 x y^2")
    assert turning_number(of, (-1.0, 1.0, -1.0, 1.0)) == -2


def test_an_edge_is_followed_within_ten_milliseconds() -> None:
    of = surface("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        assert turning_number(of, (-6.0, 6.0, -6.0, 6.0)) == 1
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.01
