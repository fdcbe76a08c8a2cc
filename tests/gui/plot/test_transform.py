from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSize

from core.scene import View
from gui.plot.transform import Transform, drawable

SIDE = st.floats(-1e6, 1e6)


def test_corners_of_the_view_are_corners_of_the_widget() -> None:
    transform = Transform(View(x_min=-2, x_max=4, y_min=-1, y_max=1), 600, 200)
    assert transform.point(-2, 1) == QPointF(0, 0)
    assert transform.point(4, -1) == QPointF(600, 200)
    assert transform.data(QPointF(300, 100)) == (1.0, 0.0)


@given(SIDE, st.floats(1e-3, 1e6), SIDE, st.floats(1e-3, 1e6), st.floats(0, 800), st.floats(0, 500))
def test_pixel_to_data_and_back(
    x: float, width: float, y: float, height: float, column: float, row: float
) -> None:
    assume(width > 1e-8 * abs(x) and height > 1e-8 * abs(y))
    transform = Transform(View(x_min=x, x_max=x + width, y_min=y, y_max=y + height), 800, 500)
    back = transform.point(*transform.data(QPointF(column, row)))
    assert back.x() == pytest.approx(column, abs=1e-3)
    assert back.y() == pytest.approx(row, abs=1e-3)


def test_arrays_and_points_agree() -> None:
    transform = Transform(View(), 640, 480)
    columns, rows = transform.to_pixels(np.array([0.5]), np.array([-1.5]))
    assert QPointF(columns[0], rows[0]) == transform.point(0.5, -1.5)


def test_what_cannot_be_drawn_is_nan() -> None:
    values = np.array([1.0, np.inf, -np.inf, np.nan, 1e300, -1e12])
    assert np.isnan(drawable(values)).tolist() == [False, True, True, True, True, False]


def test_device_size_is_never_empty() -> None:
    assert Transform(View(), 0.2, 0.2).device_size(1.0) == QSize(1, 1)
    assert Transform(View(), 100, 50).device_size(2.0) == QSize(200, 100)
