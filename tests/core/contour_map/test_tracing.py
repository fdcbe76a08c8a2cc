"""Contour lines drawn by machine code, beside those that contourpy finds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.contour_map.tracing import line_coverage
from core.contours import lines
from core.landscape import Sampling
from core.scene import View

FloatArray = npt.NDArray[np.float64]
WIDTH, HEIGHT = 37, 23
LEVELS = np.array([-1.5, 0.5, 2.5])


def slow_coverage(samples: FloatArray, levels: FloatArray, width: float) -> FloatArray:
    """Return the coverage of contourpy's lines, from the distance of each pixel's middle."""
    view = View(0.0, float(WIDTH), 0.0, float(HEIGHT))
    x, y = np.meshgrid(np.arange(WIDTH) + 0.5, HEIGHT - np.arange(HEIGHT) - 0.5)
    covered = np.zeros((HEIGHT, WIDTH))
    for level in lines(Sampling(view, samples, 0), levels):
        for line in level:
            for begin, end in pairwise(line):
                distance = distances(x, y, begin, end)
                covered = np.maximum(covered, np.clip(width / 2 + 0.5 - distance, 0, 1))
    return covered


def distances(x: FloatArray, y: FloatArray, begin: FloatArray, end: FloatArray) -> FloatArray:
    """Return how far points are from the line between two others."""
    way = end - begin
    square = max(float(way @ way), 1e-30)
    along = np.clip(((x - begin[0]) * way[0] + (y - begin[1]) * way[1]) / square, 0, 1)
    far: FloatArray = np.hypot(x - begin[0] - along * way[0], y - begin[1] - along * way[1])
    return far


@settings(deadline=None)
@given(
    samples=arrays.arrays(np.int8, (5, 6), elements=st.integers(-4, 4)),
    width=st.sampled_from([1.0, 2.5]),
)
def test_lines_cover_what_contourpy_finds(samples: npt.NDArray[np.int8], width: float) -> None:
    values = samples.astype(np.float64)
    expected = slow_coverage(values, LEVELS, width)
    np.testing.assert_allclose(
        line_coverage(values, LEVELS, WIDTH, HEIGHT, width), expected, atol=2e-4
    )


def test_lines_on_a_fine_grid_of_a_smooth_loss() -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 70), np.linspace(-1, 1, 45))
    values = np.sin(3 * x) * np.cos(4 * y) + 0.1 * x
    levels = np.linspace(-0.9, 0.9, 7)
    expected = slow_coverage(values, levels, 1.0)
    np.testing.assert_allclose(
        line_coverage(values, levels, WIDTH, HEIGHT, 1.0), expected, atol=2e-4
    )


def test_a_cell_with_an_undefined_corner_carries_no_line() -> None:
    values = np.tile(np.arange(5.0), (4, 1))
    values[:, 3] = np.nan
    covered = line_coverage(values, np.array([0.5, 2.5, 3.5]), 40, 30, 1.0)
    assert covered[15, 4:7].max() == 0.5
    assert (covered[:, 12:] == 0).all()


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 1), (1, 3), (17, 2), (3, 200)])
@pytest.mark.parametrize("samples", [(2, 2), (2, 40), (31, 2)])
def test_images_and_grids_of_any_size(columns: int, rows: int, samples: tuple[int, int]) -> None:
    values = np.arange(float(np.prod(samples))).reshape(samples)
    covered = line_coverage(values, np.array([0.25, 1.5]), columns, rows, 1.0)
    assert covered.shape == (rows, columns)
    assert ((covered >= 0) & (covered <= 1)).all()


def test_nothing_is_drawn_without_levels() -> None:
    assert not line_coverage(np.eye(4), np.empty(0), 10, 10, 1.0).any()


def test_huge_values_are_crossed_where_they_should_be() -> None:
    values = np.tile([-1e12, 1e12], (2, 1))
    covered = line_coverage(values, np.array([0.0]), 20, 4, 1.0)
    np.testing.assert_allclose(covered[:, 9:11], 0.5, atol=1e-6)
    assert not covered[:, :9].any()
    assert not covered[:, 11:].any()
