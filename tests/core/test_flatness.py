"""The radius within which a loss stays low."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.expression import parse_loss
from core.flatness import flatness_radius
from core.landscape import Surface


def radius(text: str, x: float, y: float, rise: float, **parameters: float) -> float:
    return flatness_radius(Surface(parse_loss(text), parameters), x, y, rise)


@given(st.floats(1e-6, 1e6), st.floats(1, 1e6), st.floats(1e-6, 1e2))
def test_in_a_bowl_it_follows_from_the_sharpness(low: float, ratio: float, rise: float) -> None:
    sharpness = low * ratio
    found = radius("(a x^2 + b y^2) / 2", 0, 0, rise, a=low, b=sharpness)
    expected = math.sqrt(2 * rise / sharpness)
    assert found == math.inf if expected > 9e3 else found == pytest.approx(expected, rel=1e-3)


def test_on_a_slope_the_way_up_decides() -> None:
    assert radius("3 x + 4 y", 100, -50, 0.5) == pytest.approx(0.1, rel=2e-3)


def test_where_the_loss_ends_nothing_stays_below() -> None:
    assert radius("-sqrt(x) + 0 y", 2, 0, 10) == pytest.approx(2, rel=1e-3)


def test_a_plateau_is_flat_as_far_as_circles_reach() -> None:
    assert radius("3 + 0 x", 5, 5, 1e-12) == math.inf


def test_a_wall_far_away_bounds_it() -> None:
    assert radius("relu(x - 7)", 0, 0, 0.1) == pytest.approx(7.1, rel=2e-3)


def test_a_step_at_the_point_leaves_no_room() -> None:
    assert radius("step(x)", -1e-12, 0, 0.5) == pytest.approx(1e-12, rel=1e-3)
    assert radius("step(x)", -1e-300, 0, 0.5) == 0


def test_nothing_is_said_where_the_loss_is_undefined() -> None:
    assert math.isnan(radius("log(x) + y", -1, 0, 0.1))


def test_far_from_the_origin_a_small_radius_is_not_taken_for_none() -> None:
    found = radius("(x - 10^8)^2 + y^2", 1e8 + 1, 0, 0.1)
    assert found == pytest.approx(math.sqrt(1.1) - 1, rel=1e-3)
