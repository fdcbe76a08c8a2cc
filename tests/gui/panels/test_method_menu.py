from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.optimizers import METHODS
from core.optimizers.base import FAMILIES
from gui.panels.method_menu import MethodChoice, MethodMenu
from tests.gui.panels.support import click, shown


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Show a window for menus to belong to."""
    return shown(qtbot, QWidget())


@pytest.fixture
def menu(qtbot: QtBot, window: QWidget) -> MethodMenu:
    """Open the menu above a window."""
    menu = MethodMenu("add", window, offers_own=True)
    menu.popup(window.mapToGlobal(window.rect().topLeft()))
    qtbot.waitUntil(menu.isVisible)
    QApplication.processEvents()
    return menu


def choice(menu: MethodMenu, name: str) -> MethodChoice:
    found = menu.findChild(MethodChoice, f"add-{name}Choice")
    assert found is not None
    return found


def focused(menu: MethodMenu) -> str:
    return next(c.text() for c in menu.findChildren(MethodChoice) if c.hasFocus())


def test_every_method_stands_below_the_heading_of_its_family(menu: MethodMenu) -> None:
    headings = {
        label.text(): label
        for label in menu.findChildren(QLabel)
        if label.property("role") == "family"
    }
    assert tuple(headings) == FAMILIES
    for method in METHODS:
        line, heading = choice(menu, method.name()), headings[method().family]
        assert line.isVisible()
        assert line.x() == heading.x()
        assert line.y() > heading.y()
        assert line.toolTip().endswith(".")


def test_a_click_chooses_and_closes(qtbot: QtBot, menu: MethodMenu) -> None:
    with qtbot.waitSignal(menu.chosen) as heard:
        click(choice(menu, "adam"))
    assert heard.args == [next(method() for method in METHODS if method.name() == "adam")]
    assert not menu.isVisible()


def test_a_method_of_ones_own_is_the_last_line(qtbot: QtBot, menu: MethodMenu) -> None:
    with qtbot.waitSignal(menu.own_chosen):
        click(choice(menu, "own"))
    assert not menu.isVisible()


def test_letters_and_arrows_move_about(qtbot: QtBot, menu: MethodMenu) -> None:
    assert focused(menu) == "Gradient descent"
    QTest.keyClick(choice(menu, "gd"), Qt.Key.Key_Down)
    assert focused(menu) == METHODS[1]().title
    starting = {method().title for method in METHODS if method().title.startswith("N")}
    starting.add("New method…")
    found = set()
    for _ in starting:
        QTest.keyClicks(_focused_line(menu), "n")
        found.add(focused(menu))
    assert found == starting
    QTest.keyClicks(_focused_line(menu), "l")
    assert focused(menu) == "Lion"
    with qtbot.waitSignal(menu.chosen) as heard:
        QTest.keyClick(_focused_line(menu), Qt.Key.Key_Return)
    assert heard.args[0].title == "Lion"


def test_the_arrow_to_the_right_goes_to_the_other_column(menu: MethodMenu) -> None:
    left = _focused_line(menu)
    QTest.keyClick(left, Qt.Key.Key_Right)
    assert _focused_line(menu).x() >= left.x() + left.width()
    QTest.keyClick(_focused_line(menu), Qt.Key.Key_Left)
    assert _focused_line(menu) is left
    QTest.keyClick(left, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_a_template_menu_has_no_line_for_ones_own(window: QWidget) -> None:
    menu = MethodMenu("start", window)
    names = {action.objectName() for action in menu.findChildren(QAction)}
    assert {f"start-{method.name()}" for method in METHODS} <= names
    assert "start-own" not in names


def _focused_line(menu: MethodMenu) -> MethodChoice:
    return next(line for line in menu.findChildren(MethodChoice) if line.hasFocus())
