from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.scene import Parameter
from gui.panels.parameter_panel import ParameterPanel
from gui.panels.scale_slider import ScaleSlider
from tests.gui.panels.support import child, click, retype, shown


@pytest.fixture
def panel(qtbot: QtBot) -> ParameterPanel:
    panel = shown(qtbot, ParameterPanel(), 360, 300)
    panel.set_parameters({"a": Parameter(1.0), "sigma": Parameter(0.25, 0.0, 1.0)})
    QApplication.processEvents()
    return panel


def test_it_is_hidden_while_the_loss_has_no_parameters(panel: ParameterPanel) -> None:
    assert panel.isVisible()
    assert [row.row.glyph.text() for row in panel.rows.values()] == ["a", "σ"]
    panel.set_parameters({})
    assert not panel.isVisible()


def test_a_value_is_slid_and_the_row_stays(panel: ParameterPanel) -> None:
    row = panel.rows["a"]
    changes: list[tuple[str, Parameter, bool]] = []

    def answer(name: str, parameter: Parameter, is_finished: bool) -> None:
        changes.append((name, parameter, is_finished))
        panel.set_parameters({"a": parameter, "sigma": Parameter(0.25, 0.0, 1.0)})

    panel.parameter_changed.connect(answer)
    slider = child(panel, ScaleSlider, "aSlider")
    middle = slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    for shift in (10, 20, 30):
        QTest.mouseMove(slider, middle + QPoint(shift, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 0))
    assert panel.rows["a"] is row
    assert {name for name, *_rest in changes} == {"a"}
    assert [finished for *_rest, finished in changes] == [False] * (len(changes) - 1) + [True]
    last = changes[-1][1]
    assert 0 < last.value < 5
    assert (last.minimum, last.maximum) == (-5.0, 5.0)


def test_a_typed_value_beyond_the_slider_moves_its_end(qtbot: QtBot, panel: ParameterPanel) -> None:
    with qtbot.waitSignal(panel.parameter_changed) as heard:
        retype(child(panel, QLineEdit, "sigmaField"), "12.5")
    assert heard.args == ["sigma", Parameter(12.5, 0.0, 12.5), True]
    assert child(panel, ScaleSlider, "sigmaSlider").value() == 1000


def test_the_ends_of_the_slider_are_typed(qtbot: QtBot, panel: ParameterPanel) -> None:
    click(panel.rows["a"].chevron)
    QApplication.processEvents()
    with qtbot.waitSignal(panel.parameter_changed) as heard:
        retype(child(panel, QLineEdit, "aMaximum"), "0.5")
    assert heard.args == ["a", Parameter(0.5, -5.0, 0.5), True]
    with qtbot.assertNotEmitted(panel.parameter_changed):
        retype(child(panel, QLineEdit, "aMinimum"), "3")
    assert child(panel, QLineEdit, "aMinimum").property("invalid") == "true"


@pytest.mark.parametrize("text", ["1e13", "-2e12"])
def test_a_value_beyond_the_plane_is_refused(
    qtbot: QtBot, panel: ParameterPanel, text: str
) -> None:
    with qtbot.assertNotEmitted(panel.parameter_changed):
        retype(child(panel, QLineEdit, "aField"), text)


def test_setters_announce_nothing(qtbot: QtBot, panel: ParameterPanel) -> None:
    with qtbot.assertNotEmitted(panel.parameter_changed):
        panel.set_parameters({"b": Parameter(2.0, 0.0, 3.0), "a": Parameter(-1.0)})
    assert list(panel.rows) == ["b", "a"]
    QApplication.processEvents()
    assert panel.rows["b"].y() < panel.rows["a"].y()
    assert child(panel, QLineEdit, "bField").text() == "2"
