"""Levels, lines and shades of contours."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.contours import levels, lines, relief
from core.landscape import Sampling
from core.scene import Contours, View

FloatArray = npt.NDArray[np.float64]
Spacing = Literal["linear", "logarithmic", "quantile"]
SPACINGS: tuple[Spacing, ...] = ("linear", "logarithmic", "quantile")
VIEW = View(x_min=-2.0, x_max=3.0, y_min=-1.0, y_max=1.0)


def sampling(values: npt.ArrayLike) -> Sampling:
    array = np.asarray(values, dtype=np.float64)
    return Sampling(VIEW, array, int(np.isnan(array).sum()))


def grid(columns: int = 101, rows: int = 81) -> tuple[FloatArray, FloatArray]:
    x, y = np.meshgrid(np.linspace(-2, 3, columns), np.linspace(-1, 1, rows))
    return x, y


@pytest.mark.parametrize("spacing", SPACINGS)
@given(
    values=arrays.arrays(
        np.float64, (6, 7), elements=st.floats(allow_nan=True, allow_infinity=True)
    ),
    count=st.integers(2, 30),
)
def test_any_samples_have_levels_lines_and_shades(
    spacing: Spacing, values: FloatArray, count: int
) -> None:
    contours = Contours(spacing=spacing, count=count)
    chosen = levels(values, contours)
    gated = np.clip(values[np.isfinite(values)], -1e12, 1e12)
    assert len(chosen) <= count
    assert (np.diff(chosen) > 0).all()
    if len(chosen):
        assert gated.min() < chosen[0]
        assert chosen[-1] < gated.max()
    found = relief(values, contours)
    np.testing.assert_array_equal(found.levels, chosen)
    shades = found.shade
    np.testing.assert_array_equal(np.isnan(shades), ~np.isfinite(values))
    assert ((shades >= 0) & (shades <= 1) | np.isnan(shades)).all()
    traced = lines(sampling(values), chosen)
    assert len(traced) == len(chosen)
    assert all(np.isfinite(line).all() for level in traced for line in level)


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("value", [3.0, np.nan, np.inf])
def test_samples_all_the_same_have_no_lines(spacing: Spacing, value: float) -> None:
    contours = Contours(spacing=spacing)
    chosen = levels(np.full((5, 5), value), contours)
    assert len(chosen) == 0
    assert lines(sampling(np.full((5, 5), value)), chosen) == []
    found = relief(np.full((5, 5), value), contours)
    assert len(found.levels) == 0
    assert np.unique(found.shade).tolist() == pytest.approx(
        [0.5 if value == 3.0 else np.nan], nan_ok=True
    )


def test_linear_levels_divide_the_range() -> None:
    chosen = levels(np.array([[0.0, 4.0], [1.0, np.nan]]), Contours(spacing="linear", count=3))
    np.testing.assert_allclose(chosen, [1.0, 2.0, 3.0])


def test_quantile_levels_divide_the_area() -> None:
    values = np.arange(100.0).reshape(10, 10) ** 3
    chosen = levels(values, Contours(spacing="quantile", count=3))
    assert [int((values < level).sum()) for level in chosen] == [25, 50, 75]


def test_logarithmic_levels_crowd_about_the_lowest_value() -> None:
    x, y = grid()
    values = (x**2 + y**2) - 7
    chosen = levels(values, Contours(spacing="logarithmic", count=20))
    assert len(chosen) == 20
    distances = chosen + 7
    assert (np.diff(distances) > 0).all()
    assert (np.diff(np.diff(distances)) > 0).all()
    assert distances[0] < 0.02 * distances[-1]


def test_logarithmic_levels_survive_a_pole_below() -> None:
    x, y = grid(102, 82)
    chosen = levels(-1 / (x**2 + y**2), Contours(spacing="logarithmic", count=20))
    assert (chosen > -10).sum() >= 5


@pytest.mark.parametrize("spacing", SPACINGS)
def test_a_pole_to_both_sides_leaves_levels_to_the_rest(spacing: Spacing) -> None:
    x, y = grid(102, 82)
    chosen = levels(1 / x + y**2, Contours(spacing=spacing, count=20))
    assert (np.abs(chosen) < 10).sum() >= 5


@pytest.mark.parametrize("spacing", SPACINGS)
def test_shades_step_evenly_from_level_to_level(spacing: Spacing) -> None:
    x, y = grid()
    values = np.exp(x) + y**2
    contours = Contours(spacing=spacing, count=9)
    chosen = levels(values, contours)
    index = [np.abs(values - level).argmin() for level in chosen]
    places = relief(values, contours).shade.ravel()[index]
    np.testing.assert_allclose(places, np.linspace(0, 1, 11)[1:-1], atol=0.02)
    order = np.argsort(values, axis=None)
    assert (np.diff(relief(values, contours).shade.ravel()[order]) >= 0).all()
    assert relief(values, contours).shade.dtype == np.float32


def test_lines_lie_on_their_level_in_data_coordinates() -> None:
    x, y = grid()
    (circles,) = lines(sampling(x**2 + 4 * y**2), np.array([1.0]))
    (circle,) = circles
    np.testing.assert_allclose(circle[:, 0] ** 2 + 4 * circle[:, 1] ** 2, 1.0, atol=2e-3)
    np.testing.assert_array_equal(circle[0], circle[-1])
    assert circle[:, 0].max() == pytest.approx(1.0, abs=1e-3)
    assert circle[:, 1].max() == pytest.approx(0.5, abs=1e-3)


def test_lines_stop_where_the_loss_is_undefined() -> None:
    x, y = grid()
    values = np.where(x > 0.5, y, np.nan)
    (pieces,) = lines(sampling(values), np.array([0.123]))
    assert min(piece[:, 0].min() for piece in pieces) >= 0.5


def test_huge_values_are_gated() -> None:
    x, _ = grid()
    values = np.where(x > 2.9, 1e300, x)
    chosen = levels(values, Contours(spacing="linear", count=5))
    assert chosen[-1] < 1e12
    assert relief(values, Contours(spacing="linear")).shade.max() == 1.0
