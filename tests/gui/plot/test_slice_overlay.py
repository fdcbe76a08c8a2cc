"""The line of a slice as it is painted on the plane."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.eigen import Vector
from core.expression import parse_loss
from core.landings import landings
from core.landscape import Surface
from core.scene import View
from core.slices import Aim, Along, cut
from gui.plot.slice_overlay import SliceOverlay
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import colours, count_of

SIZE = 400
PLANE = Transform(View(-2, 2, -2, 2), SIZE, SIZE)


def overlay_of(point: Vector, aim: Aim, reach: float, loss: str = "x^2 + y^2") -> SliceOverlay:
    overlay, ground = SliceOverlay(), Surface(parse_loss(loss), {})
    overlay.line = cut(ground, point, aim, -reach, reach)
    overlay.landings = landings(ground, overlay.line)
    return overlay


def painted(overlay: SliceOverlay) -> QImage:
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    overlay.paint(painter, PLANE, 1.0)
    painter.end()
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_line_runs_from_end_to_end_through_the_point(theme: Theme) -> None:
    overlay = overlay_of((0.5, 0.0), Aim(Along.POINT, (1.5, 0.0)), 1.0)
    overlay.theme = theme
    found = colours(painted(overlay))
    middle = found[198:203]
    mark = np.array(
        [QColor(theme.mark).red(), QColor(theme.mark).green(), QColor(theme.mark).blue()]
    )
    columns = np.flatnonzero((np.abs(middle - mark).max(axis=2) <= 40).any(axis=0))
    # From x = −0.5 to 1.5 at 100 pixels a unit.
    assert columns.min() == pytest.approx(150, abs=4)
    assert columns.max() == pytest.approx(350, abs=4)
    assert columns.size > 180


def test_the_arrow_stands_at_the_positive_end() -> None:
    found = colours(painted(overlay_of((0.0, 0.5), Aim(Along.POINT, (0.0, 1.5)), 1.0)))
    mark = QColor(LIGHT.mark)
    # Upwards: the head is at y = 1.5, its wings beside the line.
    head, tail = found[50:62, 195:199], found[338:350, 195:199]
    assert count_of(head, mark) > 10
    assert count_of(tail, mark) == 0


def test_the_chart_s_pointer_is_a_dot_of_its_own_colour() -> None:
    overlay = overlay_of((0.0, 0.0), Aim(Along.POINT, (1.0, 0.0)), 1.5)
    assert count_of(colours(painted(overlay)), QColor(LIGHT.accent)) == 0
    overlay.pointed = 1.0
    found = colours(painted(overlay))
    assert count_of(found, QColor(LIGHT.accent)) > 30
    assert count_of(found[190:211, 290:311], QColor(LIGHT.accent)) > 30


def test_landing_places_are_marked_where_they_can_be_told_apart() -> None:
    # θ − 0.1·10·x: from 1.5 to 0 for the largest, to 1.35 for the next, 1.485 after it.
    overlay = overlay_of((1.5, 0.0), Aim(), 1.9, "5x^2 + y^2")
    plain = painted(overlay)
    overlay.landings = overlay.landings[-1:]
    assert painted(overlay) == plain
    overlay.chosen = overlay.landings[0].size
    assert count_of(colours(painted(overlay)), QColor(LIGHT.accent)) > 30


def test_what_is_far_away_is_left_out() -> None:
    overlay = overlay_of((1e12, 1e12), Aim(), 1.0)
    assert painted(overlay) == painted(SliceOverlay())


def test_nothing_is_drawn_where_there_is_no_direction() -> None:
    overlay = overlay_of((0.0, 0.0), Aim(), 1.0)
    assert painted(overlay) == painted(SliceOverlay())


@pytest.mark.parametrize("reach", [1e2, 1e5, 1e9])
def test_of_a_long_line_all_is_drawn_that_is_in_the_view(reach: float) -> None:
    overlay = overlay_of((0.5, 0.0), Aim(Along.POINT, (1.5, 0.0)), reach)
    overlay.landings = ()
    middle = colours(painted(overlay))[198:203]
    assert all(
        count_of(middle[:, x : x + 20], QColor(LIGHT.mark), 40) >= 20 for x in range(0, 400, 20)
    )


def test_a_line_shorter_than_a_pixel_is_its_point() -> None:
    overlay = overlay_of((1.0, 1.0), Aim(), 1e-12)
    overlay.landings = ()
    overlay.pointed = math.nan
    assert 20 < count_of(colours(painted(overlay)), QColor(LIGHT.mark)) < 300
