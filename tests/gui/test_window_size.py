"""The size of the window changes no bit of any result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.race import run_race
from core.scene import Entry, Noise, Scene, Start, StoppingRule, View
from gui.basins.work import Answer
from gui.main_window import MainWindow
from tests.gui.support import PATIENCE, open_window, wait_until_done

SCENE = Scene(
    loss="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    view=View(-6, 6, -5, 5),
    starts=(Start(-1.5, 0.5), Start(4.0, 4.0), Start(5.9, -4.9)),
    entries=(
        Entry(Adam(learning_rate=0.2), schedule="1/sqrt(t)"),
        Entry(GradientDescent(learning_rate=0.02), noise=Noise("student", 0.3)),
    ),
    steps=120,
    stopping=StoppingRule(gradient_norm=1e-4),
    seed=11,
)
SIZES = ((1280, 720), (820, 640))
SAMPLED = 500
"""Pixels of each window that are compared with a race."""


def exported(window: MainWindow, path: Path) -> bytes:
    window.documents.export_csv(path)
    return path.read_bytes()


def compared(qtbot: QtBot, window: MainWindow, path: Path) -> bytes:
    """Return the table of the fair race, when it is complete."""
    window.fair_race.open()

    def is_complete() -> bool:
        answer = window.fair_race.answer
        return window.fair_race.is_current and answer is not None and answer.is_complete

    qtbot.waitUntil(is_complete, timeout=PATIENCE)
    window.comparison_export.export_csv(path)
    return path.read_bytes()


def sharp_basins(qtbot: QtBot, window: MainWindow) -> Answer:
    window.basins.toggle()
    display = window.basins.display

    def is_sharp() -> bool:
        return display.answer is not None and display.answer.basins.grid.stride == 1

    qtbot.waitUntil(is_sharp, timeout=PATIENCE)
    assert display.answer is not None
    return display.answer


def assert_ends_as_in_a_race(window: MainWindow, answer: Answer) -> None:
    """Compare pixels of the window with plain races from the same points."""
    resolved, ends = window.controller.resolved, answer.basins.ends
    assert resolved is not None
    x, y = answer.basins.grid.starts
    chosen = np.random.default_rng(2).choice(x.size, SAMPLED, replace=False)
    starts = tuple(map(Start, x[chosen].tolist(), y[chosen].tolist()))
    race = run_race(resolved.surface, replace(SCENE, starts=starts, entries=SCENE.entries[:1]))
    last = race.last_step[0][:, np.newaxis]
    for name in ("x", "y", "loss"):
        expected = np.take_along_axis(getattr(race, name)[0], last, 1)[:, 0]
        assert getattr(ends, name)[chosen].tobytes() == expected.tobytes()
    outcomes = ends.outcomes
    assert [outcomes[pixel] for pixel in chosen] == list(race.outcomes[0])


def test_windows_of_two_sizes_give_the_same_bits(qtbot: QtBot, tmp_path: Path) -> None:
    tables, comparisons, grids = [], [], []
    for width, height in SIZES:
        with open_window(qtbot, SCENE) as window:
            window.resize(width, height)
            wait_until_done(qtbot, window)
            answer = sharp_basins(qtbot, window)
            assert_ends_as_in_a_race(window, answer)
            grids.append(answer.basins.grid)
            tables.append(exported(window, tmp_path / f"{width}.csv"))
            comparisons.append(compared(qtbot, window, tmp_path / f"compared{width}.csv"))
    assert grids[0].view != grids[1].view
    assert tables[0] == tables[1]
    assert tables[0].count(b"\r\n") > len(SCENE.starts) * len(SCENE.entries)
    assert comparisons[0] == comparisons[1]
    assert comparisons[0].count(b"\r\n") > 2 * len(SCENE.entries)
