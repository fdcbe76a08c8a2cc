from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scene import COORDINATE_LIMIT, View
from gui.plot.navigation import SMALLEST_EXTENT, fit_to_aspect, pan, zoom


def extents(view: View) -> tuple[float, float]:
    return view.x_max - view.x_min, view.y_max - view.y_min


def test_pan_moves_both_edges() -> None:
    assert pan(View(), 1.0, -0.5) == View(x_min=-1, x_max=3, y_min=-2.5, y_max=1.5)


def test_zoom_keeps_the_point_under_the_pointer() -> None:
    view = zoom(View(), 0.5, 1.0, -2.0)
    assert view == View(x_min=-0.5, x_max=1.5, y_min=-2.0, y_max=0.0)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_zooming_in_ends_where_coordinates_can_still_be_told_apart(x: float, y: float) -> None:
    view = View(x_min=x - 1, x_max=x + 1, y_min=y - 1, y_max=y + 1)
    for _ in range(60):
        view = zoom(view, 0.3, x, y)
    smallest = SMALLEST_EXTENT * max(1.0, abs(x) - 1, abs(y) - 1)
    assert min(extents(view)) >= 0.9 * smallest
    assert view.x_min < view.x_max
    assert view.y_min < view.y_max


def test_zooming_out_ends_within_the_coordinates_of_a_scene() -> None:
    view = View()
    for _ in range(200):
        view = zoom(view, 2.0, 0.0, 0.0)
    assert max(abs(view.x_min), view.x_max) <= COORDINATE_LIMIT
    assert extents(view)[0] > COORDINATE_LIMIT / 4


@given(st.floats(1, 5000), st.floats(1, 5000))
def test_fitted_view_has_equal_scales_and_keeps_all_it_showed(width: float, height: float) -> None:
    view = View(x_min=0, x_max=4, y_min=-1, y_max=1)
    fitted = fit_to_aspect(view, width, height)
    x_extent, y_extent = extents(fitted)
    assert x_extent / width == pytest.approx(y_extent / height)
    assert fitted.x_min <= view.x_min + 1e-12
    assert fitted.y_max >= view.y_max - 1e-12
    assert fit_to_aspect(fitted, width, height) == fitted
