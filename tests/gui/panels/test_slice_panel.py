"""The page of a slice as it is read and operated."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.eigen import Vector
from core.expression import parse_loss
from core.landings import landings
from core.landscape import Surface
from core.slices import Aim, Along, Slice, cut
from gui.panels.choice_button import ChoiceButton
from gui.panels.landing_model import CHANGE, LOSS, PREDICTED, SIZE
from gui.panels.landing_table import LandingTable
from gui.panels.menu_button import MenuButton
from gui.panels.number_label import NumberLabel
from gui.panels.slice_panel import SlicePanel
from gui.plot.slice_chart import LOSS_COLOUR
from gui.theme import LIGHT
from tests.gui.panels.support import child, click, retype, shown
from tests.gui.plot.sample import count_of, pixels

ROSENBROCK = "(1 - u)^2 + 100(v - u^2)^2"
START = (-1.2, 1.0)
FACTS = ("sliceSlope", "sliceBend", "sliceLowest")


@pytest.fixture
def panel(qtbot: QtBot) -> SlicePanel:
    panel = shown(qtbot, SlicePanel(), 380, 800)
    panel.set_theme(LIGHT)
    return panel


def show(
    panel: SlicePanel, loss: str, point: Vector, aim: Aim | None = None, reach: float = 1.0
) -> Slice:
    formula = parse_loss(loss)
    ground = Surface(formula, {})
    line = cut(ground, point, aim or Aim(), -reach, reach)
    panel.set_slice(line, landings(ground, line), formula.variables)
    QApplication.processEvents()
    return line


def cell(panel: SlicePanel, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    return str(panel.table.rows.index(row, column).data(role))


def test_steps_are_tabulated_from_the_smallest_to_the_largest(panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START)
    assert [cell(panel, row, SIZE) for row in (0, 9)] == ["10⁻¹⁰", "10⁻¹"]
    assert cell(panel, 7, LOSS) == "5.35291158"
    assert cell(panel, 7, CHANGE) == "−18.8"
    assert cell(panel, 7, PREDICTED) == "−13.4"
    header = [panel.table.rows.headerData(k, Qt.Orientation.Horizontal) for k in range(4)]
    assert header == ["η", "new loss", "change", "by model"]
    show(panel, ROSENBROCK, START, Aim(Along.RANDOM))
    assert panel.table.rows.headerData(0, Qt.Orientation.Horizontal) == "length"


def test_no_column_is_too_narrow_for_what_it_shows(panel: SlicePanel) -> None:
    show(panel, "-1e-9 exp(x) - 1.23456789e-9 y", (1.1, 0.7))
    font = QFont(panel.table.font())
    font.setFamily("JetBrains Mono")
    metrics = QFontMetrics(font)
    for row in range(10):
        for column in range(4):
            index = panel.table.rows.index(row, column)
            text = metrics.horizontalAdvance(cell(panel, row, column))
            assert text <= panel.table.columnWidth(index.column())


def test_a_gain_is_coloured_otherwise_than_a_loss(panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START)
    found = pixels(panel.table)
    box = panel.table.viewport()
    for row, colour in ((7, LIGHT.positive), (9, LIGHT.negative)):
        place = panel.table.visualRect(panel.table.rows.index(row, CHANGE))
        place.translate(box.pos())
        seen = found[place.top() : place.bottom(), place.left() : place.right()]
        assert count_of(seen, QColor(colour), 60) > 5


def label(panel: SlicePanel, name: str) -> str:
    return child(panel, NumberLabel, name).text()


def texts(panel: SlicePanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_the_chosen_row_says_where_it_lands(panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START)
    assert "Choose a step to see where it lands." in texts(panel)
    table = child(panel, LandingTable, "landingTable")
    before = panel.chart.grab().toImage()
    place = table.visualRect(table.rows.index(7, LOSS)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Step 10⁻³ lands at" in texts(panel)
    assert label(panel, "slicePlace") == "(−0.98440, 1.08800)"
    assert panel.chart.grab().toImage() != before
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert label(panel, "slicePlace") == "(0.95600, 1.88000)"


def test_a_step_that_rounding_decides_says_so(panel: SlicePanel) -> None:
    show(panel, "x^2 + 1e7", (1.0, 0.0))
    note = child(panel, QLabel, "sliceNote")
    panel.table.selectRow(9)
    assert not note.isVisible()
    panel.table.selectRow(0)
    assert note.isVisible()
    assert note.text().endswith("rounding decides it.")


def test_slope_curvature_and_the_best_step_are_read(panel: SlicePanel) -> None:
    show(panel, "x^2 + 3y^2", (1.0, 0.0))
    assert "Model lowest at η" in texts(panel)
    assert [label(panel, name) for name in FACTS] == ["−2", "2", "0.5"]
    show(panel, "x^2 + 3y^2", (1.0, 0.0), Aim(Along.POINT, (2.0, 0.0)))
    assert "Model lowest at" in texts(panel)
    assert [label(panel, name) for name in FACTS] == ["2", "2", "−1"]
    show(panel, "x^2 - 3y^2", (0.0, 1.0))
    assert [label(panel, name) for name in FACTS] == ["−6", "−6", "nowhere"]


def test_without_a_direction_there_is_a_sentence_and_no_curve(panel: SlicePanel) -> None:
    show(panel, "x^2 + y^2", (0.0, 0.0))
    assert child(panel, QLabel, "sliceProblem").text().startswith("The gradient vanishes")
    assert [label(panel, name) for name in FACTS] == ["–", "–", "nowhere"]
    assert count_of(pixels(panel.chart), QColor(LOSS_COLOUR[0])) == 0
    panel.table.selectRow(3)
    assert "Choose a step to see where it lands." in texts(panel)
    show(panel, "x^2 + y^2", (1.0, 0.0))
    assert not child(panel, QLabel, "sliceProblem").isVisible()


def test_what_is_typed_is_announced(qtbot: QtBot, panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START, Aim(Along.POINT, (1.0, 1.0)))
    with qtbot.waitSignal(panel.choices.point_typed) as heard:
        retype(child(panel, QLineEdit, "sliceXField"), "0.5")
    assert heard.args == [0.5, 1.0]
    with qtbot.waitSignal(panel.choices.other_typed) as heard:
        retype(child(panel, QLineEdit, "sliceOtherYField"), "-2")
    assert heard.args == [1.0, -2.0]
    with qtbot.waitSignal(panel.reach_typed) as heard:
        retype(child(panel, QLineEdit, "sliceReachField"), "0.25")
    assert heard.args == [0.25]


def test_an_extent_that_is_not_above_zero_is_refused(qtbot: QtBot, panel: SlicePanel) -> None:
    field = child(panel, QLineEdit, "sliceReachField")
    with qtbot.assertNotEmitted(panel.reach_typed):
        retype(field, "-1")
    assert field.property("invalid") == "true"


def test_what_belongs_to_a_direction_is_shown_with_it(panel: SlicePanel) -> None:
    next_point = child(panel, QPushButton, "nextPointButton")
    another = child(panel, QPushButton, "anotherDirectionButton")
    for aim, has_next, has_another in (
        (Aim(), False, False),
        (Aim(Along.POINT, (1.0, 1.0)), True, False),
        (Aim(Along.RANDOM), False, True),
    ):
        show(panel, ROSENBROCK, START, aim)
        assert (next_point.isVisible(), another.isVisible()) == (has_next, has_another)


def test_buttons_ask_for_what_they_say(qtbot: QtBot, panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START, Aim(Along.POINT, (1.0, 1.0)))
    with qtbot.waitSignal(panel.choices.next_point_wanted):
        click(child(panel, QPushButton, "nextPointButton"))
    with qtbot.waitSignal(panel.fit_wanted):
        click(child(panel, QPushButton, "fitSliceButton"))
    show(panel, ROSENBROCK, START, Aim(Along.RANDOM))
    with qtbot.waitSignal(panel.choices.another_wanted):
        click(child(panel, QPushButton, "anotherDirectionButton"))


def test_a_direction_is_chosen_from_its_menu(qtbot: QtBot, panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START)
    button = child(panel, ChoiceButton, "sliceDirectionButton")
    assert button.text() == "Against the gradient"
    action = button.menu().findChild(QAction, "sliceDirectionButton-eigenvector 2")
    assert isinstance(action, QAction)
    with qtbot.waitSignal(panel.choices.along_chosen) as heard:
        action.trigger()
    assert heard.args == ["eigenvector 2"]


def test_what_to_follow_is_chosen_from_its_menu(qtbot: QtBot, panel: SlicePanel) -> None:
    panel.choices.set_choices([("pinned", "Stays here"), ("racer 0", "Follows Adam")], "racer 0")
    button = child(panel, MenuButton, "sliceFollowButton")
    assert button.text() == button.accessibleName() == "Follows Adam"
    with qtbot.waitSignal(panel.choices.follow_chosen) as heard:
        button.menu().actions()[0].trigger()
    assert heard.args == ["pinned"]


def test_every_control_explains_itself(panel: SlicePanel) -> None:
    show(panel, ROSENBROCK, START, Aim(Along.POINT, (1.0, 1.0)))
    controls = [
        *panel.findChildren(QPushButton),
        *panel.findChildren(QLineEdit),
        panel.chart,
        panel.table,
    ]
    assert len(controls) >= 12
    panel.choices.set_choices([("pinned", "Stays here")], "pinned")
    for control in controls:
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip().endswith("."), control.objectName()
