"""The menu of the scenes that are shipped: groups, notes, and what a click opens."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.scene import Scene
from core.scene_file import load_scene
from gui.main_window import MainWindow
from resources import SCENE_GROUPS, scene_path
from tests.gui.support import open_window, wait_until_done


def groups(window: MainWindow) -> dict[str, list[QAction]]:
    """Return the actions below each heading of the button's menu."""
    buttons = window.views.loss_bar.findChildren(QPushButton)
    menu = next(button.menu() for button in buttons if "Scenes" in button.text())
    submenus = [action.menu() for action in menu.actions()]
    return {menu.title(): menu.actions() for menu in submenus if isinstance(menu, QMenu)}


def test_every_scene_stands_in_its_group_in_the_order_of_teaching(qtbot: QtBot) -> None:
    with open_window(qtbot, Scene(loss="x^2 + y^2")) as window:
        shown = {
            title: [action.text() for action in actions]
            for title, actions in groups(window).items()
        }
        assert shown == {
            title: [load_scene(scene_path(name)).title for name in names]
            for title, names in SCENE_GROUPS
        }


def test_a_scene_opens_with_its_notes_as_lines_that_fit(qtbot: QtBot) -> None:
    with open_window(qtbot, Scene(loss="x^2 + y^2")) as window:
        action = window.findChild(QAction, "scene-five_ways_off_a_saddle")
        assert action is not None
        assert action in groups(window)["Saddles, minima and chance"]
        action.trigger()
        scene = window.controller.scene
        assert scene == load_scene(scene_path("five_ways_off_a_saddle"))
        lines = action.toolTip().splitlines()
        assert " ".join(lines) == scene.notes
        assert max(map(len, lines)) <= 64
        wait_until_done(qtbot, window)
        window.controller.history.undo()
        assert window.controller.scene.loss == "x^2 + y^2"
