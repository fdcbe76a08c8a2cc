from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.scene import Scene, Start, basic_entries
from core.symbolic.worker import SymbolicWorker
from gui.app import AfterFirstPaint, noticing_hook
from tests.gui.support import PATIENCE, open_window, wait_until_done

ROOT = Path(__file__).parents[2]
BOWL = Scene(loss="x^2 + 3y^2", starts=(Start(-3.0, 2.0),), entries=basic_entries(), steps=20)


def test_the_window_imports_neither_sympy_nor_ziamath() -> None:
    code = "import sys, gui.app; print(sorted({'sympy', 'ziamath'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"


def test_an_exception_on_the_gui_thread_ends_in_the_notice(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with open_window(qtbot, BOWL) as window:
        error = ValueError("the reason")
        noticing_hook(window)(ValueError, error, None)
        assert "ValueError: the reason" in window.notice.text()
        assert window.notice.isVisible()
        assert "unexpected error" in caplog.text


def test_an_exception_in_the_background_ends_in_the_notice(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with open_window(qtbot, BOWL) as window:
        window.controller._runner.submit(lambda _cancelled: (1 / zero for zero in (0,)))
        qtbot.waitUntil(lambda: "ZeroDivisionError" in window.notice.text(), timeout=PATIENCE)
        assert window.notice.isVisible()
        assert "ZeroDivisionError" in caplog.text


def test_what_waits_for_the_first_paint_happens_once_and_after_it(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    done: list[bool] = []
    AfterFirstPaint(widget, lambda: done.append(True))
    assert not done
    widget.show()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    widget.repaint()
    assert done == [True]


def test_a_killed_symbolic_process_is_replaced_unnoticed(qtbot: QtBot) -> None:
    worker = SymbolicWorker()
    worker.start()
    try:
        with open_window(qtbot, BOWL, worker) as window:
            process = worker._process
            assert process is not None
            process.kill()
            window.intents.commit_loss("x^4 + y^2")
            wait_until_done(qtbot, window)
            resolved = window.controller.resolved
            assert resolved is not None
            assert resolved.landscape is not None
            assert not resolved.derivation_error
    finally:
        worker.close()
