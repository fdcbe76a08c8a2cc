"""How a run ended, on the plot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from core.outcome import Outcome
from core.race import Race
from gui.plot.end_layer import DISTANCE, TURN
from gui.plot.landscape_view import LandscapeView
from tests.gui.plot.sample import PICTURE_VIEW, SOLID, picture, pixels, race_of

END = QPoint(400, 200)
"""Where the first entry's run ends, at (1, 0)."""


def ended(outcome: Outcome, last_step: int = 3) -> Race:
    """Return two runs that end at the same point, the second after all its steps."""
    x = np.array([[[-1.0, -0.5, 0.5, 1.0, 1.0]], [[-1.0, -0.5, 0.5, 1.0, 1.0]]])
    race = race_of(x, 0 * x)
    last = np.array([[last_step], [4]])
    return replace(race, last_step=last, outcomes=((outcome,), (Outcome.RAN_ALL_STEPS,)))


@pytest.fixture
def view(qtbot: QtBot) -> LandscapeView:
    """Show a view of 600 × 400 pixels, 100 pixels to each unit."""
    widget = LandscapeView()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.set_view(PICTURE_VIEW)
    widget.set_picture(picture())
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def badge_place() -> QPoint:
    return QPointF(END.x() + DISTANCE * np.cos(TURN), END.y() - DISTANCE * np.sin(TURN)).toPoint()


def around_badge(view: LandscapeView, outcome: Outcome, step: float) -> np.ndarray:
    view.set_trails(ended(outcome), SOLID, (True, True))
    view.set_step(step)
    view.finish_painting()
    place = badge_place()
    rows, columns = slice(place.y() - 6, place.y() + 7), slice(place.x() - 6, place.x() + 7)
    return pixels(view)[rows, columns]


def test_every_way_to_end_has_a_mark_of_its_own(view: LandscapeView) -> None:
    marks = [around_badge(view, outcome, 4) for outcome in Outcome]
    for place, mark in enumerate(marks):
        assert not any(np.array_equal(mark, other) for other in marks[:place])


@pytest.mark.parametrize("outcome", [Outcome.CONVERGED, Outcome.LEFT_DOMAIN])
def test_a_run_is_marked_when_the_playhead_reaches_its_end(
    view: LandscapeView, outcome: Outcome
) -> None:
    before = around_badge(view, outcome, 2)
    plain = around_badge(view, Outcome.RAN_ALL_STEPS, 2)
    np.testing.assert_array_equal(before, plain)
    assert not np.array_equal(around_badge(view, outcome, 3), before)


def hint_at(view: LandscapeView, place: QPoint) -> str:
    QToolTip.hideText()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    return QToolTip.text()


def test_the_mark_says_how_the_run_ended(view: LandscapeView) -> None:
    around_badge(view, Outcome.STALLED, 4)
    told = hint_at(view, badge_place())
    assert told.startswith("Gradient descent, step 3.\n")
    assert told.endswith(Outcome.STALLED.value)
    assert Outcome.STALLED.value not in hint_at(view, QPoint(100, 350))
    around_badge(view, Outcome.STALLED, 2)
    assert Outcome.STALLED.value not in hint_at(view, badge_place())
    QToolTip.hideText()


def test_hidden_entries_have_no_mark(view: LandscapeView) -> None:
    view.set_trails(ended(Outcome.CONVERGED), SOLID, (False, True))
    view.set_step(4)
    view.finish_painting()
    assert Outcome.CONVERGED.value not in hint_at(view, badge_place())


def test_marks_at_one_point_stand_beside_each_other(view: LandscapeView) -> None:
    race = replace(ended(Outcome.CONVERGED), outcomes=((Outcome.CONVERGED,), (Outcome.STALLED,)))
    view.set_trails(race, SOLID, (True, True))
    view.set_step(4)
    view.finish_painting()
    assert Outcome.CONVERGED.value in hint_at(view, badge_place())
    second = QPoint(round(END.x() + DISTANCE), END.y())
    assert Outcome.STALLED.value in hint_at(view, second)
    QToolTip.hideText()
