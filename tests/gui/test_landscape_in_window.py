"""The landscape of the real window, which the background paints."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.scene import Scene, View
from gui.appearance import Choice
from gui.main_window import MainWindow
from gui.plot.picture import LandscapePicture
from tests.gui.plot.sample import colours
from tests.gui.support import PATIENCE, open_window

SLOPE = Scene(loss="x + 0 y", starts=(), entries=(), view=View(-4, 4, -3, 3))


def middle_row(window: MainWindow) -> npt.NDArray[np.int64]:
    """Return the lightness of the landscape along its middle, from 0 to 255."""
    image = window.views.landscape.grab().toImage()
    row: npt.NDArray[np.int64] = colours(image)[image.height() // 2].astype(np.int64)
    lightness: npt.NDArray[np.int64] = row.sum(axis=1) // 3
    return lightness


def picture(window: MainWindow) -> LandscapePicture:
    """Return the newest picture of the background."""
    resolved = window.controller.resolved
    assert resolved is not None
    assert resolved.picture is not None
    return resolved.picture


def test_it_follows_the_appearance(qtbot: QtBot) -> None:
    with open_window(qtbot, SLOPE) as window:
        window.appearance.choose(Choice.LIGHT)
        qtbot.waitUntil(lambda: bool(np.median(middle_row(window)) > 150), timeout=PATIENCE)
        window.appearance.choose(Choice.DARK)
        qtbot.waitUntil(lambda: bool(np.median(middle_row(window)) < 100), timeout=PATIENCE)
        window.appearance.choose(Choice.SYSTEM)


def test_a_zoom_is_seen_at_once_and_sharp_later(qtbot: QtBot) -> None:
    with open_window(qtbot, SLOPE) as window:
        landscape, before = window.views.landscape, picture(window)
        QTest.keyClick(landscape, Qt.Key.Key_Plus)
        width = landscape.view.x_max - landscape.view.x_min
        assert width < before.view.x_max - before.view.x_min
        assert picture(window) is before
        stretched = middle_row(window)
        qtbot.waitUntil(lambda: picture(window).view == landscape.view, timeout=PATIENCE)
        assert np.abs(stretched - middle_row(window)).mean() < 20


def test_another_size_is_painted_anew(qtbot: QtBot) -> None:
    with open_window(qtbot, SLOPE) as window:
        window.resize(window.width() + 120, window.height() + 60)
        landscape = window.views.landscape
        qtbot.waitUntil(
            lambda: picture(window).image().size() == landscape.size(), timeout=PATIENCE
        )
