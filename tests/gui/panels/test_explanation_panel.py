from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.explanation import explain_step
from core.expression import parse_loss
from core.landscape import Surface
from core.notation.typeset import svg
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, Start
from gui.panels.explanation_panel import ExplanationPanel
from gui.panels.worked_rule import WorkedRule

SCENE = Scene(
    loss="u^2 + 3v^2",
    starts=(Start(-3.0, 2.0),),
    entries=(Entry(Adam()), Entry(GradientDescent())),
    steps=40,
)
SURFACE = Surface(parse_loss(SCENE.loss), {})


def picture(height: int) -> bytes:
    """Make a picture of some height."""
    return svg("<mfrac><mi>x</mi><mi>y</mi></mfrac>", "#000000", height)


@pytest.fixture
def panel(qtbot: QtBot) -> ExplanationPanel:
    """Show a panel as wide as in the window."""
    widget = ExplanationPanel()
    qtbot.addWidget(widget)
    widget.resize(390, 700)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_values_stand_below_each_other_to_the_last_digit(panel: ExplanationPanel) -> None:
    explanation = explain_step(SURFACE, SCENE, 0, 0, 3)
    panel.set_explanation(explanation, ("u", "v"))
    lines = panel.before.text().splitlines()
    (x, y), gradient = explanation.trace.before["x"], explanation.trace.gradient
    assert lines[0].split() == ["u", repr(x)]
    assert lines[1].split() == ["v", repr(y)]
    assert repr(gradient[0]) in panel.before.text()
    assert repr(explanation.trace.after[1]) in panel.computed.text()
    columns = {line.rindex(" ") for line in lines if "\u0302" not in line}
    assert len(columns) == 1


def test_sentences_carry_their_numbers(panel: ExplanationPanel) -> None:
    explanation = explain_step(SURFACE, SCENE, 1, 0, 1)
    panel.set_explanation(explanation, ("u", "v"))
    shown = panel.sentences.text()
    told = [str(one) for one in explanation.sentences]
    assert shown.replace("\u00a0", " ").split("\n\n") == told
    assert "{" not in shown
    assert "−η\u00a0g" in shown, "a formula may not be broken at the end of a line"


def test_a_message_stands_in_place_of_the_explanation(panel: ExplanationPanel) -> None:
    panel.set_explanation(explain_step(SURFACE, SCENE, 1, 0, 1), ("u", "v"))
    assert panel.sentences.isVisible()
    panel.set_message("Nothing has moved yet.")
    assert panel.message.isVisible()
    assert not panel.sentences.isVisible()
    panel.set_message("")
    assert panel.sentences.isVisible()


def test_the_menus_say_which_run_is_wanted(panel: ExplanationPanel, qtbot: QtBot) -> None:
    panel.set_runs(("Adam", "Descent"), ("start 1", "start 2", "start 3"), 1, 2)
    assert (panel.entry_button.text(), panel.start_button.text()) == ("Descent", "start 3")
    with qtbot.waitSignal(panel.run_chosen) as chosen:
        panel.entry_button.menu().actions()[0].trigger()
    assert chosen.args == [0, 2]
    with qtbot.waitSignal(panel.run_chosen) as chosen:
        panel.start_button.menu().actions()[1].trigger()
    assert chosen.args == [1, 1]


def test_a_single_start_needs_no_menu(panel: ExplanationPanel) -> None:
    panel.set_runs(("Adam",), ("start 1",), 0, 0)
    assert not panel.start_button.isVisible()


@pytest.fixture
def rule(qtbot: QtBot) -> WorkedRule:
    """Show the lines of a rule."""
    widget = WorkedRule()
    qtbot.addWidget(widget)
    widget.resize(350, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_each_line_stands_above_its_numbers(rule: WorkedRule, qtbot: QtBot) -> None:
    rule.set_formulas([picture(14), picture(15), picture(16)], [picture(20), picture(21)])
    qtbot.waitUntil(lambda: seen(rule.equations[2]) and top(rule, rule.equations[2]) > 0)
    assert [seen(view) for view in rule.numbers] == [True, True, False]
    tops = [top(rule, view) for view in (*_pairs(rule), rule.equations[2])]
    assert tops == sorted(tops)
    rule.set_formulas([picture(14)], [picture(20)])
    assert [seen(view) for view in rule.equations] == [True, False, False]


def test_lines_of_a_longer_rule_leave_no_room_behind(rule: WorkedRule) -> None:
    short = [picture(14)], [picture(20)]
    rule.set_formulas(*short)
    height = rule.sizeHint().height()
    rule.set_formulas([picture(14)] * 30, [picture(20)] * 30)
    assert rule.sizeHint().height() > 20 * height
    rule.set_formulas(*short)
    assert rule.sizeHint().height() == height


def test_fewer_sentences_of_the_same_run_leave_the_rule_in_its_place(
    panel: ExplanationPanel,
) -> None:
    explanation = explain_step(SURFACE, SCENE, 0, 0, 3)
    panel.set_runs(("Adam", "Descent"), ("start 1",), 0, 0)
    panel.set_explanation(explanation, ("u", "v"))
    tall = panel.sentences.minimumHeight()
    few = replace(explanation, sentences=explanation.sentences[:1])
    panel.set_explanation(few, ("u", "v"))
    assert panel.sentences.minimumHeight() == tall > 40
    panel.set_runs(("Adam", "Descent"), ("start 1",), 1, 0)
    panel.set_explanation(few, ("u", "v"))
    assert panel.sentences.minimumHeight() < tall


def test_numbers_that_need_less_room_keep_it(rule: WorkedRule) -> None:
    equations = [picture(14)]
    rule.set_formulas(equations, [picture(40)])
    tall = rule.numbers[0].minimumHeight()
    rule.set_formulas(equations, [picture(12)])
    assert rule.numbers[0].minimumHeight() == tall > 20
    rule.set_formulas([picture(15)], [picture(12)])
    assert rule.numbers[0].minimumHeight() < tall


def top(rule: WorkedRule, view: QWidget) -> int:
    return view.mapTo(rule, QPoint()).y()


def seen(view: QWidget) -> bool:
    return view.isVisible()


def _pairs(rule: WorkedRule) -> list[QWidget]:
    pairs = zip(rule.equations[:2], rule.numbers[:2], strict=True)
    return [view for pair in pairs for view in pair]
