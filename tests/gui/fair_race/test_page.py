"""The fair race in the real window: run, read, stopped, written, and taken up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.comparison import compare
from core.critical_points import survey
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.random_search import RandomSearch
from core.scene import Entry, Noise, Scene, Start, View
from core.start_samples import grid_starts
from core.sweep_export import comparison_csv
from gui.appearance import Choice
from gui.fair_race.work import Answer
from gui.main_window import MainWindow
from gui.panels.choice_button import ChoiceButton
from tests.gui.panels.support import child, click, retype
from tests.gui.support import PATIENCE, open_window, wait_until_done

TWO_WELLS = Scene(
    loss="(x^2 - 1)^2 + y^2",
    view=View(-2, 2, -1, 1),
    starts=(Start(-1.5, 0.5),),
    entries=(
        Entry(GradientDescent(learning_rate=0.01)),
        Entry(Momentum(learning_rate=0.02), noise=Noise(scale=1e-4)),
    ),
    steps=300,
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(qtbot, TWO_WELLS) as opened:
        opened.views.landscape.setFocus()
        QTest.keyClick(opened.views.landscape, Qt.Key.Key_F)
        assert opened.pages.current == "fair race"
        answer_of(qtbot, opened)
        yield opened


def answer_of(qtbot: QtBot, window: MainWindow) -> Answer:
    """Wait for the whole result of the scene as it is."""

    def is_done() -> bool:
        answer = window.fair_race.answer
        return window.fair_race.is_current and answer is not None and answer.is_complete

    qtbot.waitUntil(is_done, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.comparison_panel.bar.isVisible(), timeout=PATIENCE)
    assert window.fair_race.answer is not None
    return window.fair_race.answer


def news(window: MainWindow) -> str:
    return child(window, QLabel, "comparisonNews").text()


def type_side(window: MainWindow, side: int) -> None:
    window.comparison_panel.terms.set_open(True)
    retype(child(window, QLineEdit, "comparisonSideField"), str(side))


def test_every_entry_has_a_box_in_its_look(window: MainWindow) -> None:
    rows = window.comparison_panel.boxes.rows
    assert [row.label for row in rows] == ["Gradient descent", "Momentum"]
    assert len({row.style.colour.name() for row in rows}) == 2
    assert all(row.spread is not None and row.spread.median > 0 for row in rows)
    assert {end.text for end in window.comparison_panel.shares.ends} >= {
        "minimum (−1.00, 0.00)",
        "minimum (1.00, 0.00)",
    }


def test_the_conditions_stand_below_the_result(window: MainWindow) -> None:
    text = window.comparison_panel.conditions.text()
    assert "100 starts, a grid of 10 × 10 in −2 to 2 by −1 to 1; 300 steps at most." in text
    assert "To reach: gradient norm ≤ 0.001." in text
    assert "the same 16 learning rates from 0.0001 to 10" in text
    click(child(window, QPushButton, "comparisonGivenButton"))
    assert "the learning rate that it has in the race" in window.comparison_panel.conditions.text()


def test_the_table_is_the_one_of_the_verb(window: MainWindow, tmp_path: Path) -> None:
    window.comparison_export.export_csv(tmp_path / "race.csv")
    *_, found = survey(Surface(parse_loss(TWO_WELLS.loss), {}), TWO_WELLS.view)
    scene = replace(TWO_WELLS, starts=grid_starts(TWO_WELLS.view, 10, 10))
    *_, expected = compare(scene, found, range(5), threads=1)
    assert (tmp_path / "race.csv").read_bytes() == b"".join(comparison_csv(expected))


def test_the_picture_holds_charts_and_conditions(window: MainWindow, tmp_path: Path) -> None:
    window.comparison_export.export_picture(tmp_path / "race.png")
    image, panel = QImage(str(tmp_path / "race.png")), window.comparison_panel
    heights = panel.boxes.height() + panel.shares.height() + panel.conditions.height()
    assert image.height() > 2 * heights
    assert image.width() > 2 * panel.boxes.width()
    assert image.pixelColor(1, 1).name() == window.appearance.theme.panel


def test_the_best_rate_is_taken_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    answer = answer_of(qtbot, window)
    best = answer.best[0].score.learning_rate
    assert best not in (None, 0.01)
    use = child(window, QPushButton, "useBestRateButton")
    assert use.isVisible()
    click(use)
    optimizer = window.controller.scene.entries[0].optimizer
    assert isinstance(optimizer, GradientDescent)
    assert optimizer.learning_rate == best
    again = answer_of(qtbot, window)
    assert again.given[0].score.steps == answer.best[0].score.steps
    assert not use.isVisible()
    window.controller.history.undo()
    assert window.controller.scene == TWO_WELLS
    answer_of(qtbot, window)
    assert use.isVisible()


def test_a_chosen_row_shows_its_numbers(window: MainWindow, qtbot: QtBot) -> None:
    answer, details = answer_of(qtbot, window), window.comparison_panel.details
    window.comparison_panel.boxes.setFocus()
    QTest.keyClick(window.comparison_panel.boxes, Qt.Key.Key_Down)
    assert details.title.text() == "Momentum"
    assert details.rates.best == answer.comparison.contestants[1].trials.index(
        answer.comparison.contestants[1].best
    )
    median = answer.best[1].score.gradient_evaluations.median
    assert details.gradients[1].text() == f"{median:.0f}"
    click(child(window, QPushButton, "comparisonGivenButton"))
    assert window.comparison_panel.boxes.rows[1].setting == "η 0.02"


def test_the_minima_have_the_colours_of_the_bars_and_of_basins(
    window: MainWindow, qtbot: QtBot
) -> None:
    marked = [(round(mark.x), mark.slot) for mark in window.fair_race.marks]
    ends = window.comparison_panel.shares.ends
    assert marked == [(-1, ends[0].slot), (1, ends[1].slot)]
    window.basins.toggle()
    marks = window.basins.display.marks

    def are_the_same() -> bool:
        return [(round(mark.x), mark.slot) for mark in marks.marks][:2] == marked

    qtbot.waitUntil(are_the_same, timeout=PATIENCE)
    window.basins.toggle()
    window.pages.close_page()
    assert not window.fair_race.marks


def test_another_loss_is_raced_anew(window: MainWindow, qtbot: QtBot) -> None:
    window.intents.commit_loss("x^2 + 3y^2")
    wait_until_done(qtbot, window)
    answer_of(qtbot, window)
    assert window.comparison_panel.shares.ends[0].text == "minimum (0.00, 0.00)"


def test_the_size_of_the_window_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    answer = answer_of(qtbot, window)
    window.resize(1600, 800)
    wait_until_done(qtbot, window)
    qtbot.waitUntil(lambda: window.views.landscape.width() > 1000, timeout=PATIENCE)
    window.fair_race.refresh()
    assert window.fair_race.is_current
    assert answer_of(qtbot, window) is answer


def test_a_new_name_needs_no_new_race(window: MainWindow, qtbot: QtBot) -> None:
    answer = answer_of(qtbot, window)
    entry = replace(TWO_WELLS.entries[0], label="Plain", colour="#d55e00")
    window.controller.replace(replace(TWO_WELLS, entries=(entry, TWO_WELLS.entries[1])), "name")
    qtbot.waitUntil(
        lambda: window.comparison_panel.boxes.rows[0].label == "Plain", timeout=PATIENCE
    )
    assert window.fair_race.answer is answer
    assert window.comparison_panel.boxes.rows[0].style.colour.name() == "#d55e00"
    assert window.comparison_panel.details.title.text() == "Plain"


def test_a_large_race_waits_to_be_asked_for_and_is_stopped(
    window: MainWindow, qtbot: QtBot
) -> None:
    small = answer_of(qtbot, window)
    type_side(window, 100)
    run = child(window, QPushButton, "runComparisonButton")
    assert run.isVisible()
    assert news(window) == "The race has changed since this was computed."
    click(run)
    assert not run.isVisible()

    def is_half_done() -> bool:
        answer = window.fair_race.answer
        return answer is not None and answer is not small

    qtbot.waitUntil(is_half_done, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == "fair race"
    assert news(window) == "Stopped: 1 of 2 methods are done."
    assert [row.label for row in window.comparison_panel.boxes.rows] == ["Gradient descent"]
    assert run.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.current == "race"


def test_without_a_method_it_says_what_is_missing(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.replace(replace(TWO_WELLS, entries=()), "none")
    wait_until_done(qtbot, window)
    qtbot.waitUntil(lambda: news(window) == "Add a method to let it race.", timeout=PATIENCE)
    assert not child(window, QPushButton, "runComparisonButton").isVisible()
    window.controller.history.undo()
    qtbot.waitUntil(lambda: news(window) == "", timeout=PATIENCE)


def test_the_starts_of_the_scene_are_few_and_said_to_be(window: MainWindow, qtbot: QtBot) -> None:
    child(window, ChoiceButton, "comparisonSampleButton").menu().actions()[2].trigger()
    answer = answer_of(qtbot, window)
    assert answer.given[0].score.runs == 1
    assert "one start only" in window.comparison_panel.doubts.text()
    assert window.comparison_panel.terms.title.text().startswith("The scene's start ·")


def test_without_a_start_of_its_own_it_says_what_is_missing(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.controller.replace(replace(TWO_WELLS, starts=()), "none")
    child(window, ChoiceButton, "comparisonSampleButton").menu().actions()[2].trigger()
    sentence = "Add a start, or let the runs start in a grid or at random."
    qtbot.waitUntil(lambda: news(window) == sentence, timeout=PATIENCE)


def test_a_method_without_gradients_has_no_box_of_them(qtbot: QtBot) -> None:
    scene = replace(TWO_WELLS, entries=(Entry(RandomSearch()),))
    with open_window(qtbot, scene) as window:
        window.fair_race.open()
        answer_of(qtbot, window)
        click(child(window, QPushButton, "comparisonGradientsButton"))
        (row,) = window.comparison_panel.boxes.rows
        assert (row.spread, row.remark) == (None, "asks for no gradient")
        assert not window.comparison_panel.details.rates.isVisible()


def test_it_is_dressed_anew(window: MainWindow) -> None:
    before = window.comparison_panel.boxes.rows[0].style.colour
    window.appearance.choose(Choice.DARK)
    assert window.comparison_panel.boxes.rows[0].style.colour != before


def test_tab_leads_through_the_page(window: MainWindow) -> None:
    window.comparison_panel.terms.set_open(True)
    names = []
    window.views.landscape.setFocus()
    for _ in range(40):
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
    wanted = ["comparisonTermsButton", "comparisonSampleButton", "comparisonSideField",
              "comparisonSeedsField", "comparisonGoalButton", "comparisonToleranceField",
              "comparisonRatesField", "comparisonLowRateField", "comparisonHighRateField",
              "comparisonBestButton", "boxChart", "useBestRateButton", "comparisonCsvButton",
              "comparisonPictureButton"]  # fmt: skip
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)
