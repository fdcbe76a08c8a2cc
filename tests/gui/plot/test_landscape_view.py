from __future__ import annotations

import sys
from types import TracebackType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.critical_points import CriticalCurve, CriticalPoint, Status
from core.curvature import Curvature, Kind
from core.scene import Start, View
from gui.plot.landscape_view import LandscapeView
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import (
    PICTURE_VIEW,
    SOLID,
    count_of,
    critical_point,
    picture,
    pixels,
    race,
    race_of,
)

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
STARTS = [(-2.5, 1.5), (2.0, -1.2)]


@pytest.fixture(autouse=True)
def no_paint_error(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Collect what a paint raised, and fail the test for it."""
    caught: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    return caught


@pytest.fixture
def view(qtbot: QtBot) -> LandscapeView:
    """Show a view of 600 × 400 pixels, 100 pixels to each unit."""
    widget = LandscapeView()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.set_view(PICTURE_VIEW)
    widget.set_picture(picture())
    widget.set_starts([Start(x=x, y=y) for x, y in STARTS])
    widget.show()
    qtbot.waitExposed(widget)
    return widget


class Heard(list[tuple[object, ...]]):
    """Everything a signal emitted."""

    def __call__(self, *values: object) -> None:
        self.append(values)


def heard(signal: object) -> Heard:
    log = Heard()
    signal.connect(log)  # type: ignore[attr-defined]
    return log


def at(x: float, y: float) -> QPoint:
    return QPoint(round((x + 3) * 100), round((2 - y) * 100))


def wheel(view: LandscapeView, position: QPoint, notches: float) -> None:
    place = QPointF(position)
    event = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def drag(view: LandscapeView, start: QPoint, *stops: QPoint) -> None:
    QTest.mousePress(view, LEFT, pos=start)
    for stop in stops:
        QTest.mouseMove(view, stop)
    QTest.mouseRelease(view, LEFT, pos=stops[-1])


def test_click_on_an_empty_place_adds_a_start(view: LandscapeView) -> None:
    added = heard(view.start_added)
    QTest.mouseClick(view, LEFT, pos=at(1.0, 1.0))
    assert added == [(1.0, 1.0)]


def test_quick_clicks_add_two_starts(view: LandscapeView) -> None:
    added = heard(view.start_added)
    QTest.mouseClick(view, LEFT, pos=at(1.0, 1.0))
    QTest.mouseDClick(view, LEFT, pos=at(1.0, 1.0))
    QTest.mouseRelease(view, LEFT, pos=at(1.0, 1.0))
    assert len(added) == 2


def test_a_press_that_hardly_moves_is_a_click(view: LandscapeView) -> None:
    added, moved = heard(view.start_added), heard(view.view_changed)
    drag(view, at(1.0, 1.0), at(1.0, 1.0) + QPoint(2, 1))
    assert len(added) == 1
    assert not moved


def test_dragging_a_start_moves_it_while_the_hand_moves(view: LandscapeView) -> None:
    moved, added = heard(view.start_moved), heard(view.start_added)
    drag(view, at(-2.5, 1.5), at(-2.0, 1.0), at(-1.0, 0.5))
    assert moved == [(0, -2.0, 1.0, False), (0, -1.0, 0.5, False), (0, -1.0, 0.5, True)]
    assert not added
    assert view.view == PICTURE_VIEW


def test_click_on_a_start_adds_nothing(view: LandscapeView) -> None:
    added = heard(view.start_added)
    QTest.mouseClick(view, LEFT, pos=at(-2.5, 1.5))
    assert not added


def test_right_click_removes_a_start_and_elsewhere_asks_for_a_menu(view: LandscapeView) -> None:
    removed, menus = heard(view.start_removed), heard(view.menu_requested)
    QTest.mouseClick(view, RIGHT, pos=at(2.0, -1.2))
    assert removed == [(1,)]
    QTest.mouseClick(view, RIGHT, pos=at(0.5, 0.5))
    assert removed == [(1,)]
    assert menus == [(view.mapToGlobal(at(0.5, 0.5)), 0.5, 0.5)]


def test_dragging_the_plane_pans_with_the_pointer(view: LandscapeView) -> None:
    changed = heard(view.view_changed)
    drag(view, at(0, 0), at(0.5, 0), at(1, -0.5))
    assert [finished for _, finished in changed] == [False, False, True]
    assert view.view.x_min == pytest.approx(-4)
    assert view.view.y_max == pytest.approx(2.5)
    assert changed[-1][0] == view.view


def test_wheel_zooms_about_the_pointer_and_settles(view: LandscapeView, qtbot: QtBot) -> None:
    changed = heard(view.view_changed)
    wheel(view, at(2, 1), 2)
    assert view.view.x_max - view.view.x_min == pytest.approx(6 / 1.44)
    pointed = view._transform().data(QPointF(at(2, 1)))
    assert pointed == pytest.approx((2, 1))
    qtbot.waitUntil(lambda: changed[-1] == (view.view, True))


def test_a_press_ends_a_zoom(view: LandscapeView) -> None:
    changed = heard(view.view_changed)
    wheel(view, at(2, 1), 1)
    QTest.mouseClick(view, LEFT, pos=at(0, 0))
    assert [finished for _, finished in changed] == [False, True]


def test_zooming_has_limits_both_ways(view: LandscapeView) -> None:
    for notches in [5000] * 20 + [-5000] * 40:
        wheel(view, at(0.3, 0.2), notches)
        assert 0 < view.view.x_max - view.view.x_min < 1e13
    pixels(view)


def test_keys_zoom_and_the_others_are_left_to_the_window(view: LandscapeView, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)
    assert view.view.x_max == pytest.approx(3 / 1.2)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.view.x_max == pytest.approx(3)
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.view.x_max == pytest.approx(3)


def test_shift_click_pins(view: LandscapeView) -> None:
    pinned, added = heard(view.pinned), heard(view.start_added)
    QTest.mouseClick(view, LEFT, Qt.KeyboardModifier.ShiftModifier, at(0.5, 0.5))
    assert pinned == [(0.5, 0.5)]
    assert not added


def test_click_on_a_critical_point_chooses_it(view: LandscapeView) -> None:
    view.set_critical_points([critical_point(0, 0), critical_point(1, 1, Kind.MINIMUM, 8)])
    clicked, added = heard(view.critical_point_clicked), heard(view.start_added)
    QTest.mouseClick(view, LEFT, pos=at(1, 1) + QPoint(3, -3))
    assert clicked == [(8, *Transform(PICTURE_VIEW, 600, 400).data(at(1.03, 1.03).toPointF()))]
    assert not added


def test_click_near_a_curve_of_critical_points_chooses_it(view: LandscapeView) -> None:
    line = np.array([[-2.0, 2.0], [-1.0, 1.0]])
    view.set_critical_points(
        [critical_point(2, -1)], [CriticalCurve(line, 0.0, "valley", identity=5)]
    )
    clicked, added = heard(view.critical_point_clicked), heard(view.start_added)
    QTest.mouseClick(view, LEFT, pos=at(1, 0.5) + QPoint(2, 3))
    assert [identity for identity, *_ in clicked] == [5]
    QTest.mouseClick(view, LEFT, pos=at(1, 0.5) + QPoint(20, 30))
    assert len(clicked) == len(added) == 1


def test_a_start_on_a_critical_point_can_be_dragged(view: LandscapeView) -> None:
    view.set_critical_points([critical_point(-2.5, 1.5)])
    moved = heard(view.start_moved)
    drag(view, at(-2.5, 1.5), at(0, 0))
    assert moved[-1] == (0, 0.0, 0.0, True)


def test_hovering_reports_the_place_and_leaving_clears_the_readout(view: LandscapeView) -> None:
    places, left = heard(view.hovered), heard(view.hover_left)
    QTest.mouseMove(view, at(1, 1))
    assert places[-1] == (1.0, 1.0)
    view.set_readout("L(1, 1) = 5.5")
    with_readout = pixels(view)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert len(left) == 1
    assert not np.array_equal(pixels(view), with_readout)


def test_the_cursor_says_what_a_press_would_do(view: LandscapeView) -> None:
    view.set_critical_points([critical_point(0, 0)])
    for place, shape in (
        ((-2.5, 1.5), Qt.CursorShape.OpenHandCursor),
        ((0, 0), Qt.CursorShape.PointingHandCursor),
        ((1, 1), Qt.CursorShape.CrossCursor),
    ):
        QTest.mouseMove(view, at(*place))
        assert view.cursor().shape() == shape


def test_trails_grow_with_the_playhead_and_shrink_again(view: LandscapeView) -> None:
    view.set_trails(race(STARTS), SOLID, (True, True))
    view.set_step(0)
    none = count_of(pixels(view), SOLID[1].colour)
    view.set_step(40)
    view.finish_painting()
    assert count_of(pixels(view), SOLID[1].colour) > none + 300
    view.set_step(0)
    view.finish_painting()
    assert count_of(pixels(view), SOLID[1].colour) == none


def test_between_two_steps_the_trail_reaches_the_head(view: LandscapeView) -> None:
    x = np.array([[[-2.0, 2.0]]])
    view.set_trails(race_of(x, np.zeros_like(x)), SOLID[:1], (True,))
    view.set_step(0.5)
    found = pixels(view)[195:206]
    assert count_of(found[:, 120:280], SOLID[0].colour) > 300
    assert count_of(found[:, 320:], SOLID[0].colour) == 0


def test_marks_are_seen_where_they_belong(view: LandscapeView) -> None:
    view.set_starts([])
    bare = pixels(view)
    view.set_starts([Start(x=1.0, y=1.0)])
    view.set_critical_points([critical_point(-1, -1, kind) for kind in Kind])
    changed = np.argwhere(np.abs(pixels(view) - bare).max(axis=2) > 20)
    centres = np.array([[100, 400], [300, 200]])
    distances = np.abs(changed[:, None] - centres).max(axis=2).min(axis=1)
    assert distances.max() <= 14
    assert len(changed) > 100


def test_the_selected_point_has_the_accent(view: LandscapeView) -> None:
    view.set_critical_points([critical_point(0, 0), critical_point(1, 1, identity=8)])
    assert count_of(pixels(view), QColor(LIGHT.accent)) == 0
    view.set_selected_point(8)
    assert count_of(pixels(view)[80:120, 380:420], QColor(LIGHT.accent)) > 10


def test_how_sure_a_point_is_can_be_seen(view: LandscapeView) -> None:
    """The less sure a mark is, the less of it is painted; an open question hides its kind."""
    view.set_starts([])
    ink = {}
    for status in Status:
        for kind in Kind:
            point = CriticalPoint(0.0, 0.0, 0.0, (-1.0, 1.0), kind, status)
            view.set_critical_points([point])
            ink[status, kind] = count_of(pixels(view)[180:220, 280:320], QColor(LIGHT.mark), 60)
    for kind in Kind:
        assert 0 < ink[Status.NUMERICAL, kind] < 0.8 * ink[Status.CERTIFIED, kind]
    assert len({ink[Status.UNDECIDED, kind] for kind in Kind}) == 1
    assert ink[Status.UNDECIDED, Kind.SADDLE] > 0


def test_the_curvature_cross_follows_the_eigenvectors(view: LandscapeView) -> None:
    cross = Curvature(
        x=0, y=0, loss=0, gradient=(0, 0), hessian=(-1, 0, 4), eigenvalues=(-1, 4),
        eigenvectors=((1, 0), (0, 1)), condition_number=4, signs=(-1, 1),
        is_critical=True, sentence="",
    )  # fmt: skip
    view.set_curvature_cross(cross)
    found = pixels(view)
    across, upwards = found[196:205, 250:350], found[140:260, 296:305]
    assert count_of(across, QColor(LIGHT.negative)) > 50
    assert count_of(upwards, QColor(LIGHT.positive)) > 100
    assert count_of(across, QColor(LIGHT.positive)) < count_of(upwards, QColor(LIGHT.positive))


@pytest.mark.parametrize("size", [(1, 1), (5000, 50), (60, 900)])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_odd_sizes(
    view: LandscapeView,
    no_paint_error: list[BaseException],
    size: tuple[int, int],
    theme: object,
) -> None:
    view.set_theme(DARK if theme is DARK else LIGHT)
    view.set_trails(race(STARTS), SOLID, (True, True))
    view.set_critical_points([critical_point(0, 0)])
    view.set_readout("L(0, 0) = 0")
    view.set_picture(picture(hole=True))
    view.resize(*size)
    for step in (0, 3.5, 40, 99):
        view.set_step(step)
        assert pixels(view).shape[:2] == (size[1], size[0])
    assert not no_paint_error


def test_empty_and_broken_races(view: LandscapeView, no_paint_error: list[BaseException]) -> None:
    nothing = np.full((2, 1, 4), np.nan)
    for shown in (race([]), race_of(nothing, nothing), race([(1, 1)], 0), None):
        view.set_trails(shown, SOLID, (True, True))
        for step in (0, 0.5, 3):
            view.set_step(step)
            pixels(view)
    view.set_picture(None)
    view.set_starts([])
    pixels(view)
    assert not no_paint_error


def test_the_same_race_under_other_names_is_not_painted_again(view: LandscapeView) -> None:
    shown = race(STARTS)
    view.set_trails(shown, SOLID, (True, True))
    view.set_step(40)
    view.finish_painting()
    before = view._trails
    view.set_trails(shown, list(SOLID), [True, True])
    assert view._trails is before


def test_axis_names_are_printed_like_a_textbook(view: LandscapeView) -> None:
    plain = pixels(view)
    view.set_names(("theta1", "theta2"))
    corner = (slice(370, 400), slice(560, 600))
    assert not np.array_equal(pixels(view)[corner], plain[corner])


def test_a_view_that_is_far_zoomed_in_still_paints(
    view: LandscapeView, no_paint_error: list[BaseException]
) -> None:
    x = 1.23456789
    view.set_view(View(x_min=x, x_max=x + 1e-8, y_min=-1e-9, y_max=1e-9))
    view.set_trails(race(STARTS), SOLID, (True, True))
    view.set_step(40)
    pixels(view)
    assert not no_paint_error
