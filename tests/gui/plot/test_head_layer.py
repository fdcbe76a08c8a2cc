from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.scene import View
from gui.plot import head_layer
from gui.plot.head_layer import HeadLayer
from gui.plot.trails import Trails
from gui.plot.transform import Transform
from gui.theme import LIGHT
from tests.gui.plot.sample import SOLID, colours, count_of, race_of

TRANSFORM = Transform(View(x_min=-3, x_max=3, y_min=-2, y_max=2), 300, 200)


def trails(runs: int, last: float = 0.0) -> Trails:
    """Scatter runs over the view and somewhat beyond; some are lost."""
    random = np.random.default_rng(3)
    x, y = (random.uniform(-size, size, (2, runs, 2)) for size in (3.3, 2.2))
    x[:, ::5, 1] = np.nan
    x[:, 0], y[:, 0] = last, last
    return Trails(race_of(x, y), SOLID, (True, True))


def painted(layer: HeadLayer, ratio: float = 1.0, step: float = 1.0) -> np.ndarray:
    image = QImage(TRANSFORM.device_size(ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    layer.paint(painter, TRANSFORM, ratio, step)
    painter.end()
    return colours(image)


def layer_of(shown: Trails) -> HeadLayer:
    layer = HeadLayer()
    layer.set_theme(LIGHT)
    layer.set_trails(shown)
    return layer


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_many_heads_look_like_few(monkeypatch: pytest.MonkeyPatch, ratio: float) -> None:
    one_by_one = painted(layer_of(trails(40)), ratio)
    monkeypatch.setattr(head_layer, "MANY", 1)
    together = painted(layer_of(trails(40)), ratio)
    assert all(count_of(together, style.colour) > 500 * ratio for style in SOLID)
    # Halves are rounded to either side.
    assert (np.abs(one_by_one - together).max(axis=2) > 40).mean() < 0.04


def test_heads_leave_no_trace_when_they_have_moved_on() -> None:
    layer = layer_of(trails(200))
    first = painted(layer)
    other = layer_of(trails(200, last=1.5))
    painted(layer, step=0.3)
    np.testing.assert_array_equal(painted(layer), first)
    layer.set_trails(trails(200, last=1.5))
    np.testing.assert_array_equal(painted(layer), painted(other))


def test_no_head_is_seen_where_no_run_is() -> None:
    x = np.full((2, 200, 2), 50.0)
    layer = layer_of(Trails(race_of(x, x), SOLID, (True, True)))
    assert (painted(layer) == 128).all()
