"""Losses as images."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.contour_map import Look, draw_map
from core.contours import relief
from core.landscape import Sampling
from core.scene import Contours, View

LOOK = Look(("#000000", "#808080", "#ff0000"), "#00ff00", 1.0, "#000040", "#0000ff")
VIEW = View(-1, 1, -1, 1)


def drawn(
    values: npt.ArrayLike, columns: int = 40, rows: int = 30, ratio: float = 1.0
) -> npt.NDArray[np.uint32]:
    array = np.asarray(values, np.float64)
    sampling = Sampling(VIEW, array, int(np.isnan(array).sum()))
    chosen = relief(array, Contours(spacing="linear", count=2))
    return draw_map(sampling, chosen, LOOK, columns, rows, ratio)[:, :columns]


def part(pixels: npt.NDArray[np.uint32], shift: int) -> npt.NDArray[np.int64]:
    return (pixels >> shift & 0xFF).astype(np.int64)


def test_the_lowest_loss_has_the_first_colour_and_the_highest_the_last() -> None:
    red = part(drawn(np.tile(np.linspace(0, 1, 9), (5, 1))), 16)
    assert (red[:, 0] < 10).all()
    assert (red[:, -1] > 250).all()


def test_row_zero_of_the_samples_is_at_the_bottom() -> None:
    red = part(drawn(np.linspace(0, 1, 9)[:, np.newaxis] + np.zeros(5)), 16)
    assert red[0, 3] > 250
    assert red[-1, 3] < 10


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_lines_are_as_wide_as_the_screen_is_fine(ratio: float) -> None:
    values = np.tile(np.linspace(0, 1, 9), (5, 1))
    pixels = drawn(values, round(60 * ratio), round(10 * ratio), ratio)
    green = part(pixels, 8)[0].astype(float) * (part(pixels, 16)[0] < 120) / 255
    grey = part(pixels, 16)[0] / 255
    assert np.clip(green - grey, 0, None).sum() == pytest.approx(2 * ratio, rel=0.35)


def test_undefined_places_are_striped() -> None:
    values = np.tile(np.linspace(0, 1, 9), (9, 1))
    values[:5] = np.nan
    corner = drawn(values)[20:, :]
    assert set(np.unique(corner).tolist()) == {0xFF000040, 0xFF0000FF}


def test_nothing_but_stripes_where_nothing_is_defined() -> None:
    assert set(np.unique(drawn(np.full((3, 3), np.nan))).tolist()) == {0xFF000040, 0xFF0000FF}


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 3), (16, 1), (17, 2), (401, 7)])
def test_images_of_any_size(columns: int, rows: int) -> None:
    values = np.arange(6.0).reshape(2, 3)
    pixels = drawn(values, columns, rows)
    assert pixels.shape == (rows, columns)
    assert (pixels >> 24 == 0xFF).all()


def test_a_flat_loss_has_the_middle_colour() -> None:
    assert set(np.unique(drawn(np.ones((4, 4)))).tolist()) == {0xFF808080}


@given(
    values=arrays.arrays(np.float64, (4, 5), elements=st.floats(allow_infinity=False)),
    spacing=st.sampled_from(("linear", "logarithmic", "quantile")),
)
def test_any_samples_can_be_drawn(
    values: npt.NDArray[np.float64], spacing: Literal["linear", "logarithmic", "quantile"]
) -> None:
    chosen = relief(values, Contours(spacing=spacing))
    sampling = Sampling(VIEW, values, int(np.isnan(values).sum()))
    pixels = draw_map(sampling, chosen, LOOK, 33, 21, 1.0)
    assert (pixels >> 24 == 0xFF).all()
