"""Each part measures what it says, on the smallest case that it has."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.benchmarks import race_speed
from tests.benchmarks.application import resident_megabytes
from tests.benchmarks.compile_speed import FUNCTIONS, new_losses
from tests.benchmarks.contour_speed import STAGES, stages, warm
from tests.benchmarks.frame_times import HEADS, distribution, frames, quantiles
from tests.benchmarks.losses import LOSSES
from tests.benchmarks.tables import Settings
from tests.benchmarks.window import Blank
from tests.benchmarks.window_log import HEADS as LOG_HEADS
from tests.benchmarks.window_log import WindowLog

QUICK = Settings(rounds=1, words=("bowl",), is_quick=True)


def test_our_own_time_is_what_the_others_are_multiples_of() -> None:
    tables = list(race_speed.measure(QUICK))
    assert len(tables) == 3
    for table in tables:
        ((name, ours, *multiples),) = table.rows
        assert name == "bowl"
        assert len(multiples) == len(table.heads) - 2
        assert all(float(figure.replace(",", "")) > 0 for figure in (ours, *multiples))


def test_every_stage_is_timed(qapp: QApplication) -> None:
    assert tuple(stages(LOSSES["bowl"])) == STAGES


def test_stages_add_up_to_what_they_take_together(qapp: QApplication) -> None:
    (row,) = warm(QUICK).rows
    figures = [float(figure) for figure in row[1:]]
    together = figures[len(STAGES)]
    assert sum(figures[: len(STAGES)]) == pytest.approx(together, abs=0.5)


def test_each_function_of_a_loss_is_compiled_anew() -> None:
    (row,) = new_losses(QUICK).rows
    assert len(row) == 1 + len(FUNCTIONS)
    assert all(float(figure) > 0 for figure in row[1:])


def test_every_frame_is_moved_painted_and_timed(qtbot: QtBot) -> None:
    moves: list[float] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    times = frames(widget, moves.append, 0.1)
    assert len(times) == len(moves) >= 1
    assert len(distribution(times)) + 2 * len(quantiles(np.ones(3))) == len(HEADS) - 1
    assert moves == sorted(moves)


def test_a_log_has_a_row_whether_or_not_anything_was_painted(qtbot: QtBot) -> None:
    widget = Blank()
    qtbot.addWidget(widget)
    log = WindowLog(widget, widget.frame_log)
    assert log.figures() == ["", "", "", "", "0", "", "", "0", "0", "", ""]
    widget.show()
    qtbot.waitUntil(lambda: widget.frame_log.count > 0)
    for _ in range(20):
        widget.repaint()
    log.delays += [0.2]
    rate, *gaps = log.figures()[:4]
    assert float(rate) > 1
    assert sorted(map(float, gaps)) == list(map(float, gaps))
    assert log.figures()[-2:] == ["200", "200"]
    assert len(log.figures()) == len(LOG_HEADS)


def test_late_frames_are_counted() -> None:
    assert distribution([1.0, 2.0, 3.0, 40.0]) == ["4", "2.5", "38.9", "40.0", "25.0 %"]


@pytest.mark.skipif(resident_megabytes() != resident_megabytes(), reason="the system doesn't tell")
def test_memory_in_use_shows() -> None:
    before = resident_megabytes()
    block = bytearray(b"\x01" * 50_000_000)
    assert resident_megabytes() - before > 40
    assert len(block) == 50_000_000
