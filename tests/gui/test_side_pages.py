from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, View, basic_entries
from gui.side_pages import RACE, SidePages
from tests.gui.support import open_window

BOWL = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=basic_entries(),
    steps=20,
)


@pytest.fixture
def pages(qtbot: QtBot) -> SidePages:
    """Show the race and two more pages."""
    stack = SidePages(QLabel("race"))
    qtbot.addWidget(stack)
    stack.add_page("method editor", "New method", QLabel("editor"))
    stack.add_page("gradient check", "Gradient check", QLabel("check"))
    stack.resize(400, 600)
    stack.show()
    qtbot.waitExposed(stack)
    return stack


def test_the_race_is_shown_first_and_after_every_page(pages: SidePages, qtbot: QtBot) -> None:
    assert pages.current == RACE
    pages.open("method editor")
    assert pages.current == "method editor"
    back = pages.findChild(QPushButton, "backFromMethodEditorButton")
    assert back is not None
    with qtbot.waitSignal(pages.page_changed) as changed:
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert changed.args == [RACE]
    assert pages.current == RACE


def test_opening_the_open_page_says_nothing(pages: SidePages, qtbot: QtBot) -> None:
    pages.open("gradient check")
    with qtbot.assertNotEmitted(pages.page_changed):
        pages.open("gradient check")


def test_a_page_has_a_title_and_only_one_page_is_seen(pages: SidePages) -> None:
    pages.open("gradient check")
    seen = [label.text() for label in pages.findChildren(QLabel) if label.isVisible()]
    assert seen == ["Gradient check", "check"]


def test_the_width_follows_the_race_and_the_open_page_alone(pages: SidePages) -> None:
    narrow = pages.least_width()
    pages.add_page("explanation", "Why", QLabel("wide " * 100))
    assert pages.least_width() == narrow
    pages.open("explanation")
    assert pages.least_width() > 3 * narrow


def test_what_a_page_needs_later_is_told(pages: SidePages, qtbot: QtBot) -> None:
    label, page = QLabel("short"), QWidget()
    QVBoxLayout(page).addWidget(label)
    pages.add_page("explanation", "Why", page)
    pages.open("explanation")
    QApplication.processEvents()
    with qtbot.waitSignal(pages.least_width_changed):
        label.setText("wide " * 100)
    assert pages.least_width() >= label.minimumSizeHint().width()


def test_a_page_filled_later_is_not_cut_off(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.resize(window.minimumSizeHint().width(), 600)
        window.gradient_checking.open()
        page = window.check_panel
        qtbot.waitUntil(lambda: bool(page.sentence.text()))
        area = page.parentWidget()
        assert area is not None
        qtbot.waitUntil(lambda: area.width() >= page.minimumSizeHint().width())


def test_escape_closes_the_page_before_anything_else(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.pages.add_page("sample", "Sample", QLabel("sample"))
        window.pages.open("sample")
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.pages.current == RACE
        assert window.views.landscape.hasFocus()
