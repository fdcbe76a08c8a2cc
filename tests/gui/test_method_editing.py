"""Methods of one's own, typed into the real window with real keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.scene import Entry, Scene, Start, View
from core.scene_file import load_scene, save_scene
from gui.main_window import MainWindow
from gui.method_editing import PAGE
from gui.panels.scale_slider import ScaleSlider
from gui.side_pages import RACE
from tests.gui.panels.support import child, click, retype
from tests.gui.support import PATIENCE, open_window, wait_until_done

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=(Entry(GradientDescent()), Entry(Adam())),
    steps=30,
)
HOSTILE = Path(__file__).parents[1] / "data" / "hostile_expressions.txt"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(qtbot, BOWL) as window:
        yield window


def own(window: MainWindow, place: int = -1) -> OwnMethod:
    method = window.controller.scene.entries[place].optimizer
    assert isinstance(method, OwnMethod)
    return method


def write(window: MainWindow, text: str) -> None:
    """Replace the rule by typing."""
    field = window.method_editor.rule
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for place, line in enumerate(text.split("\n")):
        if place:
            QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)


def wait_for_rule(qtbot: QtBot, window: MainWindow, rule: str, place: int = -1) -> None:
    qtbot.waitUntil(lambda: own(window, place).rule == rule, timeout=PATIENCE)


def wait_for_problem(qtbot: QtBot, window: MainWindow, beginning: str) -> None:
    problem = window.method_editor.problem
    qtbot.waitUntil(lambda: problem.text().startswith(beginning), timeout=PATIENCE)


def add_new(qtbot: QtBot, window: MainWindow) -> None:
    """Open the editor by its key and let the method it begins with race."""
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.current == PAGE
    click(window.method_editor.confirm)
    wait_until_done(qtbot, window)


def open_details(window: MainWindow, place: int) -> None:
    row = window.views.optimizers.rows[place]
    if not row.chevron.isChecked():
        click(row.chevron)
    QApplication.processEvents()


def test_a_method_is_typed_and_races(qtbot: QtBot, window: MainWindow) -> None:
    click(child(window, QPushButton, "addMethodButton"))
    child(window.views.optimizers, QAction, "add-own").trigger()  # type: ignore[type-var]
    assert window.pages.current == PAGE
    assert window.method_editor.rule.hasFocus()
    write(window, "v = 0.5 v - eta g\nx = x + v")
    retype(window.method_editor.name, "Half a ball")
    click(window.method_editor.confirm)
    assert window.controller.scene.entries[-1].optimizer == OwnMethod(
        "Half a ball", "v = 0.5 v - eta g\nx = x + v", {"eta": 0.01}
    )
    wait_until_done(qtbot, window)
    resolved = window.controller.resolved
    assert resolved is not None
    assert resolved.race is not None
    x, velocity = -3.0, 0.0
    for step in range(1, 31):
        velocity = 0.5 * velocity - 0.01 * 2 * x
        x += velocity
        assert resolved.race.x[2, 0, step] == pytest.approx(x, rel=1e-12)
    assert window.method_editor.confirm.text() == "Done"
    assert window.views.landscape.step == 30, "the whole trail is seen while it is edited"
    click(window.method_editor.confirm)
    assert window.pages.current == RACE
    assert window.views.landscape.step == 0
    assert window.focusWidget() is window.views.landscape, "Space plays again"
    assert window.views.optimizers.rows[-1].name.text() == "Half a ball"


def test_each_good_change_shows_and_a_wrong_one_leaves_the_last(
    qtbot: QtBot, window: MainWindow
) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    write(window, "x = x - 2 eta g")
    wait_for_rule(qtbot, window, "x = x - 2 eta g")
    QTest.keyClicks(editor.rule, " / (")
    qtbot.waitUntil(lambda: editor.rule.marked_place() is not None, timeout=PATIENCE)
    assert editor.problem.text().startswith("Line 1: ")
    assert own(window).rule == "x = x - 2 eta g"
    wait_until_done(qtbot, window)
    assert not editor.confirm.isEnabled()
    QTest.keyClicks(editor.rule, "1 + t)")
    wait_for_rule(qtbot, window, "x = x - 2 eta g / (1 + t)")
    assert editor.rule.marked_place() is None
    assert editor.confirm.isEnabled()


def test_an_unknown_name_is_declared_with_a_click_and_gets_a_slider(
    qtbot: QtBot, window: MainWindow
) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    write(window, "v = beta1 v + g\nx = x - eta v")
    qtbot.waitUntil(editor.declare.isVisible, timeout=PATIENCE)
    assert editor.declare.text() == "Declare beta1"
    (marked,) = editor.rule.extraSelections()
    assert marked.cursor.selectedText() == "beta1"
    click(editor.declare)
    assert own(window).hyperparameters == {"eta": 0.01, "beta1": Adam().beta1}
    click(editor.confirm)
    wait_until_done(qtbot, window)
    open_details(window, 2)
    row = window.views.optimizers.rows[2]
    assert child(row, ScaleSlider, "beta1Slider").isVisible()
    retype(child(row, QLineEdit, "beta1Field"), "0.4")
    assert own(window).hyperparameters["beta1"] == 0.4


def test_consecutive_changes_are_one_step_of_the_history(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    added = window.controller.scene
    for text in ("x = x - 2 eta g", "x = x - 3 eta g", "x = x - 4 eta g"):
        write(window, text)
        wait_for_rule(qtbot, window, text)
    click(window.method_editor.confirm)
    undo = window.actions_by_key["undoAction"]
    undo.trigger()
    assert window.controller.scene == added
    undo.trigger()
    assert window.controller.scene == BOWL
    window.actions_by_key["redoAction"].trigger()
    window.actions_by_key["redoAction"].trigger()
    assert own(window).rule == "x = x - 4 eta g"


def test_the_editor_follows_undo(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    write(window, "x = x - 2 eta g")
    wait_for_rule(qtbot, window, "x = x - 2 eta g")
    window.actions_by_key["undoAction"].trigger()
    assert editor.rule.toPlainText() == own(window).rule == "x = x - eta g"
    window.actions_by_key["undoAction"].trigger()
    assert window.controller.scene == BOWL
    assert editor.confirm.text() == "Add to the race"
    click(editor.confirm)
    assert own(window, 2).rule == "x = x - eta g"


def test_editing_a_known_method_makes_it_ones_own_at_the_first_change(
    qtbot: QtBot, window: MainWindow
) -> None:
    open_details(window, 1)
    button = child(window.views.optimizers.rows[1], QPushButton, "editRuleButton")
    assert button.toolTip() == "Change its equations, which makes it a method of your own."
    click(button)
    assert window.pages.current == PAGE
    assert "m_hat" in window.method_editor.rule.toPlainText()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == RACE
    assert window.controller.scene == BOWL, "looking changes nothing"
    click(button)
    QTest.keyClick(window.method_editor.rule, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.method_editor.rule, " - 0.001 x")
    qtbot.waitUntil(
        lambda: isinstance(window.controller.scene.entries[1].optimizer, OwnMethod),
        timeout=PATIENCE,
    )
    method = own(window, 1)
    assert method.title == "Adam (own)"
    assert method.hyperparameters == {
        "eta": 0.05,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-7,
        "bias_correction": 1.0,
    }
    wait_until_done(qtbot, window)


def test_a_copy_of_a_known_method_runs_as_the_known_one(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    child(window.method_editor, QAction, "start-adam").trigger()  # type: ignore[type-var]
    assert window.method_editor.name.text() == "Adam (own)"
    click(window.method_editor.confirm)
    wait_until_done(qtbot, window)
    resolved = window.controller.resolved
    assert resolved is not None
    assert resolved.race is not None
    assert np.array_equal(resolved.race.x[2], resolved.race.x[1])
    assert np.array_equal(resolved.race.y[2], resolved.race.y[1])


def test_what_is_typed_last_counts_when_the_page_closes(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    write(window, "x = x - 5 eta g")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert own(window).rule == "x = x - 5 eta g"
    wait_until_done(qtbot, window)


def test_an_own_method_is_saved_and_read_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add_new(qtbot, window)
    write(window, "v = mu v + g\nx = x - eta v")
    qtbot.waitUntil(window.method_editor.declare.isVisible, timeout=PATIENCE)
    click(window.method_editor.declare)
    click(window.method_editor.confirm)
    path = tmp_path / "own.json"
    save_scene(window.controller.scene, path)
    assert load_scene(path).entries == window.controller.scene.entries
    open_details(window, 2)
    button = child(window.views.optimizers.rows[2], QPushButton, "editRuleButton")
    assert button.toolTip() == "Open the equations of this method and change them."
    click(button)
    assert window.method_editor.rule.toPlainText() == "v = mu v + g\nx = x - eta v"


def test_a_name_that_can_not_be_a_hyperparameter_is_refused(
    qtbot: QtBot, window: MainWindow
) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    click(child(editor, QPushButton, "addHyperparameterButton"))
    field = editor.hyperparameters.rows[-1].letter
    for letter, sentence in (
        ("g", "g is given"),
        ("sin", "sin is a function"),
        ("eta", "Two hyperparameters are named eta."),
        ("2b", "The name of a hyperparameter"),
    ):
        retype(field, letter)
        wait_for_problem(qtbot, window, sentence)
        assert field.property("invalid") == "true"
    assert own(window).hyperparameters == {"eta": 0.01}
    retype(field, "theta_0")
    qtbot.waitUntil(lambda: "theta0" in own(window).hyperparameters, timeout=PATIENCE)
    assert field.property("invalid") == "false"


def test_a_method_without_a_name_is_refused(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    QTest.keyClick(editor.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor.name, Qt.Key.Key_Backspace)
    qtbot.waitUntil(
        lambda: editor.problem.text() == "The title must not be empty.", timeout=PATIENCE
    )
    QTest.keyClicks(editor.name, "=1+1")
    qtbot.waitUntil(lambda: "must not begin" in editor.problem.text(), timeout=PATIENCE)
    assert own(window).title == "My method"


def test_hostile_texts_are_refused_at_once(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    editor = window.method_editor
    lines = [line for line in HOSTILE.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) > 20
    for line in lines:
        editor.rule.setPlainText(line)
        window.method_editing.take()
        assert editor.problem.property("role") == "error", line
        assert not editor.confirm.isEnabled()
    assert own(window).rule == "x = x - eta g"


def test_the_equations_are_typeset(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    views = window.method_editor.equations.formulas
    qtbot.waitUntil(lambda: len(views) == 1 and not views[0].is_empty(), timeout=PATIENCE)
    write(window, "v = 0.5 v - eta g\nx = x + v")
    qtbot.waitUntil(lambda: len(views) == 2 and views[1].isVisible(), timeout=PATIENCE)


def test_a_rule_without_learning_rate_ends_the_schedule(qtbot: QtBot) -> None:
    scheduled = replace(BOWL, entries=(Entry(GradientDescent(), schedule="1/t"),))
    with open_window(qtbot, scheduled) as window:
        open_details(window, 0)
        click(child(window.views.optimizers.rows[0], QPushButton, "editRuleButton"))
        write(window, "x = x - 0.1 g")
        editor = window.method_editor
        wait_for_rule(qtbot, window, "x = x - 0.1 g")
        assert window.controller.scene.entries[0].schedule == "1/t"
        click(editor.hyperparameters.rows[0].remove)
        qtbot.waitUntil(lambda: own(window).hyperparameters == {}, timeout=PATIENCE)
        assert window.controller.scene.entries[0].schedule == ""
        wait_until_done(qtbot, window)


def test_a_run_is_copied_as_a_program(window: MainWindow) -> None:
    open_details(window, 1)
    row = window.views.optimizers.rows[1]
    for language, name, library in (("numpy", "NumPy", "numpy"), ("pytorch", "PyTorch", "torch")):
        child(row, QAction, f"copyAs-{language}").trigger()  # type: ignore[type-var]
        assert child(row, QPushButton, "copyAsButton").text() == f"Copied as {name}"
        program = QApplication.clipboard().text()
        compile(program, "copied", "exec")
        assert f"import {library}" in program


def test_the_editor_keeps_to_its_entry_when_the_rows_move(qtbot: QtBot, window: MainWindow) -> None:
    add_new(qtbot, window)
    click(window.method_editor.confirm)
    window.intents.remove_entry(0)
    open_details(window, 1)
    click(child(window.views.optimizers.rows[1], QPushButton, "editRuleButton"))
    window.actions_by_key["undoAction"].trigger()
    assert window.controller.scene.entries[0] == BOWL.entries[0]
    write(window, "x = x - 7 eta g")
    wait_for_rule(qtbot, window, "x = x - 7 eta g", 2)
    assert window.controller.scene.entries[:2] == BOWL.entries
    wait_until_done(qtbot, window)


def test_without_a_start_there_is_no_program(qtbot: QtBot) -> None:
    with open_window(qtbot, replace(BOWL, starts=())) as window:
        window.source_copying.copy(0, "numpy")
        assert window.notice.text() == "Place a start first: the program begins at one."
        window.notice.put_away()
