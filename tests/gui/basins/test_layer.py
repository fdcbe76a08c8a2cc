"""The layer of basins of attraction in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.scene import Entry, Scene, Start, View
from gui.main_window import MainWindow
from tests.gui.support import PATIENCE, click, open_window, pixel_of, wait_until_done

TWO_WELLS = Scene(
    loss="(x^2 - 1)^2 + y^2",
    view=View(-2, 2, -1, 1),
    starts=(Start(-1.5, 0.5),),
    entries=(
        Entry(GradientDescent(learning_rate=0.05)),
        Entry(Momentum(learning_rate=0.02)),
    ),
    steps=200,
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(qtbot, TWO_WELLS) as opened:
        opened.views.landscape.setFocus()
        yield opened


def press_b(window: MainWindow) -> None:
    QTest.keyClick(window.views.landscape, Qt.Key.Key_B)


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=PATIENCE)


def is_sharp(window: MainWindow) -> bool:
    answer = window.basins.display.answer
    is_newest = answer is not None and answer.request.scene is window.controller.scene
    return is_newest and answer is not None and answer.basins.grid.stride == 1


def test_b_colours_the_plot_and_takes_it_back(window: MainWindow, qtbot: QtBot) -> None:
    plain = window.views.landscape.grab().toImage()
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    assert window.actions_by_key["basinsAction"].isChecked()
    assert window.basins.display.legend.isVisible()
    assert window.basins.display.legend.title == "Basins of Gradient descent"
    names = [row.text for row in window.basins.display.legend.rows]
    assert {"minimum (1.00, 0.00)", "minimum (−1.00, 0.00)"} <= set(names)
    assert {(round(mark.x), round(mark.y)) for mark in window.basins.display.marks.marks} >= {
        (-1, 0),
        (1, 0),
    }
    assert window.views.landscape.grab().toImage() != plain
    press_b(window)
    assert not window.actions_by_key["basinsAction"].isChecked()
    assert not window.basins.display.legend.isVisible()
    assert window.views.landscape.grab().toImage() == plain


def test_the_two_wells_have_two_colours(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    left, right = (mark.slot for mark in window.basins.display.marks.marks[:2])
    assert left != right


def test_it_follows_the_hyperparameters(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    entry = Entry(GradientDescent(learning_rate=5.0))
    scene = replace(TWO_WELLS, entries=(entry, *TWO_WELLS.entries[1:]))
    window.controller.replace(scene, "rate", "rate", finished=False)
    wait_for(
        qtbot, lambda: any("diverged" in row.text for row in window.basins.display.legend.rows)
    )
    assert window.basins.display.answer is not None
    window.controller.replace(scene, "rate", "rate")
    wait_for(qtbot, lambda: is_sharp(window))


def test_a_chosen_trail_chooses_whose_basins_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    window.views.landscape.trail_clicked.emit(1, 0, 5)
    wait_for(qtbot, lambda: window.basins.display.legend.title.startswith("Basins of Momentum"))


def test_the_pointer_reads_where_a_run_ends(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    QTest.mouseMove(window.views.landscape, pixel_of(window, 0.7, 0.5))
    wait_for(qtbot, lambda: "settles at minimum (1.00, 0.00)" in window.views.landscape.readout)


def test_the_line_at_the_pointer_lies_above_the_legend(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    legend, landscape = window.basins.display.legend, window.views.landscape
    before = legend.grab().toImage()
    QTest.mouseMove(landscape, legend.geometry().center())
    wait_for(qtbot, lambda: "settles at" in landscape.readout)
    assert legend.grab().toImage() != before
    landscape.set_readout("")
    assert legend.grab().toImage() == before


def test_a_click_still_adds_a_start(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    click(window, 0.7, -0.5)
    assert len(window.controller.scene.starts) == 2
    wait_until_done(qtbot, window)


def test_without_a_method_it_says_what_is_missing(window: MainWindow, qtbot: QtBot) -> None:
    press_b(window)
    wait_for(qtbot, lambda: is_sharp(window))
    window.controller.replace(replace(TWO_WELLS, entries=()), "none")
    wait_for(qtbot, lambda: window.basins.display.legend.title.startswith("Add a method"))
    assert window.basins.display.answer is None
    wait_until_done(qtbot, window)
