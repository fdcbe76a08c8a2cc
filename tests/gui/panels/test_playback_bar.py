from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.icon_button import IconButton
from gui.panels.number_label import NumberLabel
from gui.panels.playback_bar import SPEEDS, PlaybackBar
from tests.gui.panels.support import child, click, handle_centre, retype, shown

BUTTONS = {
    "rewindButton": "rewind",
    "stepBackButton": "step_back",
    "playButton": "play_toggled",
    "stepForwardButton": "step_forward",
}


@pytest.fixture
def bar(qtbot: QtBot) -> PlaybackBar:
    bar = shown(qtbot, PlaybackBar(), 900, 60)
    bar.set_step(46, 260)
    return bar


@pytest.mark.parametrize("name", BUTTONS)
def test_a_click_is_announced(qtbot: QtBot, bar: PlaybackBar, name: str) -> None:
    with qtbot.waitSignal(getattr(bar, BUTTONS[name])):
        click(child(bar, IconButton, name))


def test_the_playhead_is_shown(bar: PlaybackBar) -> None:
    assert child(bar, QSlider, "scrubber").value() == 46
    assert child(bar, QSlider, "scrubber").maximum() == 260
    assert child(bar, QSpinBox, "stepsBox").value() == 260
    assert (
        child(bar, NumberLabel, "stepLabel").text().replace("\N{FIGURE SPACE}", "") == "step 46 /"
    )


def test_the_scrubber_keeps_its_length_as_steps_go_by(bar: PlaybackBar) -> None:
    bar.set_step(0, 1000)
    QApplication.processEvents()
    width = bar.scrubber.width()
    bar.set_step(1000, 1000)
    QApplication.processEvents()
    assert bar.scrubber.width() == width


def test_setters_announce_nothing(bar: PlaybackBar) -> None:
    heard: list[object] = []
    for signal in (bar.scrubbed, bar.speed_changed, bar.loop_toggled, bar.steps_changed):
        signal.connect(heard.append)
    bar.set_step(100, 500)
    bar.set_speed(10.0)
    bar.set_loop(True)
    bar.set_playing(True)
    assert heard == []
    assert bar.speed.currentText() == "10×"
    assert bar.loop_button.isChecked()


def test_the_play_button_says_what_it_will_do(bar: PlaybackBar) -> None:
    bar.set_playing(True)
    assert (bar.play_button.icon_name(), bar.play_button.toolTip()) == ("pause", "Pause the race.")
    bar.set_playing(False)
    assert (bar.play_button.icon_name(), bar.play_button.toolTip()) == ("play", "Play the race.")


def test_scrubbing_is_announced_step_by_step(bar: PlaybackBar) -> None:
    steps: list[int] = []
    bar.scrubbed.connect(steps.append)
    grip = handle_centre(bar.scrubber)
    QTest.mousePress(bar.scrubber, Qt.MouseButton.LeftButton, pos=grip)
    for shift in (30, 60, 90):
        QTest.mouseMove(bar.scrubber, grip + QPoint(shift, 0))
        bar.set_step(steps[-1] if steps else 46, 260)
    QTest.mouseRelease(bar.scrubber, Qt.MouseButton.LeftButton, pos=grip + QPoint(90, 0))
    assert steps == sorted(steps)
    assert len(steps) == 3
    assert steps[0] > 46


def test_speed_and_loop_are_chosen(qtbot: QtBot, bar: PlaybackBar) -> None:
    box = child(bar, QComboBox, "speedBox")
    assert [box.itemData(index) for index in range(box.count())] == list(SPEEDS)
    with qtbot.waitSignal(bar.speed_changed) as heard:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert heard.args == [2.0]
    with qtbot.waitSignal(bar.loop_toggled) as heard:
        click(child(bar, IconButton, "loopButton"))
    assert heard.args == [True]


def test_the_number_of_steps_is_typed(bar: PlaybackBar) -> None:
    box = child(bar, QSpinBox, "stepsBox")
    numbers: list[int] = []
    bar.steps_changed.connect(numbers.append)
    retype(box, "1200")
    assert numbers == [1200]
    bar.set_step(0, 1200)
    QApplication.processEvents()
    assert box.width() >= box.fontMetrics().horizontalAdvance("1200")


def test_every_control_has_a_name_and_a_sentence(bar: PlaybackBar) -> None:
    for name in (*BUTTONS, "loopButton", "scrubber", "stepsBox", "speedBox"):
        control = child(bar, QWidget, name)
        assert control.accessibleName()
        assert control.toolTip().endswith(".")


def _shows(box: QSpinBox, text: str) -> bool:
    return box.lineEdit().width() > box.fontMetrics().horizontalAdvance(text)


def test_a_number_of_steps_is_seen_whole(qtbot: QtBot, bar: PlaybackBar) -> None:
    box = child(bar, QSpinBox, "stepsBox")
    retype(box, "1000000")
    qtbot.waitUntil(lambda: _shows(box, "1000000"))
    bar.set_step(0, 260)
    bar.play_button.setFocus()
    bar.set_step(0, 500_000)
    qtbot.waitUntil(lambda: _shows(box, "500000"))
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    bar.play_button.setFocus()
    qtbot.waitUntil(lambda: _shows(box, "500000"))
