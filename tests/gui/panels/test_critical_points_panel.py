from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QTextDocumentFragment
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QTableView
from pytestqt.qtbot import QtBot

from core.critical_points import CriticalCurve, CriticalPoint, Receipt, Status, Survey
from core.curvature import Kind
from core.scene import View
from gui.panels.critical_points_model import (
    COLUMNS,
    KIND,
    LOSS,
    PLACE,
    SHAPE,
    STATUS,
    CriticalPointsModel,
)
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import child, shown

VIEW = View(-5, 5, -5, 5)


def _point(x: float, y: float, loss: float, kind: Kind, identity: int = 0) -> CriticalPoint:
    return CriticalPoint(x=x, y=y, loss=loss, eigenvalues=(1.0, 2.0), kind=kind, identity=identity)


POINTS = (
    _point(0.0869, 2.8843, 67.7189, Kind.SADDLE, 11),
    _point(3.0, 2.0, 0.0, Kind.MINIMUM, 12),
    _point(-2.805118, 3.131313, 7.9e-31, Kind.MINIMUM, 13),
    _point(-0.270845, -0.923039, 181.6165, Kind.MAXIMUM, 14),
    _point(1.0, -1.0, 5.0, Kind.DEGENERATE, 15),
)
CURVE = CriticalCurve(np.zeros((2, 2)), 0.25, "curve of critical points", identity=16)


def _survey(*points: CriticalPoint, curves: tuple[CriticalCurve, ...] = ()) -> Survey:
    return Survey(VIEW, points, curves, is_finished=True)


@pytest.fixture
def panel(qtbot: QtBot) -> CriticalPointsPanel:
    panel = shown(qtbot, CriticalPointsPanel(), 350, 400)
    panel.set_theme(LIGHT)
    panel.set_survey(_survey(*POINTS, curves=(CURVE,)))
    QApplication.processEvents()
    return panel


def _plain(label: QLabel) -> str:
    return QTextDocumentFragment.fromHtml(label.text()).toPlainText()


def _texts(panel: CriticalPointsPanel, row: int) -> list[str]:
    model = child(panel, QTableView, "criticalPointsTable").model()
    return [str(model.data(model.index(row, column))) for column in (KIND, PLACE, LOSS)]


def test_points_are_listed_by_kind_place_and_loss(panel: CriticalPointsPanel) -> None:
    assert _texts(panel, 0) == ["saddle", "(0.087, 2.884)", "67.72"]
    assert _texts(panel, 3) == ["maximum", "(−0.271, −0.923)", "181.6"]


def test_a_curve_has_one_row_after_the_points(panel: CriticalPointsPanel) -> None:
    assert panel.table.model().rowCount() == len(POINTS) + 1
    assert _texts(panel, len(POINTS)) == ["curve", "not closed", "0.25"]


@pytest.mark.parametrize(
    ("status", "mark"),
    [(Status.CERTIFIED, "✓"), (Status.NUMERICAL, "≈"), (Status.UNDECIDED, "?")],
)
def test_how_sure_a_point_is_has_a_mark_and_a_word(
    panel: CriticalPointsPanel, status: Status, mark: str
) -> None:
    panel.set_survey(_survey(replace(POINTS[0], status=status)))
    model = panel.table.model()
    index = model.index(0, STATUS)
    assert model.data(index) == mark
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == status.value
    assert status.value.capitalize() in model.data(index, Qt.ItemDataRole.ToolTipRole)
    shape = model.data(model.index(0, SHAPE), Qt.ItemDataRole.AccessibleTextRole)
    assert shape == POINTS[0].kind.value


def test_what_rounding_leaves_of_zero_is_shown_as_zero(panel: CriticalPointsPanel) -> None:
    assert _texts(panel, 2)[2] == "0"
    model = panel.table.model()
    assert "7.9e−31" in model.data(model.index(2, LOSS), Qt.ItemDataRole.ToolTipRole)


def test_a_place_that_misses_zero_by_rounding_is_shown_at_zero(panel: CriticalPointsPanel) -> None:
    panel.set_survey(_survey(_point(-1.776e-15, 0.0004, 1.0, Kind.MINIMUM)))
    assert _texts(panel, 0)[1] == "(0.000, 0.0004)"


def test_kinds_are_counted_by_their_shapes(panel: CriticalPointsPanel) -> None:
    expected = "6 = 2 ▽ + 1 △ + 1 ✕ + 1 ◇ + 1 ∿"
    assert child(panel, QLabel, "criticalPointsSummary").text() == expected


def test_a_click_chooses_a_point(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    table = panel.table
    with qtbot.waitSignal(panel.chosen) as heard:
        QTest.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            pos=table.visualRect(table.model().index(3, 1)).center(),
        )
    assert heard.args == [POINTS[3].identity]


def test_arrows_move_and_enter_chooses(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    panel.table.setCurrentIndex(panel.table.model().index(0, 1))
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen) as heard:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert heard.args == [POINTS[1].identity]


def test_setters_announce_nothing(qtbot: QtBot, panel: CriticalPointsPanel) -> None:
    with qtbot.assertNotEmitted(panel.chosen):
        panel.set_selected(12)
        panel.set_survey(_survey(*POINTS[:2]))
        panel.set_selected(None)


def test_the_selected_point_stands_out_wherever_it_moves(panel: CriticalPointsPanel) -> None:
    model = panel.table.model()
    panel.set_selected(12)

    def accented() -> list[int]:
        role = Qt.ItemDataRole.ForegroundRole
        colours = [model.data(model.index(row, KIND), role) for row in range(model.rowCount())]
        return [row for row, colour in enumerate(colours) if colour == QColor(LIGHT.accent)]

    assert accented() == [1]
    panel.set_survey(_survey(*reversed(POINTS)))
    assert accented() == [3]
    panel.set_selected(7)
    assert accented() == []


