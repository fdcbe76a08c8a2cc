from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.app import AfterFirstPaint, prefer_the_window
from gui.opening import SIZE, Opening, make_application, show_opening
from gui.theme import DARK, LIGHT, Theme
from tests.gui.support import PATIENCE


def test_it_is_painted_before_anything_else_is_done(qtbot: QtBot) -> None:
    opening = show_opening()
    qtbot.addWidget(opening)
    assert opening.is_painted
    middle = make_application().primaryScreen().availableGeometry().center()
    assert (opening.geometry().center() - middle).manhattanLength() <= 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_has_the_colours_of_the_landscape(qtbot: QtBot, theme: Theme) -> None:
    opening = Opening(theme)
    qtbot.addWidget(opening)
    image = opening.grab().toImage()
    assert image.pixelColor(1, 1) == QColor(theme.surface[-1])
    ratio = image.devicePixelRatio()
    below = QPoint(round(SIZE.width() / 2 * ratio), round(SIZE.height() * 0.68 * ratio))
    assert image.pixelColor(below) in [QColor(stop) for stop in theme.surface[:3]]
    letters = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    assert QColor(theme.text) in letters


def test_it_goes_when_the_window_has_been_painted(qtbot: QtBot) -> None:
    opening, window = Opening(LIGHT), Opening(DARK)
    qtbot.addWidget(opening)
    qtbot.addWidget(window)
    opening.show()
    AfterFirstPaint(window, opening.close)
    window.show()
    qtbot.waitUntil(lambda: not opening.isVisible(), timeout=PATIENCE)


def test_garbage_is_collected_again_once_the_window_stands() -> None:
    waits = sys.getswitchinterval()
    gc.disable()
    try:
        prefer_the_window()
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
        sys.setswitchinterval(waits)
