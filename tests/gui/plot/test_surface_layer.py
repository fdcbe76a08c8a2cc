from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.scene import View
from gui.plot.surface_layer import SurfaceLayer
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import PICTURE_VIEW, colours, picture


def painted(
    layer: SurfaceLayer, view: View = PICTURE_VIEW, size: tuple[int, int] = (300, 200)
) -> np.ndarray:
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    layer.paint(painter, Transform(view, *size), 1.0)
    painter.end()
    return colours(image)


def rgb(name: str) -> list[int]:
    colour = QColor(name)
    return [colour.red(), colour.green(), colour.blue()]


def layer_with_picture(theme: Theme = LIGHT, *, hole: bool = False) -> SurfaceLayer:
    layer = SurfaceLayer(theme)
    layer.shown = picture(theme=theme, hole=hole)
    return layer


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_low_losses_have_the_first_colour(qapp: object, theme: Theme) -> None:
    found = painted(layer_with_picture(theme))
    assert np.abs(found[100, 2] - rgb(theme.surface[0])).max() <= 3
    assert np.abs(found[100, 297] - rgb(theme.surface[-1])).max() <= 3


def test_a_contour_line_is_seen(qapp: object) -> None:
    row = painted(layer_with_picture())[100].sum(axis=1)
    assert row[149:151].max() > max(row[140], row[160]) + 20


def test_undefined_places_are_hatched(qapp: object) -> None:
    lower = painted(layer_with_picture(hole=True))[120:180, 10:140].reshape(-1, 3)
    found = {tuple(colour) for colour in lower.tolist()}
    assert found == {tuple(rgb(LIGHT.page)), tuple(rgb(LIGHT.line))}


def test_an_old_picture_moves_with_the_view(qapp: object) -> None:
    moved = View(x_min=-2, x_max=4, y_min=-2, y_max=2)
    found = painted(layer_with_picture(), moved)
    row = found[100].sum(axis=1)
    assert int(np.argmax(row[60:140])) + 60 == pytest.approx(100, abs=2)
    assert np.abs(found[100, 290] - rgb(LIGHT.surface[2])).max() <= 2


def test_a_picture_of_another_size_is_stretched(qapp: object) -> None:
    row = painted(layer_with_picture(), size=(600, 400))[200].sum(axis=1)
    assert int(np.argmax(row[240:360])) + 240 == pytest.approx(300, abs=3)


def test_without_a_picture_the_plane_is_plain(qapp: object) -> None:
    found = painted(SurfaceLayer(DARK))
    assert (found == rgb(DARK.surface[2])).all()
