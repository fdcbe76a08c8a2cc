"""The stopping rule, set by switches, sliders and fields."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.scene import StoppingRule
from gui.panels.scale_slider import ScaleSlider
from gui.panels.stopping_panel import USUAL_TOLERANCE, StoppingPanel
from gui.panels.switch import Switch
from tests.gui.panels.support import child, click, retype, shown


@pytest.fixture
def panel(qtbot: QtBot) -> StoppingPanel:
    panel = shown(qtbot, StoppingPanel())
    panel.set_rule(StoppingRule(), 500)
    return panel


@pytest.mark.parametrize(
    ("name", "field"), [("gradientNorm", "gradient_norm"), ("lossChange", "loss_change")]
)
def test_a_tolerance_is_turned_on_set_and_turned_off(
    qtbot: QtBot, panel: StoppingPanel, name: str, field: str
) -> None:
    assert not child(panel, ScaleSlider, f"{name}Slider").isEnabled()
    with qtbot.waitSignal(panel.changed) as heard:
        click(child(panel, Switch, f"{name}Switch"))
    assert heard.args == [StoppingRule(**{field: USUAL_TOLERANCE}), True]
    with qtbot.waitSignal(panel.changed) as heard:
        retype(child(panel, QLineEdit, f"{name}Field"), "0.01")
    assert heard.args == [StoppingRule(**{field: 0.01}), True]
    with qtbot.waitSignal(panel.changed) as heard:
        click(child(panel, Switch, f"{name}Switch"))
    assert heard.args == [StoppingRule(), True]
    with qtbot.waitSignal(panel.changed) as heard:
        click(child(panel, Switch, f"{name}Switch"))
    assert heard.args == [StoppingRule(**{field: 0.01}), True]


def test_one_rule_leaves_the_other(qtbot: QtBot, panel: StoppingPanel) -> None:
    panel.set_rule(StoppingRule(gradient_norm=0.5), 500)
    assert child(panel, Switch, "gradientNormSwitch").isChecked()
    with qtbot.waitSignal(panel.changed) as heard:
        click(child(panel, Switch, "lossChangeSwitch"))
    assert heard.args[0] == StoppingRule(gradient_norm=0.5, loss_change=USUAL_TOLERANCE)


@pytest.mark.parametrize("text", ["0", "-1"])
def test_a_tolerance_that_is_not_positive_is_refused(
    qtbot: QtBot, panel: StoppingPanel, text: str
) -> None:
    panel.set_rule(StoppingRule(gradient_norm=0.5), 500)
    field = child(panel, QLineEdit, "gradientNormField")
    with qtbot.assertNotEmitted(panel.changed):
        retype(field, text)
    assert field.accessibleDescription() == "This must be above 0."


def test_the_number_of_steps_is_whole(qtbot: QtBot, panel: StoppingPanel) -> None:
    field = child(panel, QLineEdit, "mostStepsField")
    with qtbot.waitSignal(panel.steps_changed) as heard:
        retype(field, "1234")
    assert heard.args == [1234]
    with qtbot.assertNotEmitted(panel.steps_changed):
        retype(field, "12.5")
    assert field.accessibleDescription() == "This must be a whole number from 1 to 1e6."


def test_fates_are_listed_and_updated_in_place(panel: StoppingPanel) -> None:
    panel.set_fates([("Adam", "step 7", "It converged."), ("GD", "", "It ran.")])
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert texts[-6:] == ["Adam", "step 7", "It converged.", "GD", "", "It ran."]
    panel.set_fates([("Adam", "step 9", "It stalled.")])
    QApplication.processEvents()
    visible = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert visible[-3:] == ["Adam", "step 9", "It stalled."]
    assert "GD" not in visible
