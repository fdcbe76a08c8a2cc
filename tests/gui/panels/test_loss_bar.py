from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.formula_view import FormulaView
from gui.panels.loss_bar import LossBar
from gui.panels.loss_input import LossInput
from tests.gui.panels.support import child, click, shown

SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="30" viewBox="0 0 300 30">'
    b'<rect width="300" height="30" fill="#00ff00"/></svg>'
)
RED = "#ff0000"


@pytest.fixture
def bar(qtbot: QtBot) -> LossBar:
    return shown(qtbot, LossBar(), 1280, 80)


def test_typing_and_enter_are_announced(bar: LossBar) -> None:
    edits: list[str] = []
    commits: list[str] = []
    bar.loss_edited.connect(edits.append)
    bar.loss_committed.connect(commits.append)
    field = child(bar, QLineEdit, "lossInput")
    click(field)
    QTest.keyClicks(field, "x^2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert edits == ["x", "x^", "x^2"]
    assert commits == ["x^2"]


def test_setting_a_loss_announces_nothing_and_keeps_the_cursor(bar: LossBar) -> None:
    heard: list[str] = []
    bar.loss_edited.connect(heard.append)
    bar.set_loss("x² + y²")
    bar.input.setCursorPosition(3)
    bar.set_loss("x² + y²")
    assert bar.input.cursorPosition() == 3
    bar.set_loss("x y")
    assert bar.input.text() == "x y"
    assert heard == []


def test_an_error_is_a_plain_sentence_under_the_field(bar: LossBar) -> None:
    label = child(bar, QLabel, "lossError")
    height = bar.sizeHint().height()
    bar.set_loss("x <b>")
    bar.set_note("Derivatives hold almost everywhere.")
    assert label.text() == "Derivatives hold almost everywhere."
    bar.set_error("Expected a number here: <b>.", (2, 3))
    assert label.text() == "Expected a number here: <b>."
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.geometry().top() >= bar.input.geometry().bottom()
    assert bar.sizeHint().height() == height
    bar.set_error("")
    assert label.text() == "Derivatives hold almost everywhere."
    assert bar.input.marked_span() is None


def test_the_wrong_characters_are_marked_in_the_field(qtbot: QtBot) -> None:
    field = shown(qtbot, LossInput(), 300, 40)
    field.setText("x + foo + y")
    field.clearFocus()
    before = _columns(field, RED)
    field.mark((4, 7), QColor(RED))
    marked = _columns(field, RED)
    character = field.fontMetrics().horizontalAdvance("x + foo + y") / 11
    assert not before
    assert 2 * character < max(marked) - min(marked) <= 5 * character
    assert field.text() == "x + foo + y"
    field.mark(None, QColor())
    assert not _columns(field, RED)


@pytest.mark.parametrize(("text", "span"), [("x +", (3, 3)), ("", (0, 0)), ("x", (0, 40))])
def test_any_span_can_be_marked(bar: LossBar, text: str, span: tuple[int, int]) -> None:
    bar.set_loss(text)
    bar.set_error("Expected more.", span)
    assert bar.input.text() == text
    assert bar.input.property("invalid") == "true"


def test_typing_takes_the_mark_away(bar: LossBar) -> None:
    bar.set_loss("x + ")
    bar.set_error("Expected more.", (4, 4))
    bar.input.setCursorPosition(4)
    QTest.keyClicks(bar.input, "y")
    assert bar.input.text() == "x + y"
    assert bar.input.marked_span() is None


def test_marking_keeps_cursor_and_selection_usable(bar: LossBar) -> None:
    bar.set_loss("x + foo")
    bar.input.setFocus()
    bar.input.setCursorPosition(2)
    bar.set_error("Unknown.", (4, 7))
    assert bar.input.cursorPosition() == 2
    bar.input.undo()
    assert bar.input.text() == "x + foo"


@pytest.mark.parametrize("width", [1, 90, 300, 600])
def test_a_formula_is_never_cut_off(qtbot: QtBot, width: int) -> None:
    view = shown(qtbot, FormulaView(), width, 20)
    view.set_formula(SQUARE)
    view.resize(width, 20)
    place = view.place()
    assert place.width() <= width
    assert place.height() <= 20
    assert place.width() / place.height() == pytest.approx(10)
    assert view.heightForWidth(150) == 15
    colour = view.grab().toImage().pixelColor(0, 10)
    assert colour.green() > 180


def test_a_formula_that_is_not_svg_shows_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot, FormulaView(), 100, 20)
    view.set_formula(None)
    assert view.is_empty()
    assert view.place().isEmpty()
    view.grab()


def test_the_formula_has_its_text_as_tooltip(bar: LossBar) -> None:
    bar.set_formula(SQUARE, "x**2")
    assert child(bar, QWidget, "lossFormula").toolTip() == "x**2"


def test_buttons_open_menus_and_trigger_actions(qtbot: QtBot, bar: LossBar) -> None:
    menu = QMenu(bar)
    menu.addAction("Himmelblau")
    action = QAction("Present", bar)
    action.setObjectName("presentAction")
    button = bar.add_menu_button("scenesButton", "Scenes", "Open a scene.", menu)
    present = bar.add_action_button(action)
    QApplication.processEvents()
    with qtbot.waitSignal(action.triggered):
        click(present)
    assert button.menu() is menu
    assert present.toolTip()
    assert present.width() >= present.sizeHint().width()


@pytest.mark.parametrize("width", [1280, 900])
def test_everything_stands_inside_the_bar(qtbot: QtBot, bar: LossBar, width: int) -> None:
    for text in ("Scenes", "Export"):
        bar.add_menu_button(f"{text}Button", text, text, QMenu(bar))
    bar.set_formula(SQUARE)
    bar.resize(width, 80)
    QApplication.processEvents()
    for part in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if part.isVisible() and not part.isWindow():
            assert bar.rect().contains(part.geometry()), part


def _columns(field: QWidget, colour: str) -> list[int]:
    """Return the pixel columns that hold a colour or a tint of it."""
    image = field.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(colour)
    columns = []
    for x in range(image.width()):
        pixels = [image.pixelColor(x, y) for y in range(image.height())]
        if any(abs(p.red() - wanted.red()) < 40 and p.green() < 120 and p.blue() < 120
               for p in pixels):  # fmt: skip
            columns.append(x)
    return columns
