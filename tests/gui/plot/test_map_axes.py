"""Where values lie on a map, and the numbers along its edges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from core.axes import Axis
from gui.plot.map_axes import MapAxes, axis_ticks, share_of

AREA = QRectF(50, 20, 200, 100)
AXES = MapAxes(AREA, Axis("learning_rate", 1e-3, 10.0, True), Axis("momentum", 0.0, 1.0))


@given(st.floats(0, 1), st.booleans())
def test_a_share_is_that_of_its_value(share: float, is_logarithmic: bool) -> None:
    axis = Axis("a", 0.01, 3.0, is_logarithmic)
    assert share_of(axis, float(axis.at(share))) == pytest.approx(share, abs=1e-9)


def test_low_values_lie_at_the_left_and_at_the_bottom() -> None:
    assert AXES.point(1e-3, 0.0) == QPointF(50, 120)
    assert AXES.point(10.0, 1.0) == QPointF(250, 20)
    assert AXES.point(0.1, 0.5) == QPointF(150, 70)
    assert AXES.shares(QPointF(150, 70)) == (0.5, 0.5)


def test_no_value_is_too_far_away_to_paint() -> None:
    place = AXES.point(-1.0, 1e300)
    assert (place.x(), place.y()) == (50 - 3 * 200, 120 - 4 * 100)


def test_the_map_of_another_range_lies_where_its_values_are() -> None:
    found = AXES.rectangle(Axis("learning_rate", 1e-2, 1.0, True), Axis("momentum", 0.25, 0.75))
    assert found == QRectF(100, 45, 100, 50)


@pytest.mark.parametrize(
    ("axis", "target", "texts"),
    [
        (Axis("a", 0.0, 1.0), 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (Axis("a", 1e-3, 10.0, True), 5, ["0.001", "0.01", "0.1", "1", "10"]),
        (Axis("a", 0.01, 0.5, True), 5, ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5"]),
        (Axis("a", 1e-9, 1.0, True), 3, ["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]),
        (Axis("a", 2e-6, 6e-5, True), 5, ["2·10⁻⁶", "5·10⁻⁶", "10⁻⁵", "2·10⁻⁵", "5·10⁻⁵"]),
        (Axis("a", 0.01, 0.02, True), 4, ["0.010", "0.015", "0.020"]),
    ],
)
def test_ticks_are_round_numbers(axis: Axis, target: int, texts: list[str]) -> None:
    assert [tick.text for tick in axis_ticks(axis, target)] == texts


@given(st.floats(1e-12, 1e5), st.floats(1.001, 1e9), st.integers(1, 8))
def test_ticks_lie_on_the_axis(low: float, factor: float, target: int) -> None:
    axis = Axis("a", low, low * factor, True)
    shares = [share_of(axis, tick.value) for tick in axis_ticks(axis, target)]
    assert shares == sorted(shares)
    assert all(-1e-6 <= share <= 1 + 1e-6 for share in shares)
