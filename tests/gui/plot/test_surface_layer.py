from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.scene import View
from gui.plot.picture import LandscapePicture
from gui.plot.surface_layer import VERTICES_A_FRAME, SurfaceLayer, colour_image
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import PICTURE_VIEW, colours, picture


def painted(layer: SurfaceLayer, view: View = PICTURE_VIEW) -> np.ndarray:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    transform = Transform(view, 300, 200)
    while not layer.prepare(transform, 1.0):
        pass
    layer.paint(painter, transform, 1.0)
    painter.end()
    return colours(image)


def rgb(name: str) -> list[int]:
    colour = QColor(name)
    return [colour.red(), colour.green(), colour.blue()]


def test_ends_of_the_colour_map_and_transparent_holes() -> None:
    shade = np.array([[0.0, 1.0], [np.nan, 0.5]], dtype=np.float32)
    image = colour_image(shade, ("#000000", "#ff0000"))
    assert image.pixelColor(0, 1) == QColor("#000000")
    assert image.pixelColor(1, 1) == QColor("#ff0000")
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(1, 0).red() in (127, 128)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_low_losses_have_the_first_colour(qapp: object, theme: object) -> None:
    layer = SurfaceLayer()
    layer.set_theme(DARK if theme is DARK else LIGHT)
    layer.set_picture(picture())
    found = painted(layer)
    stops = (DARK if theme is DARK else LIGHT).surface
    assert np.abs(found[100, 2] - rgb(stops[0])).max() <= 3
    assert np.abs(found[100, 297] - rgb(stops[-1])).max() <= 3


def test_a_contour_line_is_seen(qapp: object) -> None:
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(picture())
    row = painted(layer)[100].sum(axis=1)
    assert row[149:151].max() > max(row[140], row[160]) + 20


def test_undefined_places_are_hatched(qapp: object) -> None:
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(picture(hole=True))
    lower = painted(layer)[120:180, 10:140].reshape(-1, 3)
    assert {tuple(colour) for colour in lower.tolist()} <= {
        tuple(rgb(LIGHT.page)),
        tuple(rgb(LIGHT.line)),
    }
    assert len({tuple(colour) for colour in lower.tolist()}) == 2


def test_an_old_picture_moves_with_the_view(qapp: object) -> None:
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(picture())
    moved = View(x_min=-2, x_max=4, y_min=-2, y_max=2)
    row = painted(layer, moved)[100].sum(axis=1)
    assert int(np.argmax(row[60:140])) + 60 == pytest.approx(100, abs=2)
    assert np.abs(painted(layer, moved)[100, 290] - rgb(LIGHT.surface[2])).max() <= 2


def rich_picture(view: View = PICTURE_VIEW) -> LandscapePicture:
    """Have more vertices on its line than are painted in two frames."""
    plain = picture(view)
    ((line,),) = plain.lines
    shares = np.linspace(0, 1, 2 * VERTICES_A_FRAME + 2)[:, np.newaxis]
    return replace(plain, lines=[[line[0] + shares * (line[1] - line[0])]])


def test_many_lines_are_painted_over_several_frames_behind_the_last_picture(
    qapp: object,
) -> None:
    transform = Transform(PICTURE_VIEW, 300, 200)
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(rich_picture())
    assert layer.prepare(transform, 1.0), "the first picture is painted at once"
    first = layer.shown
    layer.set_picture(rich_picture())
    assert [layer.prepare(transform, 1.0) for _ in range(2)] == [False, False]
    assert layer.shown is first
    assert layer.prepare(transform, 1.0)
    assert layer.shown is not first


def test_a_hand_that_never_rests_is_followed(qapp: object) -> None:
    transform = Transform(PICTURE_VIEW, 300, 200)
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(picture())
    layer.prepare(transform, 1.0)
    seen = set()
    for _ in range(9):
        layer.set_picture(rich_picture())
        assert not layer.prepare(transform, 1.0)
        seen.add(layer.shown)
    assert len(seen) == 1 + 9 // 3, "three frames for each, and the first one"


def test_lines_painted_over_several_frames_look_the_same(qapp: object) -> None:
    layer = SurfaceLayer()
    layer.set_theme(LIGHT)
    layer.set_picture(picture())
    plain = painted(layer)
    layer.set_picture(rich_picture())
    assert np.abs(painted(layer) - plain).max() <= 40
