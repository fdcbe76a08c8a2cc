"""How long frames take, in the corner of the plot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, basic_entries
from gui.plot.frame_times import FrameTimes
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.plot.landscape_view import LandscapeView
from gui.theme import DARK, LIGHT
from tests.gui.support import open_window


@pytest.fixture
def times(qtbot: QtBot) -> Iterator[FrameTimes]:
    landscape = LandscapeCanvas()
    qtbot.addWidget(landscape)
    landscape.resize(900, 500)
    times = FrameTimes(landscape)
    landscape.show()
    qtbot.waitExposed(landscape)
    yield times
    times.hide()


def paint_frames(qtbot: QtBot, times: FrameTimes, number: int = 20) -> None:
    """Let the landscape be painted again and again."""
    landscape = times.parent()
    assert isinstance(landscape, LandscapeCanvas)
    before = landscape.frame_log.count
    for _ in range(number):
        landscape.repaint()
    assert landscape.frame_log.count == before + number


def test_it_is_hidden_and_rests_until_it_is_wanted(qtbot: QtBot, times: FrameTimes) -> None:
    assert times.isHidden()
    paint_frames(qtbot, times)
    assert times.accessibleName() == ""


def test_it_tells_the_frames_that_were_painted(qtbot: QtBot, times: FrameTimes) -> None:
    paint_frames(qtbot, times)
    times.show()
    head, between, work = times.lines()
    assert head[1:] == ("median", "p99", "worst")
    assert float(between[3]) >= float(between[1]) > 0
    assert float(work[1]) <= float(between[3])
    assert between[0] in times.accessibleName()
    told = times.accessibleName()
    paint_frames(qtbot, times, 40)
    qtbot.waitUntil(lambda: times.accessibleName() != told)


def test_it_adds_no_frame_to_those_it_tells_of(qtbot: QtBot, times: FrameTimes) -> None:
    times.show()
    paint_frames(qtbot, times)
    landscape = times.parent()
    assert isinstance(landscape, LandscapeCanvas)
    count, told = landscape.frame_log.count, times.accessibleName()
    qtbot.waitUntil(lambda: times.accessibleName() != told)
    times.repaint()
    assert landscape.frame_log.count == count


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bars_stand_at_the_right(qtbot: QtBot, times: FrameTimes, theme: object) -> None:
    times.set_theme(DARK if theme is DARK else LIGHT)
    paint_frames(qtbot, times, 5)
    times.show()
    image = times.grab().toImage()
    panel = QColor((DARK if theme is DARK else LIGHT).panel).rgb()
    ground = times.height() - 11
    inked = [image.pixel(column, ground) != panel for column in range(11, times.width() - 10)]
    assert inked == [False] * (len(inked) - 10) + [True] * 10


def test_it_makes_room_for_what_else_is_in_the_corner(qtbot: QtBot, times: FrameTimes) -> None:
    landscape = times.parentWidget()
    assert landscape is not None
    times.show()
    alone = times.geometry()
    assert landscape.rect().contains(alone)
    other = QWidget(landscape)
    other.setGeometry(alone)
    other.show()
    qtbot.waitUntil(lambda: times.geometry() != alone)
    assert not times.geometry().intersects(other.geometry())


def test_the_times_can_be_copied(qtbot: QtBot, times: FrameTimes) -> None:
    paint_frames(qtbot, times)
    times.show()
    place = times.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, times.mapToGlobal(place))
    QApplication.sendEvent(times, event)
    menu = times.findChild(QMenu)
    assert menu is not None
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center()
    )
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].endswith("milliseconds")
    rows = [line.split("\t") for line in lines[6:]]
    assert len(rows) >= 19
    assert all(float(between) >= 0 for between, *_ in rows)


def test_a_click_on_it_adds_no_start(qtbot: QtBot) -> None:
    landscape = LandscapeView()
    qtbot.addWidget(landscape)
    landscape.resize(900, 500)
    times = FrameTimes(landscape)
    landscape.show()
    times.show()
    asked: list[object] = []
    landscape.start_added.connect(lambda *_: asked.append("start"))
    landscape.menu_requested.connect(lambda *_: asked.append("menu"))
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        QTest.mouseClick(times, button)
    assert not asked
    QTest.mouseClick(landscape, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert asked == ["start"]
    times.hide()


def test_the_menu_shows_hides_and_copies(qtbot: QtBot) -> None:
    scene = Scene(loss="x^2 + y^2", starts=(Start(1.0, 1.0),), entries=basic_entries())
    with open_window(qtbot, scene) as window:
        switch = window.actions_by_key["frameTimesAction"]
        switch.trigger()
        assert window.frame_times.isVisible()
        assert switch.isChecked()
        window.actions_by_key["copyFrameTimesAction"].trigger()
        assert "milliseconds" in QApplication.clipboard().text()
        switch.trigger()
        assert not window.frame_times.isVisible()
        assert not switch.isChecked()
