from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.notation.typeset import svg
from gui.panels.hyperparameter_table import HyperparameterRow
from gui.panels.icon_button import IconButton
from gui.panels.method_editor import MethodEditor
from gui.panels.rule_guide import LINES
from gui.panels.rule_input import LONGEST_TEXT, MOST_LINES, RuleInput
from tests.gui.panels.support import child, click, retype, shown

MOMENTUM = "v = gamma v - eta g\nx = x + v"


@pytest.fixture
def editor(qtbot: QtBot) -> MethodEditor:
    """Show the editor with a method in it."""
    editor = shown(qtbot, MethodEditor(), 380, 640)
    editor.set_method("Mine", MOMENTUM, {"eta": 0.01, "gamma": 0.9})
    return editor


def test_setting_a_method_announces_nothing(editor: MethodEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_method("Other", "x = x - eta g", {"eta": 0.1})
    assert editor.rule.toPlainText() == "x = x - eta g"
    assert editor.hyperparameters.items() == [("eta", 0.1)]


def test_typing_anywhere_is_announced(editor: MethodEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(editor.name, "s")
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(editor.rule, "y")
    first = editor.hyperparameters.rows[0]
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(first.letter, "0")
    with qtbot.waitSignal(editor.edited):
        retype(first.value, "0.25")
    assert editor.hyperparameters.items()[0] == ("eta0", 0.25)


def test_a_hyperparameter_is_added_and_removed(editor: MethodEditor, qtbot: QtBot) -> None:
    click(child(editor, QPushButton, "addHyperparameterButton"))
    assert len(editor.hyperparameters.rows) == 3
    assert len(editor.hyperparameters.items()) == 2, "a row without a name declares nothing"
    QTest.keyClicks(editor.hyperparameters.rows[-1].letter, "mu")
    assert editor.hyperparameters.items()[-1] == ("mu", 0.5)
    with qtbot.waitSignal(editor.edited):
        click(child(editor.hyperparameters.rows[0], IconButton, "removeHyperparameterButton"))
    assert [letter for letter, _value in editor.hyperparameters.items()] == ["gamma", "mu"]


def test_a_learning_rate_of_zero_is_refused(editor: MethodEditor, qtbot: QtBot) -> None:
    field = editor.hyperparameters.rows[0].value
    with qtbot.assertNotEmitted(editor.edited):
        retype(field, "0")
    assert field.accessibleDescription() == "The learning rate must be above 0."


def test_a_problem_is_said_and_marked_without_moving_anything(editor: MethodEditor) -> None:
    QApplication.processEvents()
    before = editor.confirm.geometry()
    editor.set_problem("Line 1: Something is wrong here.", (4, 9), "gamma")
    QApplication.processEvents()
    assert editor.rule.marked_place() == (4, 9)
    (marked,) = editor.rule.extraSelections()
    assert marked.cursor.selectedText() == "gamma"
    assert editor.problem.text() == "Line 1: Something is wrong here."
    assert editor.declare.text() == "Declare gamma"
    assert not editor.confirm.isEnabled()
    assert editor.confirm.geometry() == before
    editor.set_problem("")
    assert editor.rule.extraSelections() == []
    assert editor.confirm.isEnabled()
    assert not editor.declare.isVisible()


def test_a_place_where_nothing_stands_marks_the_character_before(editor: MethodEditor) -> None:
    end = len(MOMENTUM)
    editor.set_problem("Something is missing.", (end, end))
    (marked,) = editor.rule.extraSelections()
    assert marked.cursor.selectedText() == "v"
    editor.set_method("Mine", "", {})
    editor.set_problem("Everything is missing.", (0, 0))
    assert editor.rule.extraSelections()[0].cursor.selectedText() == ""


def test_typing_clears_the_mark(editor: MethodEditor) -> None:
    editor.set_problem("Wrong.", (0, 1))
    QTest.keyClicks(editor.rule, " ")
    assert editor.rule.marked_place() is None


def test_equations_fade_while_the_rule_is_wrong(editor: MethodEditor) -> None:
    editor.set_equations([svg("<mi>x</mi>", "#000000", 30)])
    QApplication.processEvents()
    clear = darkest(editor.equations)
    editor.set_problem("Something is wrong.", (0, 1))
    assert darkest(editor.equations) > clear + 80
    editor.set_problem("")
    assert darkest(editor.equations) == clear


def darkest(widget: QWidget) -> int:
    picture = widget.grab().toImage()
    columns, rows = range(picture.width()), range(picture.height())
    return min(picture.pixelColor(x, y).lightness() for x in columns for y in rows)


def test_the_field_grows_with_wrapped_lines(editor: MethodEditor, qtbot: QtBot) -> None:
    editor.set_method("Mine", "x = x", {})
    QApplication.processEvents()
    low = editor.rule.height()
    editor.set_method("Mine", "x = x" + " + g" * 60, {})
    qtbot.waitUntil(lambda: editor.rule.height() > low)
    assert not editor.rule.verticalScrollBar().isVisible()


def test_the_field_grows_with_its_lines_within_limits(editor: MethodEditor, qtbot: QtBot) -> None:
    field = editor.rule
    low = field.height()
    editor.set_method("Mine", "\n".join(["x = x - eta g"] * 9), {})
    qtbot.waitUntil(lambda: field.height() > low)
    assert not field.verticalScrollBar().isVisible()
    middle = field.height()
    editor.set_method("Mine", "\n".join(["x = x - eta g"] * 40), {})
    qtbot.waitUntil(lambda: field.height() > middle)
    assert field.height() < (MOST_LINES + 2) * field.cursorRect().height()


def test_an_endless_paste_is_cut(qtbot: QtBot) -> None:
    field = shown(qtbot, RuleInput())
    QApplication.clipboard().setText("x = x - g\n" * 100_000)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(field.toPlainText()) == LONGEST_TEXT
    pasted = QMimeData()
    pasted.setHtml("<b>x</b>")
    pasted.setText("x = g")
    field.selectAll()
    field.insertFromMimeData(pasted)
    assert field.toPlainText() == "x = g"


def test_the_guide_opens(editor: MethodEditor) -> None:
    assert not editor.guide.is_open()
    click(child(editor, IconButton, "ruleGuideButton"))
    QApplication.processEvents()
    texts = [label.text() for label in editor.guide.findChildren(QWidget) if hasattr(label, "text")]
    assert {words for words, _meaning in LINES} <= set(texts)


@pytest.mark.parametrize("width", [330, 364, 460])
def test_nothing_is_cut_off(editor: MethodEditor, width: int) -> None:
    editor.guide.set_open(True)
    editor.set_problem("Line 1: Something is wrong.", (0, 1), "a_long_name_of_24_letters")
    editor.resize(width, 1200)
    QApplication.processEvents()
    assert editor.width() == width, "the page asks for more room than it gets"
    for part in editor.findChildren(QWidget):
        parent = part.parentWidget()
        is_ours = not isinstance(parent, RuleInput) and not isinstance(part, QLineEdit)
        if part.isVisible() and parent is not None and is_ours:
            assert part.width() >= part.minimumSizeHint().width(), part


def test_every_control_has_a_name_and_a_sentence(editor: MethodEditor) -> None:
    editor.set_problem("Wrong.", (0, 1), "beta")
    kinds = (QPushButton, IconButton, QLineEdit, RuleInput)
    controls = [control for kind in kinds for control in editor.findChildren(kind)]
    assert len(controls) > 10
    for control in controls:
        if control.property("role") == "fold":
            continue
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert control.toolTip().endswith("."), control.objectName()


def test_rows_are_kept_for_the_next_method(editor: MethodEditor) -> None:
    """None is destroyed while others are made, which once ended the process."""
    table = editor.hyperparameters
    rows = set(table.findChildren(HyperparameterRow))
    for items in ({"a": 1.0}, {"eta": 0.5, "mu": 0.25}, {}, {"b": 2.0, "c": -3.0}):
        editor.set_method("Other", "x = x - g", items)
        assert table.items() == list(items.items())
        assert set(table.findChildren(HyperparameterRow)) == rows
        assert [row.isVisible() for row in table.rows] == [True] * len(items)
    assert sum(row.isVisible() for row in rows) == 2


def test_a_row_that_is_used_again_is_not_marked(editor: MethodEditor) -> None:
    editor.hyperparameters.mark("gamma")
    editor.set_method("Other", "x = x - g", {})
    editor.set_method("Other", "x = x - g", {"eta": 0.1, "mu": 0.5})
    invalid = [row.letter.property("invalid") for row in editor.hyperparameters.rows]
    assert "true" not in invalid
