"""Which sides of a cell lines join."""

from __future__ import annotations

import pytest
from llvmlite import ir

from core.contour_map.crossings import BOTTOM, CASE_LENGTH, LEFT, PAIRS, RIGHT, TOP, crossing_table

TABLE: list[int] = [
    number.constant if isinstance(number, ir.Constant) else number
    for number in crossing_table(ir.Module()).initializer.constant
]


def lines(corners: tuple[int, ...], centre: int = 0) -> list[set[int]]:
    """Return the sides that each line joins, where corners and centre are above or not."""
    case = sum(bit << place for place, bit in enumerate((*corners, centre)))
    row = TABLE[case * CASE_LENGTH : (case + 1) * CASE_LENGTH]
    return [set(row[2 * pair : 2 * pair + 2]) for pair in range(row[PAIRS])]


@pytest.mark.parametrize("centre", [0, 1])
def test_a_corner_of_its_own_is_cut_off(centre: int) -> None:
    sides = [{LEFT, BOTTOM}, {BOTTOM, RIGHT}, {RIGHT, TOP}, {TOP, LEFT}]
    for corner, expected in enumerate(sides):
        alone = tuple(int(place == corner) for place in range(4))
        assert lines(alone, centre) == [expected]
        assert lines(tuple(1 - bit for bit in alone), centre) == [expected]


def test_no_line_crosses_a_cell_on_one_side_of_the_level() -> None:
    assert lines((0, 0, 0, 0)) == []
    assert lines((1, 1, 1, 1), 1) == []


def test_at_a_saddle_the_centre_joins_the_corners_like_it() -> None:
    around_lower_right = [{BOTTOM, RIGHT}, {TOP, LEFT}]
    around_lower_left = [{LEFT, BOTTOM}, {RIGHT, TOP}]
    assert lines((1, 0, 1, 0), 1) == around_lower_right
    assert lines((1, 0, 1, 0), 0) == around_lower_left
    assert lines((0, 1, 0, 1), 0) == around_lower_right
    assert lines((0, 1, 0, 1), 1) == around_lower_left
