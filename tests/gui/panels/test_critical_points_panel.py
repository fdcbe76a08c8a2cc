from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from core.critical_points import CriticalPoint
from core.curvature import Kind
from gui.panels.critical_points_model import summary
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import child, shown


def _point(x: float, y: float, loss: float, kind: Kind) -> CriticalPoint:
    return CriticalPoint(x=x, y=y, loss=loss, eigenvalues=(1.0, 2.0), kind=kind)


POINTS = [
    _point(0.0869, 2.8843, 67.7189, Kind.SADDLE),
    _point(3.0, 2.0, 0.0, Kind.MINIMUM),
    _point(-2.805118, 3.131313, 7.9e-31, Kind.MINIMUM),
    _point(-0.270845, -0.923039, 181.6165, Kind.MAXIMUM),
    _point(1.0, -1.0, 5.0, Kind.DEGENERATE),
]


@pytest.fixture
def panel(qtbot: QtBot) -> CriticalPointsPanel:
    panel = shown(qtbot, CriticalPointsPanel(), 350, 400)
    panel.set_theme(LIGHT)
    panel.set_points(POINTS, "")
    QApplication.processEvents()
    return panel


def _texts(panel: CriticalPointsPanel, row: int) -> list[str]:
    model = child(panel, QTableView, "criticalPointsTable").model()
    return [str(model.data(model.index(row, column))) for column in range(1, 4)]


def test_points_are_listed_by_kind_place_and_loss(panel: CriticalPointsPanel) -> None:
    assert _texts(panel, 0) == ["saddle", "(0.087, 2.884)", "67.72"]
    assert _texts(panel, 3) == ["maximum", "(−0.271, −0.923)", "181.6"]


def test_what_rounding_leaves_of_zero_is_shown_as_zero(panel: CriticalPointsPanel) -> None:
    assert _texts(panel, 2)[2] == "0"
    model = panel.table.model()
    assert "7.9e−31" in model.data(model.index(2, 3), Qt.ItemDataRole.ToolTipRole)


def test_a_place_that_misses_zero_by_rounding_is_shown_at_zero(panel: CriticalPointsPanel) -> None:
    panel.set_points([_point(-1.776e-15, 0.0004, 1.0, Kind.MINIMUM)], "")
    assert _texts(panel, 0)[1] == "(0.000, 0.0004)"


def test_kinds_are_counted_by_their_shapes(panel: CriticalPointsPanel) -> None:
    expected = "5 = 2 ▽ + 1 △ + 1 ✕ + 1 ◇"
    assert child(panel, QLabel, "criticalPointsSummary").text() == expected
    assert summary([]) == ""


def test_a_click_chooses_a_point(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    table = panel.table
    with qtbot.waitSignal(panel.point_selected) as heard:
        QTest.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            pos=table.visualRect(table.model().index(3, 1)).center(),
        )
    assert heard.args == [3]


def test_arrows_move_and_enter_chooses(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    panel.table.setCurrentIndex(panel.table.model().index(0, 1))
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.point_selected) as heard:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert heard.args == [1]


def test_setters_announce_nothing(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    with qtbot.assertNotEmitted(panel.point_selected):
        panel.set_selected(1)
        panel.set_points(POINTS[:2], "")
        panel.set_selected(None)


def test_the_selected_point_stands_out(panel: CriticalPointsPanel) -> None:
    model = panel.table.model()
    panel.set_selected(1)
    role = Qt.ItemDataRole.ForegroundRole
    assert model.data(model.index(1, 1), role) == QColor(LIGHT.accent)
    assert model.data(model.index(0, 1), role) is None
    panel.set_selected(7)
    assert model.data(model.index(1, 1), role) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("row", range(len(POINTS)))
def test_shapes_are_painted_in_the_colour_of_the_text(
    panel: CriticalPointsPanel, theme: Theme, row: int
) -> None:
    panel.set_theme(theme)
    model = panel.table.model()
    picture = model.data(model.index(row, 0), Qt.ItemDataRole.DecorationRole)
    image = picture.toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.text in colours


def test_a_message_takes_the_place_of_an_empty_table(panel: CriticalPointsPanel) -> None:
    panel.set_points([], "None in view.")
    message = child(panel, QLabel, "criticalPointsMessage")
    assert message.isVisible()
    assert message.text() == "None in view."
    assert not panel.table.isVisible()


@pytest.mark.parametrize("width", [320, 380])
def test_no_cell_is_cut_off(panel: CriticalPointsPanel, width: int) -> None:
    panel.set_points([_point(-1234.5678, -99999.4321, -1.2345e-5, Kind.DEGENERATE)], "")
    panel.resize(width, 400)
    QApplication.processEvents()
    table = panel.table
    for column in range(4):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    total = sum(table.columnWidth(column) for column in range(4))
    assert total >= table.viewport().width()
    assert table.horizontalScrollBar().maximum() == total - table.viewport().width()


def test_hundreds_of_points_scroll(panel: CriticalPointsPanel) -> None:
    panel.set_points(POINTS * 100, "")
    QApplication.processEvents()
    panel.set_selected(499)
    QApplication.processEvents()
    assert (
        panel.table.viewport()
        .rect()
        .intersects(panel.table.visualRect(panel.table.model().index(499, 1)))
    )
    assert panel.minimumSizeHint().height() < 300