def test_the_remark_on_the_selected_point_can_be_read(panel: CriticalPointsPanel) -> None:
    remark = child(panel, QLabel, "criticalPointRemark")
    sentence = "On circles of three radii it behaves like a minimum."
    panel.set_survey(_survey(*POINTS[:4], replace(POINTS[4], remark=sentence)))
    assert not remark.isVisible()
    panel.set_selected(15)
    assert remark.isVisible()
    assert remark.text() == sentence
    panel.set_selected(12)
    assert not remark.isVisible()


def test_a_change_of_values_keeps_the_place_in_a_long_list(panel: CriticalPointsPanel) -> None:
    many = [_point(k, 0.0, k, Kind.MINIMUM, k) for k in range(200)]
    panel.set_survey(_survey(*many))
    QApplication.processEvents()
    panel.table.setCurrentIndex(panel.table.model().index(120, KIND))
    bar = panel.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    panel.set_survey(_survey(*(replace(point, y=0.5) for point in many)))
    QApplication.processEvents()
    assert bar.value() == before > 0
    assert panel.table.currentIndex().row() == 120
    assert _texts(panel, 120)[1] == "(120.000, 0.500)"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.integers(0, 9), unique=True, max_size=10), min_size=2, max_size=5),
    st.floats(0, 1),
)
def test_rows_keep_their_identity_in_every_change(
    qapp: object, lists: list[list[int]], loss: float
) -> None:
    """Whoever holds a row holds the same point afterwards, or nothing if it is gone."""
    model = CriticalPointsModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    held: dict[int, QPersistentModelIndex] = {}
    for turn, identities in enumerate(lists):
        model.set_findings(
            [_point(turn, 0.0, loss * turn, Kind.SADDLE, identity) for identity in identities]
        )
        assert [row.found.identity for row in model.rows] == identities
        for identity, index in held.items():
            place = identities.index(identity) if identity in identities else -1
            assert index.row() == place
            assert index.isValid() == (place >= 0)
        held = {
            identity: QPersistentModelIndex(model.index(row, PLACE))
            for row, identity in enumerate(identities)
        }
        assert all(row.texts[PLACE] == f"({turn}.000, 0.000)" for row in model.rows)
    assert tester.model() is model


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("row", range(len(POINTS) + 1))
def test_shapes_are_painted_in_the_colour_of_the_text(
    panel: CriticalPointsPanel, theme: Theme, row: int
) -> None:
    panel.set_theme(theme)
    model = panel.table.model()
    picture = model.data(model.index(row, SHAPE), Qt.ItemDataRole.DecorationRole)
    image = picture.toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.text in colours


def test_a_message_takes_the_place_of_an_empty_table(panel: CriticalPointsPanel) -> None:
    nothing = Survey(VIEW, is_finished=True)
    panel.set_survey(nothing)
    panel.set_finished(nothing)
    message = child(panel, QLabel, "criticalPointsMessage")
    assert message.isVisible()
    assert message.text() == "None in view."
    assert not panel.table.isVisible()
    panel.set_survey(_survey(*POINTS))
    assert not message.isVisible()
    assert panel.table.isVisible()


def test_what_a_search_tells_comes_when_it_ends(panel: CriticalPointsPanel) -> None:
    conclusions = child(panel, QLabel, "criticalPointsConclusions")
    progress = child(panel, QProgressBar, "criticalPointsProgress")
    height = conclusions.height()
    panel.set_searching(0.5)
    assert _plain(conclusions) == "Searching… 50 % of the view is explored."
    assert progress.value() == progress.maximum() // 2
    receipt = Receipt(1, 1, "1 minimum = 1, which is how often the gradient turns.")
    panel.set_finished(Survey(VIEW, POINTS[1:2], is_finished=True, receipt=receipt))
    QApplication.processEvents()
    assert _plain(conclusions) == receipt.sentence
    assert progress.value() == 0
    assert conclusions.height() == height


def test_news_is_shown_while_there_is_any(panel: CriticalPointsPanel) -> None:
    news = child(panel, QLabel, "criticalPointsNews")
    panel.set_news("A minimum and a saddle met near (1, 2) and vanished.")
    assert news.isVisible()
    panel.set_news("")
    assert not news.isVisible()


@pytest.mark.parametrize("width", [340, 380])
def test_no_cell_is_cut_off(panel: CriticalPointsPanel, width: int) -> None:
    panel.set_survey(
        _survey(_point(-1234.5678, -99999.4321, -1.2345e-5, Kind.DEGENERATE), curves=(CURVE,))
    )
    panel.resize(width, 400)
    QApplication.processEvents()
    table = panel.table
    for column in range(COLUMNS):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    total = sum(table.columnWidth(column) for column in range(COLUMNS))
    assert total >= table.viewport().width()
    assert table.horizontalScrollBar().maximum() == total - table.viewport().width()


def test_hundreds_of_points_scroll(panel: CriticalPointsPanel) -> None:
    panel.set_survey(_survey(*(replace(POINTS[0], identity=place) for place in range(500))))
    QApplication.processEvents()
    panel.set_selected(499)
    QApplication.processEvents()
    assert (
        panel.table.viewport()
        .rect()
        .intersects(panel.table.visualRect(panel.table.model().index(499, KIND)))
    )
    assert panel.minimumSizeHint().height() < 300
