from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.explanation import Arrow
from gui.plot.explanation_layer import ExplainedStep
from gui.plot.landscape_view import LandscapeView
from gui.theme import DARK, LIGHT, Theme
from tests.gui.plot.sample import PICTURE_VIEW, SOLID, count_of, pixels, race

TAIL = (0.0, 0.0)
ARROWS = (
    Arrow("−g", "gradient", TAIL, (-0.8, -0.8)),
    Arrow("γ v", "velocity", TAIL, (1.0, 0.0)),
    Arrow("−η g", "part", TAIL, (0.0, 1.0)),
    Arrow("Δx", "step", TAIL, (1.0, 1.0)),
)


@pytest.fixture
def view(qtbot: QtBot) -> LandscapeView:
    """Show a view of 600 × 400 pixels, 100 pixels to each unit, without a picture."""
    widget = LandscapeView()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.set_view(PICTURE_VIEW)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_arrow_is_seen_in_its_colour(view: LandscapeView, theme: Theme) -> None:
    view.set_theme(theme)
    colours = [QColor(colour) for colour in (theme.mark, theme.positive, theme.negative)]
    before = [count_of(pixels(view), colour) for colour in colours]
    view.set_explained_step(ExplainedStep(0, 0, ARROWS, None))
    after = [count_of(pixels(view), colour) for colour in colours]
    assert all(more > less + 150 for less, more in zip(before, after, strict=True))
    view.set_explained_step(None)
    assert [count_of(pixels(view), colour) for colour in colours] == before


def test_the_box_is_wider_where_the_scale_is_larger(view: LandscapeView) -> None:
    step = ExplainedStep(0, 0, ARROWS[-1:], (0.2, 0.02))
    view.set_explained_step(step)
    found = pixels(view)
    accent = QColor(LIGHT.accent)
    across = count_of(found[190:211, 230:370], accent)
    assert across > 2 * 100
    assert count_of(found[100:180, 230:370], accent) < across


def test_the_factor_of_short_arrows_is_said(view: LandscapeView) -> None:
    corner = (slice(8, 40), slice(380, 595))
    empty = count_of(pixels(view)[corner], QColor(LIGHT.text), 60)
    view.set_explained_step(ExplainedStep(0, 0, ARROWS, None))
    assert count_of(pixels(view)[corner], QColor(LIGHT.text), 60) == empty
    short = (Arrow("Δx", "step", TAIL, (0.01, 0.01)),)
    view.set_explained_step(ExplainedStep(0, 0, short, None))
    assert count_of(pixels(view)[corner], QColor(LIGHT.text), 60) > empty + 100


def test_other_trails_fade_and_the_explained_one_stays(view: LandscapeView) -> None:
    view.set_trails(race([(2.5, 1.5)]), SOLID, (True, True))
    view.set_step(40)
    view.finish_painting()
    colours = [style.colour for style in SOLID]
    before = [count_of(pixels(view), colour) for colour in colours]
    view.set_explained_step(ExplainedStep(0, 0, (), None))
    view.finish_painting()
    after = [count_of(pixels(view), colour) for colour in colours]
    assert after[0] > 0.8 * before[0]
    assert after[1] < 0.6 * before[1]


def test_arrows_far_outside_disturb_nothing(view: LandscapeView) -> None:
    away = tuple(Arrow("Δx", kind, (1e9, 1e9), (1e300, -1e300)) for kind in ("step", "part"))
    before = pixels(view)
    view.set_explained_step(ExplainedStep(5, 7, away, (1e308, 0.0)))
    assert (pixels(view) == before).all()
