"""What the window does where there is little room, and with what it has to refuse."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from core import race
from core.expression import parse_loss
from core.optimizers.adam import Adam
from core.scene import Scene, Start, View, basic_entries
from core.scene_file import save_scene
from gui.appearance import TEXT_SCALES
from gui.main_window import MainWindow
from gui.panels.optimizer_panel import OptimizerPanel
from tests.gui.support import click, open_window, wait_until_done

LOGARITHM = Scene(
    loss="ln x + y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(2.0, 2.0), Start(-2.0, -1.5)),
    entries=basic_entries(),
    steps=20,
)
TOO_MANY = replace(LOGARITHM, steps=1_000_000, starts=tuple(Start(x, 1.0) for x in range(1, 8)))


def retype_steps(window: MainWindow, text: str) -> QSpinBox:
    box = window.findChild(QSpinBox, "stepsBox")
    assert box is not None
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
    return box


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_every_text_size_fits_a_small_projector(qtbot: QtBot, scale: float) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        window.appearance.scale_text(scale)
        wait_until_done(qtbot, window)
        qtbot.waitUntil(lambda: window.size().toTuple() == (1280, 720))
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 720


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_help_fits_a_small_projector(qtbot: QtBot, scale: float) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        window.appearance.scale_text(scale)
        window.actions_by_key["helpAction"].trigger()
        box = window.findChild(QMessageBox, "help")
        assert box is not None
        qtbot.waitExposed(box)
        assert box.width() <= 1280
        assert box.height() <= 720
        box.close()
        wait_until_done(qtbot, window)


def test_the_window_can_be_made_narrower_again(qtbot: QtBot) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        window.resize(1600, 900)
        window.resize(940, 520)
        qtbot.waitUntil(lambda: window.width() == 940)
        wait_until_done(qtbot, window)


def test_the_pointer_reads_that_the_loss_is_undefined(qtbot: QtBot) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        window.presenter.show_readout(-1.0, 0.5)
        assert window.views.landscape.readout == "L(−1, 0.5) is undefined"
        wait_until_done(qtbot, window)


def test_esc_leaves_no_formula_of_another_loss(qtbot: QtBot) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        formula = window.views.loss_bar.formula
        wait_until_done(qtbot, window)
        assert not formula.is_empty()
        whole = window.controller.resolved
        assert whole is not None
        other = parse_loss("x^4 + y^2")
        window.controller.accept(
            dataclasses.replace(whole, formula=other, formula_svg=None, derivative_svgs=None)
        )
        window.controller.cancel()
        assert formula.is_empty()


def test_what_is_opened_or_added_comes_into_sight(qtbot: QtBot) -> None:
    def is_seen(row: QWidget) -> bool:
        return row.visibleRegion().boundingRect() == row.rect()

    with open_window(qtbot, LOGARITHM) as window:
        panel = window.views.optimizers
        last = panel.rows[-1]
        closed = last.height()
        QTest.mouseClick(last.chevron, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: last.height() > closed and is_seen(last))
        panel.entry_added.emit(Adam())
        qtbot.waitUntil(lambda: len(panel.rows) == 6 and is_seen(panel.rows[-1]))
        wait_until_done(qtbot, window)


def test_steps_that_do_not_fit_into_memory_are_refused(qtbot: QtBot) -> None:
    starts = tuple(Start(x, 1.0) for x in range(1, 8))
    with open_window(qtbot, replace(LOGARITHM, starts=starts)) as window:
        before = window.controller.scene
        box = retype_steps(window, "1000000")
        assert window.controller.scene == before
        assert "7 starts over 1,000,000 steps" in window.notice.text()
        assert box.value() == before.steps
        retype_steps(window, "30")
        assert window.controller.scene.steps == 30
        assert window.notice.text() == ""
        wait_until_done(qtbot, window)


def test_a_start_too_many_is_refused_and_the_race_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race, "MAXIMUM_ROWS", 5 * 2 * 21)
    with open_window(qtbot, LOGARITHM) as window:
        click(window, 2.0, -2.0)
        assert window.controller.scene == LOGARITHM
        assert "at most" in window.notice.text()


def test_a_file_with_a_race_too_large_leaves_the_scene(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    save_scene(TOO_MANY, path)
    with open_window(qtbot, LOGARITHM) as window:
        window.documents.open(path)
        assert window.controller.scene == LOGARITHM
        assert "at most" in window.notice.text()


def test_a_file_whose_loss_cannot_be_read_leaves_the_scene(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    save_scene(replace(LOGARITHM, loss="x + (y"), path)
    with open_window(qtbot, LOGARITHM) as window:
        window.documents.open(path)
        assert window.controller.scene == LOGARITHM
        assert window.notice.text() == "broken.json: loss: Expected ) to close this ( again."


def test_a_file_without_its_parameters_opens_with_their_sliders(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "bare.json"
    save_scene(replace(LOGARITHM, loss="a x^2 + y^2", title="Bare", notes="Watch."), path)
    with open_window(qtbot, LOGARITHM) as window:
        window.documents.open(path)
        assert list(window.controller.scene.parameters) == ["a"]
        assert window.controller.scene.title == "Bare"
        wait_until_done(qtbot, window)


def test_rows_say_from_how_many_starts_a_run_left_the_domain(qtbot: QtBot) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        panel = window.findChild(OptimizerPanel)
        assert panel is not None
        row = panel.rows[0]
        assert row.outcome.text() == "From 1 of 2 starts: it left the domain of the loss."
        assert row.rank.text() == row.loss.text() == "–"


def test_space_plays_after_the_steps_were_typed(qtbot: QtBot) -> None:
    with open_window(qtbot, LOGARITHM) as window:
        box = retype_steps(window, "30")
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert window.playback.is_playing
        assert box.text() == "30"
        wait_until_done(qtbot, window)
