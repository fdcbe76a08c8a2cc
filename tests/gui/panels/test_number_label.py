from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.panels.number_label import NumberLabel
from tests.gui.panels.support import shown


def test_the_room_grows_with_the_text_and_never_shrinks(qtbot: QtBot) -> None:
    label = shown(qtbot, NumberLabel(4))
    least = label.sizeHint().width()
    label.set_text("12")
    assert label.sizeHint().width() == least
    label.set_text("1.11e−11")
    wide = label.sizeHint().width()
    assert wide >= label.fontMetrics().horizontalAdvance("8.88e−88")
    label.set_text("3")
    assert label.sizeHint().width() == wide
    assert label.text() == label.accessibleName() == "3"


def test_what_is_painted_is_the_number(qtbot: QtBot) -> None:
    label = shown(qtbot, NumberLabel(4), 60, 20)
    label.set_text("8888")
    eights = label.grab().toImage()
    label.set_text("1")
    assert label.grab().toImage() != eights
    label.set_text("8888")
    assert label.grab().toImage() == eights
