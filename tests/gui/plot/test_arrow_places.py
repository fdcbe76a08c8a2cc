from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.explanation import Arrow, ArrowKind
from core.scene import View
from gui.plot.arrow_places import LONGEST_DIRECTION, SHORTEST, place_step, round_factor
from gui.plot.transform import Transform

PIXELS = Transform(View(-5, 5, -5, 5), 1000, 1000)


def arrow(kind: ArrowKind, x: float, y: float, label: str = "a") -> Arrow:
    return Arrow(label, kind, (1.0, 2.0), (1.0 + x, 2.0 + y))


def test_arrows_long_enough_are_true_to_scale() -> None:
    placed = place_step([arrow("step", 1.0, 0.5)], PIXELS)
    (step,) = placed.arrows
    assert placed.magnification == 1
    assert step.tail == PIXELS.point(1.0, 2.0)
    assert (step.head - PIXELS.point(2.0, 2.5)).manhattanLength() < 1e-9


def test_short_ones_are_magnified_alike() -> None:
    arrows = [arrow("velocity", 0.02, 0.0), arrow("part", 0.0, 0.01), arrow("step", 0.02, 0.01)]
    placed = place_step(arrows, PIXELS)
    lengths = {one.kind: one.length for one in placed.arrows}
    assert placed.magnification == 20
    assert lengths["velocity"] == pytest.approx(40)
    assert lengths["part"] == pytest.approx(20)


def test_a_direction_says_its_own_factor() -> None:
    placed = place_step([arrow("gradient", 300.0, 0.0, "−g")], PIXELS)
    (gradient,) = placed.arrows
    assert gradient.length <= LONGEST_DIRECTION
    assert gradient.label == "−g ×0.005"
    assert place_step([arrow("gradient", 1.0, 0.0, "−g")], PIXELS).arrows[0].label == "−g"


def test_directions_can_be_compared() -> None:
    arrows = [arrow("gradient", 40.0, 0.0, "−g"), arrow("gradient", 0.0, 10.0, "−∇L")]
    longer, shorter = place_step(arrows, PIXELS).arrows
    assert longer.length == pytest.approx(4 * shorter.length)
    assert (longer.label, shorter.label) == ("−g ×0.02", "−∇L ×0.02")


def test_two_parts_that_add_up_make_a_parallelogram() -> None:
    parts = [arrow("velocity", 1.0, 0.0), arrow("part", 0.0, 1.0)]
    lines = place_step([*parts, arrow("step", 1.0, 1.0)], PIXELS).closing_lines
    assert len(lines) == 2
    assert all(head == PIXELS.point(2.0, 3.0) for _, head in lines)
    assert not place_step([*parts, arrow("step", 1.0, 0.2)], PIXELS).closing_lines


def test_what_has_no_length_or_no_place_is_left_out() -> None:
    arrows = [
        arrow("step", 0.0, 0.0),
        arrow("gradient", math.inf, 0.0),
        arrow("part", math.nan, 1.0),
        arrow("velocity", 1e30, 0.0),
    ]
    assert place_step(arrows, PIXELS).arrows == ()


@given(st.floats(1e-200, 1e200))
def test_a_round_factor_is_not_above_and_not_far_below(factor: float) -> None:
    found = round_factor(factor)
    assert found <= factor * (1 + 1e-9)
    assert found > factor / 2.6
    assert f"{found:e}"[0] in "125"


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_the_longest_arrow_can_be_seen(x: float, y: float) -> None:
    placed = place_step([arrow("step", x, y)], PIXELS)
    if math.hypot(x, y) > 1e-290 and placed.arrows:
        assert placed.arrows[0].length >= 0.88 * SHORTEST
