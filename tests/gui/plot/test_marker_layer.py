from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.critical_points import CriticalPoint
from core.curvature import Kind
from core.scene import Start, View
from gui.plot.marker_layer import FEW, MarkerLayer
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import PICTURE_VIEW, colours, critical_point

KINDS = tuple(Kind)
MANY = [
    critical_point(-2.5 + k % 10 / 2, -1.5 + k // 10 / 2, KINDS[k % 4], k) for k in range(2 * FEW)
]


def layer_of(points: Sequence[CriticalPoint]) -> MarkerLayer:
    layer = MarkerLayer()
    layer.set_theme(LIGHT)
    layer.set_critical_points(points, ())
    return layer


def painted(layer: MarkerLayer, view: View = PICTURE_VIEW) -> np.ndarray:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#88aa66"))
    painter = QPainter(image)
    layer.paint_critical_points(painter, Transform(view, 300, 200), 1.0)
    layer.paint_starts(painter, Transform(view, 300, 200), 1.0)
    painter.end()
    return colours(image)


@pytest.mark.parametrize("points", [MANY[:5], MANY])
@pytest.mark.parametrize(
    "change",
    [
        lambda layer: layer.set_theme(DARK),
        lambda layer: layer.set_critical_points(MANY[3:], ()),
        lambda layer: setattr(layer, "selected", 3),
    ],
)
def test_every_change_is_painted(
    qapp: object, points: list[CriticalPoint], change: Callable[[MarkerLayer], None]
) -> None:
    layer, fresh = layer_of(points), layer_of(points)
    before = painted(layer)
    change(layer)
    change(fresh)
    assert (painted(layer) == painted(fresh)).all()
    assert (painted(layer) != before).any()


def test_many_marks_go_with_the_view(qapp: object) -> None:
    moved = View(x_min=-2, x_max=4, y_min=-2, y_max=2)
    layer = layer_of(MANY)
    painted(layer)
    assert (painted(layer, moved) == painted(layer_of(MANY), moved)).all()


def test_marks_look_the_same_in_every_frame_until_they_move(qapp: object) -> None:
    layer, moved = layer_of(MANY), layer_of(MANY)
    layer.starts = tuple(Start(x=point.x, y=point.y / 2) for point in MANY)
    first = painted(layer)
    again = painted(layer)
    # Blended with each other first, their edges are rounded otherwise.
    assert np.abs(again - first).max() <= 4
    assert (painted(layer) == again).all()
    layer.starts = moved.starts = layer.starts[:-1]
    assert (painted(layer) == painted(moved)).all()
    assert (painted(layer) != first).any()
