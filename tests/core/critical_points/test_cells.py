from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.critical_points.cells import Cells, finest_level, whole_view
from core.scene import View

UNEVEN = View(x_min=-2.1, x_max=1.7, y_min=-0.3, y_max=7.9)


def test_cells_cover_the_view_without_a_gap() -> None:
    cells = whole_view(UNEVEN, 3)
    lower, upper = cells.bounds()
    assert cells.count == 64
    for axis, (low, high) in enumerate(((-2.1, 1.7), (-0.3, 7.9))):
        edges = np.unique(np.concatenate((lower[axis], upper[axis])))
        assert edges.size == 9
        assert (edges[0], edges[-1]) == (low, high)


def test_quarters_fill_their_cell() -> None:
    cell = Cells(UNEVEN, 2, np.array([[1], [3]]))
    lower, upper = cell.quartered().bounds()
    assert cell.quartered().level == 3
    np.testing.assert_array_equal(lower.min(axis=1, keepdims=True), cell.bounds()[0])
    np.testing.assert_array_equal(upper.max(axis=1, keepdims=True), cell.bounds()[1])


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, unique=True))
def test_groups_touch_inside_and_not_outside(places: list[tuple[int, int]]) -> None:
    cells = Cells(UNEVEN, 4, np.array(places, dtype=np.int64).T)
    groups = [set(map(tuple, cells.places[:, which].T.tolist())) for which in cells.groups()]
    assert sorted(place for group in groups for place in group) == sorted(places)
    for number, group in enumerate(groups):
        others = [place for other in groups[:number] for place in other]
        assert all(max(abs(a - c), abs(b - d)) > 1 for a, b in group for c, d in others)


def test_coarser_cells_hold_the_finer_ones() -> None:
    fine = Cells(UNEVEN, 6, np.array([[0, 1, 63], [5, 5, 62]]))
    coarse = fine.coarsened(3)
    assert coarse.places.T.tolist() == [[0, 0], [7, 7]]
    assert fine.coarsened(7) is fine
    assert coarse.rectangles().shape == (4, 2)


def test_a_view_far_from_the_origin_is_halved_less_often() -> None:
    far = View(x_min=1e9, x_max=1e9 + 1, y_min=0, y_max=1)
    assert finest_level(far) < finest_level(UNEVEN)
    lower, upper = whole_view(far, 4).bounds()
    assert (upper > lower).all()


def test_the_extent_is_relative_to_the_view() -> None:
    cells = Cells(UNEVEN, 4, np.array([[3, 4, 5], [2, 2, 2]]))
    assert cells.extent == 3 / 16


def test_a_spiral_is_one_group() -> None:
    """A long way through a group: labels must travel along it."""
    ring = [(40 + column, 0) for column in range(200)] + [(239, row) for row in range(1, 300)]
    cells = Cells(UNEVEN, 34, np.array([*ring, (2**34 - 1, 2**34 - 1)], dtype=np.int64).T)
    assert sorted(len(which) for which in cells.groups()) == [1, 499]
