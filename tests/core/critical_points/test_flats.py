"""Plateaus and tails: flat, and no critical points."""

from __future__ import annotations

import numpy as np
import pytest

from core.critical_points.findings import Rectangles
from core.critical_points.flats import flat_boxes
from core.scene import View
from tests.core.critical_points.boxes import (
    SQUARE,
    UNEVEN,
    FloatArray,
    along,
    resolve,
    surface,
)

WIDE = View(x_min=-40.0, x_max=40.0, y_min=-40.0, y_max=40.0)


def everywhere(x: FloatArray, y: FloatArray) -> FloatArray:
    return 0 * x + 0 * y


def left_half(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.maximum(x, 0) + 0 * y


def area(boxes: Rectangles) -> float:
    return float(((boxes[1] - boxes[0]) * (boxes[3] - boxes[2])).sum())


@pytest.mark.parametrize("text", ["3", "3 + 0 x", "floor(x/100)", "step(x - 99) y"])
def test_a_constant_is_flat_all_over(text: str) -> None:
    boxes = along(UNEVEN, everywhere, depth=6)
    evidence = resolve(text, UNEVEN, boxes)
    assert not evidence.points
    assert not evidence.curves
    np.testing.assert_array_equal(evidence.flat, boxes)


@pytest.mark.parametrize("text", ["exp(-x^2 - y^2)", "exp(-x^2 - y^2) + 1"])
def test_a_far_tail_is_flat(text: str) -> None:
    def tail(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.maximum(27.5**2 - x * x - y * y, 0)

    boxes = along(WIDE, tail, depth=6)
    evidence = resolve(text, WIDE, boxes)
    assert not evidence.points
    assert not evidence.curves
    assert area(evidence.flat) > 0.95 * area(boxes)


@pytest.mark.parametrize("text", ["relu(x)", "max(x^3, 0) + 5", "relu(x) (1 + y^2)"])
@pytest.mark.parametrize("view", [SQUARE, UNEVEN], ids=["on the grid", "off the grid"])
def test_a_plateau_is_flat_and_its_edge_is_nothing(text: str, view: View) -> None:
    evidence = resolve(text, view, along(view, left_half, depth=8), is_smooth=False)
    assert not evidence.points
    assert not evidence.curves
    assert area(evidence.flat) == pytest.approx(-view.x_min * (view.y_max - view.y_min), rel=0.02)


@pytest.mark.parametrize("text", ["x^10 + 1", "x^2", "x^4/10^300", "10^300 x^4"])
def test_a_valley_is_not_flat(text: str) -> None:
    def y_axis(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.abs(x) + 0 * y

    assert not flat_boxes(surface(text), SQUARE, along(SQUARE, y_axis)).any()
