"""The Taylor model as it is painted: dashes at the levels, the disc, the Newton step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from pytestqt.qtbot import QtBot

from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from core.taylor import TaylorModel, taylor_model
from gui.plot.taylor_lines import TaylorPicture, dashes
from gui.plot.taylor_overlay import COLOURS, TaylorOverlay
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import colours, count_of

VIEW = View(-3, 3, -2, 2)
TRANSFORM = Transform(VIEW, 600, 400)


def picture(
    loss: str = "x^2 + 2y^2", levels: Sequence[float] = (0.5, 2.0, 4.0), x: float = 1.0
) -> TaylorPicture:
    surface = Surface(parse_loss(loss), {})
    model = taylor_model(surface, x, 0.5, 2)
    assert isinstance(model, TaylorModel)
    heights = np.array(levels)
    lines = model.contour_lines(VIEW, heights)
    return TaylorPicture(model, heights, lines, model.stationary_point(), 0.7)


def painted(
    shown: TaylorPicture | None, theme: Theme = LIGHT, transform: Transform = TRANSFORM
) -> QImage:
    overlay = TaylorOverlay()
    overlay.picture, overlay.theme = shown, theme
    return painted_by(overlay, transform)


def painted_by(overlay: TaylorOverlay, transform: Transform = TRANSFORM) -> QImage:
    image = QImage(600, 400, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.gray)
    painter = QPainter(image)
    overlay.paint(painter, transform, 1.0)
    painter.end()
    return image


def polygons(shown: TaylorPicture) -> list[list[QPointF]]:
    """Return the corners of each dash."""
    return [
        polygon.toList()
        for path in dashes(shown, TRANSFORM)
        for polygon in path.toSubpathPolygons(QTransform())
    ]


def test_dashes_lie_on_the_levels_and_have_gaps(qtbot: QtBot) -> None:
    shown = picture()
    drawn = polygons(shown)
    heights = [float(shown.model.value(*TRANSFORM.data(at))) for dash in drawn for at in dash]
    nearest = [min(abs(height - level) for level in shown.levels) for height in heights]
    assert max(nearest) < 0.03
    whole = sum(
        float(np.hypot(*np.diff(line, axis=0).T).sum()) * TRANSFORM.x_scale
        for level in shown.lines
        for line in level
    )
    length = sum(QLineF(*ends).length() for dash in drawn for ends in pairwise(dash))
    assert length == pytest.approx(whole * 7 / 11.5, rel=0.05)


@pytest.mark.parametrize(("gap", "stride"), [(6.0, 1), (3.0, 2), (1.3, 4), (0.7, 8)])
def test_lines_that_crowd_are_thinned_by_powers_of_two(
    qtbot: QtBot, gap: float, stride: int
) -> None:
    levels = np.arange(64) * gap / TRANSFORM.x_scale - 1.0
    drawn = polygons(picture("x + 0y", levels.tolist()))
    columns = sorted({round(at.x(), 3) for dash in drawn for at in dash})
    wanted = (levels[::stride] + 3) * TRANSFORM.x_scale
    np.testing.assert_allclose(columns, wanted, atol=0.01)


def test_a_model_without_lines_has_no_dashes(qtbot: QtBot) -> None:
    assert dashes(picture(levels=(-5.0,)), TRANSFORM) == []
    assert dashes(picture(levels=()), TRANSFORM) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_is_in_the_models_colour(qtbot: QtBot, theme: Theme) -> None:
    colour = QColor(COLOURS[theme.is_dark])
    assert count_of(colours(painted(None, theme)), colour) == 0
    assert count_of(colours(painted(picture(), theme)), colour) > 500


def test_each_part_is_painted(qtbot: QtBot) -> None:
    shown = picture()
    variants = [
        painted(shown),
        painted(replace(shown, radius=math.inf)),
        painted(replace(shown, radius=0.0)),
        painted(replace(shown, stationary=None)),
        painted(replace(shown, lines=[[], [], []])),
    ]
    assert variants[1] == variants[2]
    for place in (1, 3, 4):
        assert variants[place] != variants[0]
    assert variants[3] != variants[1]


@pytest.mark.parametrize("x", [1.0, -1.0])
def test_the_newton_step_ends_in_the_mark_of_its_kind(qtbot: QtBot, x: float) -> None:
    shown = picture("x^2 + 2y^2", levels=(), x=x)
    found = colours(painted(replace(shown, radius=math.inf)))
    middle = found[190:211, 290:311]
    corner = found[0:21, 0:21]
    colour = QColor(COLOURS[False])
    assert count_of(middle, colour) > 20
    assert count_of(corner, colour) == 0


@pytest.mark.parametrize(
    "view", [View(-1e9, 1e9, -1e9, 1e9), View(0.9999, 1.0001, 0.4999, 0.5001), View(50, 60, 50, 60)]
)
def test_any_view_is_painted(qtbot: QtBot, view: View) -> None:
    assert not painted(picture(), transform=Transform(view, 600, 400)).isNull()


def test_a_far_newton_step_points_out_of_the_view(qtbot: QtBot) -> None:
    shown = picture("1e-7 x^2 + x + y^2", levels=())
    assert shown.stationary is not None
    assert shown.stationary.x < -1e6
    found = colours(painted(shown))
    assert count_of(found[:, :100], QColor(COLOURS[False])) > 100


def test_what_has_not_changed_is_not_painted_anew(qtbot: QtBot) -> None:
    overlay = TaylorOverlay()
    overlay.picture = picture()
    first = painted_by(overlay)
    kept = overlay._pixmap
    assert painted_by(overlay) == first
    assert overlay._pixmap is kept
    overlay.theme = DARK
    assert painted_by(overlay) != first
    overlay.picture = None
    assert painted_by(overlay) == painted(None)
