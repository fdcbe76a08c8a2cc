from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from core.critical_points import CriticalCurve, Status, Survey
from core.scene import View
from gui.plot.survey_overlay import SurveyOverlay
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import PICTURE_VIEW, colours, count_of

ROUND = np.linspace(0, 2 * np.pi, 200)
CIRCLE = np.array([np.cos(ROUND), np.sin(ROUND)])


def curve(name: str = "valley", status: Status = Status.NUMERICAL) -> CriticalCurve:
    return CriticalCurve(CIRCLE, 0.0, name, True, status=status, identity=3)


def painted(
    survey: Survey,
    theme: Theme = LIGHT,
    view: View = PICTURE_VIEW,
    selected: int | None = None,
    ratio: float = 1.0,
) -> NDArray[np.int16]:
    """Paint on white, 100 pixels to each unit."""
    overlay = SurveyOverlay(theme)
    overlay.set_survey(survey)
    overlay.set_selected(selected)
    image = QImage(round(600 * ratio), round(400 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    overlay.paint(painter, Transform(view, 600, 400), ratio)
    painter.end()
    return colours(image)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_valley_and_a_ridge_have_the_colours_of_curvature(qapp: object, theme: Theme) -> None:
    for name, colour in (("valley", theme.positive), ("ridge", theme.negative)):
        found = painted(Survey(PICTURE_VIEW, curves=(curve(name),)), theme)
        assert count_of(found, QColor(colour)) > 600
        assert count_of(found[140:260, 240:360], QColor(colour)) == 0


def test_a_chosen_curve_is_stronger_and_an_undecided_one_is_broken(qapp: object) -> None:
    survey = Survey(PICTURE_VIEW, curves=(curve(),))
    plain = count_of(painted(survey), QColor(LIGHT.positive))
    chosen = count_of(painted(survey, selected=3), QColor(LIGHT.accent))
    open_curve = Survey(PICTURE_VIEW, curves=(curve(status=Status.UNDECIDED),))
    broken = count_of(painted(open_curve), QColor(LIGHT.positive))
    assert chosen > 1.3 * plain
    assert broken < 0.7 * plain


def test_regions_are_marked_where_they_lie_once_the_search_has_ended(qapp: object) -> None:
    left = np.array([[-3.0], [-1.0], [-2.0], [2.0]])
    right = np.array([[1.0, 2.0], [2.0, 9.0], [0.0, 0.0], [9.0, 9.0]])
    survey = Survey(PICTURE_VIEW, flat=left, unexplored=right, is_finished=True)
    is_marked = painted(survey).min(axis=2) < 250
    assert is_marked[:, :200].mean() > 0.02
    assert is_marked[:200, 400:].mean() > 0.1
    assert not is_marked[:, 201:399].any()
    assert not is_marked[201:, 400:].any()
    going_on = Survey(PICTURE_VIEW, flat=left, unexplored=right)
    assert (painted(going_on) == 255).all()


def test_neighbouring_regions_leave_no_seam(qapp: object) -> None:
    edges = np.linspace(-3, 3, 38)
    pieces = np.array([edges[:-1], edges[1:], np.full(37, -2.0), np.full(37, 2.0)])
    whole = np.array([[-3.0], [3.0], [-2.0], [2.0]])
    one, many = (
        painted(Survey(PICTURE_VIEW, flat=region, is_finished=True)) for region in (whole, pieces)
    )
    assert np.array_equal(one, many)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(
    "view", [View(0.999, 1.001, -0.001, 0.001), View(-1e9, 1e9, -1e9, 1e9), View(5, 6, 5, 6)]
)
def test_far_and_near_views_can_be_painted(qapp: object, view: View, ratio: float) -> None:
    flat = np.array([[-1e6, 1.0], [1e6, 1.0], [-1e6, 0.0], [1e6, 0.0]])
    survey = Survey(PICTURE_VIEW, curves=(curve(),), flat=flat, is_finished=True)
    assert painted(survey, view=view, ratio=ratio).shape == (400 * ratio, 600 * ratio, 3)


def test_a_curve_with_gaps_is_painted_in_pieces(qapp: object) -> None:
    points = CIRCLE.copy()
    points[:, 50:60] = np.nan
    whole, broken = (
        count_of(
            painted(Survey(PICTURE_VIEW, curves=(CriticalCurve(line, 0.0, "valley"),))),
            QColor(LIGHT.positive),
        )
        for line in (CIRCLE, points)
    )
    assert 0.9 * whole < broken < whole
