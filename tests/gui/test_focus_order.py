"""Tab leads through the window as the eye does, with real keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Parameter, Scene, Start, View
from gui.main_window import MainWindow
from tests.gui.support import open_window, wait_until_done

BOWL = Scene(
    loss="x^2 + a y^2",
    parameters={"a": Parameter(3.0)},
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=(Entry(GradientDescent()),),
    steps=20,
)


def tab_round(window: MainWindow) -> list[str]:
    """Press Tab until the picture has the keys again, and name what had them."""
    names: list[str] = []
    window.views.landscape.setFocus()
    while not names or names[-1] != "landscapeView":
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
        assert len(names) < 100, "Tab goes round without the picture"
    return names


def test_rows_that_were_added_are_reached_in_their_place(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.views.optimizers.entry_added.emit(Adam())
        wait_until_done(qtbot, window)
        window.views.optimizers.rows[0].chevron.click()
        names = tab_round(window)
        assert names.count("openButton") == 2
        opened, second = (place for place, name in enumerate(names) if name == "openButton")
        places = [opened, names.index("scheduleButton"), names.index("removeButton"), second]
        places += [names.index("addMethodButton"), names.index("aSlider")]
        places += [names.index("followButton"), names.index("lossInput")]
        assert places == sorted(places)
        assert names[-4:-1] == ["scenesButton", "exportButton", "presentActionButton"]


def test_hyperparameters_come_before_the_button_that_adds_one(qtbot: QtBot) -> None:
    with open_window(qtbot, BOWL) as window:
        window.method_editing.open_new()
        names = tab_round(window)
        places = [names.index(name) for name in ("ruleInput", "letterField", "defaultField")]
        places += [names.index("addHyperparameterButton"), names.index("ruleGuideButton")]
        assert places == sorted(places)
