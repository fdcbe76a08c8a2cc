from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.critical_points import CriticalPoint, Status, Survey
from core.curvature import Kind
from core.scene import View
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.panels.points_bar import PointsBar

SURVEY = Survey(
    View(-1, 1, -1, 1),
    points=(CriticalPoint(0, 0, 0, (2, 2), Kind.MINIMUM, status=Status.CERTIFIED),),
    is_finished=True,
)


class Column:
    """A tall label above the list, in an area that scrolls."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = CriticalPointsPanel()
        self.above = QLabel("above")
        self.above.setFixedHeight(700)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addWidget(self.above)
        layout.addWidget(self.panel)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        self.bar = PointsBar(self.area, self.panel)
        qtbot.addWidget(self.area)
        self.panel.set_survey(SURVEY)
        self.area.resize(400, 500)
        self.area.show()
        qtbot.waitExposed(self.area)


@pytest.fixture
def column(qtbot: QtBot) -> Column:
    return Column(qtbot)


def test_the_bar_counts_the_points_at_the_edge_while_the_list_is_out_of_sight(
    column: Column,
) -> None:
    assert column.bar.isVisible()
    assert column.bar.count.text() == "1 = 1 ▽"
    assert column.bar.geometry().bottom() == column.area.viewport().rect().bottom()


def test_a_click_brings_the_list_into_sight_and_the_bar_goes(column: Column) -> None:
    QTest.mouseClick(column.bar, Qt.MouseButton.LeftButton)
    assert not column.panel.table.visibleRegion().isEmpty()
    assert not column.bar.isVisible()


def test_the_bar_comes_back_when_the_list_is_scrolled_away(column: Column) -> None:
    column.bar.scroll_to_list()
    column.area.verticalScrollBar().setValue(0)
    assert column.bar.isVisible()


def test_no_bar_where_the_list_is_in_sight(column: Column, qtbot: QtBot) -> None:
    column.above.setFixedHeight(20)
    qtbot.waitUntil(lambda: not column.bar.isVisible())


def test_news_is_said_at_the_edge_and_forgotten_there(column: Column) -> None:
    height = column.bar.height()
    column.panel.set_news("A minimum and a saddle met near (0, 0) and vanished.")
    assert column.bar.news.isVisible()
    assert column.bar.height() > height
    assert column.bar.geometry().bottom() == column.area.viewport().rect().bottom()
    column.panel.set_news("")
    assert not column.bar.news.isVisible()
    assert column.bar.height() == height
