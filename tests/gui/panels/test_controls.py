"""Fields, sliders and buttons, worked by real keys and a real mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.letters import letter
from gui.panels.icon_button import IconButton
from gui.panels.icons import ICONS, outline
from gui.panels.number_field import NumberField
from gui.panels.scale_slider import ScaleSlider
from gui.panels.scales import Linear
from gui.panels.switch import Switch
from tests.gui.panels.support import click, handle_centre, retype, shown


def _positive(value: float) -> str:
    return "" if value > 0 else "This must be above 0."


def test_a_typed_number_is_announced_once(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField())
    numbers: list[float] = []
    field.committed.connect(numbers.append)
    retype(field, "-1.5e-3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    assert numbers == [-1.5e-3]
    assert field.text() == "−0.0015"


def test_leaving_the_field_takes_the_number(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField())
    numbers: list[float] = []
    field.committed.connect(numbers.append)
    click(field)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "7")
    field.clearFocus()
    assert numbers == [7.0]


@pytest.mark.parametrize("text", ["0,5", "x", "", "-3"])
def test_a_refused_number_is_marked_and_given_up(qtbot: QtBot, text: str) -> None:
    field = shown(qtbot, NumberField(_positive))
    field.set_value(2.0)
    numbers: list[float] = []
    field.committed.connect(numbers.append)
    retype(field, text or " ")
    assert field.property("invalid") == "true"
    assert field.accessibleDescription().endswith(".")
    field.clearFocus()
    assert field.text() == "2"
    assert field.property("invalid") == "false"
    assert numbers == []


def test_escape_gives_up_the_typing(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField())
    field.set_value(0.25)
    click(field)
    QTest.keyClicks(field, "9")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.25"


def test_a_field_keeps_what_is_being_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField())
    click(field)
    QTest.keyClicks(field, "12")
    field.set_value(3.0)
    assert "12" in field.text()


def test_all_digits_are_offered_for_editing(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField())
    field.clearFocus()
    field.set_value(0.123456789)
    assert field.text() == "0.1235"
    click(field)
    assert field.text() == "0.123456789"


def test_setting_values_announces_nothing(qtbot: QtBot) -> None:
    field, slider = shown(qtbot, NumberField()), shown(qtbot, ScaleSlider(Linear(0, 1)))
    heard: list[object] = []
    field.committed.connect(heard.append)
    slider.value_changed.connect(lambda *values: heard.append(values))
    field.set_value(0.7)
    slider.set_value(0.7)
    slider.set_scale(Linear(0, 2), 1.0)
    assert heard == []
    assert slider.value() == 500


def test_a_drag_is_announced_as_it_goes_and_finished_once(qtbot: QtBot) -> None:
    slider = shown(qtbot, ScaleSlider(Linear(0, 1)), 300, 30)
    moves: list[tuple[float, bool]] = []
    slider.value_changed.connect(lambda value, finished: moves.append((value, finished)))
    grip = handle_centre(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=grip)
    for x in (60, 120, 180):
        QTest.mouseMove(slider, QPoint(x, grip.y()))
        QApplication.processEvents()
        slider.set_value(0.0)  # the scene answers; the handle stays in the hand
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(180, grip.y()))
    values = [value for value, _finished in moves]
    assert [finished for _value, finished in moves] == [False] * (len(moves) - 1) + [True]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(0.6, abs=0.05)


def test_a_click_brings_the_handle_to_the_pointer(qtbot: QtBot) -> None:
    slider = shown(qtbot, ScaleSlider(Linear(0, 1)), 300, 30)
    moves: list[tuple[float, bool]] = []
    slider.value_changed.connect(lambda value, finished: moves.append((value, finished)))
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(225, 15))
    value, is_finished = moves[-1]
    assert value == pytest.approx(0.75, abs=0.03)
    assert is_finished
    assert not slider.isSliderDown()


def test_arrow_keys_are_finished_moves(qtbot: QtBot) -> None:
    slider = shown(qtbot, ScaleSlider(Linear(0, 1)), 300, 30)
    moves: list[tuple[float, bool]] = []
    slider.value_changed.connect(lambda value, finished: moves.append((value, finished)))
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert moves == [(0.01, True)]


def test_icons_are_whole_and_inside_their_grid() -> None:
    for name in ICONS:
        box = outline(name).boundingRect()
        assert box.isValid()
        assert box.left() >= 1
        assert box.top() >= 1
        assert box.right() <= 23
        assert box.bottom() <= 23


@pytest.mark.parametrize("icon", sorted(ICONS))
def test_icon_buttons_paint_at_any_size(qtbot: QtBot, icon: str) -> None:
    button = shown(qtbot, IconButton(icon, "Do it.", is_round=True), 40, 40)
    colours = {button.grab().toImage().pixel(x, y) for x in range(40) for y in range(40)}
    assert len(colours) > 2
    button.resize(1, 1)
    button.grab()


def test_a_switch_turns_by_click_and_space(qtbot: QtBot) -> None:
    switch = shown(qtbot, Switch("Bias correction"), 60, 30)
    click(switch)
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


@pytest.mark.parametrize(
    ("name", "glyph"),
    [("eta", "η"), ("beta1", "β₁"), ("theta_0", "θ₀"), ("x1", "x₁"), ("a", "a"),
     ("Sigma", "Σ"), ("bias_correction", "bias correction")],
)  # fmt: skip
def test_names_are_printed_as_a_textbook_does(name: str, glyph: str) -> None:
    assert letter(name) == glyph
