"""The fixture that watches every test of the window really sees what is left behind."""

from __future__ import annotations

import multiprocessing
import threading

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.conftest import left_behind


def found() -> str:
    return " ".join(left_behind(set(threading.enumerate())))


def test_a_timer_without_a_parent_and_one_of_an_object_are_seen(qapp: QApplication) -> None:
    owner = QObject()
    for timer in (QTimer(), QTimer(owner)):
        timer.start(60_000)
        assert "timers" in found()
        timer.stop()
        assert not found()


def test_a_window_is_seen(qapp: QApplication) -> None:
    window = QWidget()
    assert "widgets" in found()
    window.deleteLater()
    assert not found()


def test_a_thread_is_seen(qapp: QApplication) -> None:
    before = set(threading.enumerate())
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait)
    thread.start()
    assert "threads" in " ".join(left_behind(before))
    gate.set()
    thread.join()
    assert not left_behind(before)


def test_a_qt_thread_is_seen(qapp: QApplication) -> None:
    thread = QThread()
    thread.start()
    assert "threads" in found()
    thread.quit()
    thread.wait()
    assert not found()


def test_a_process_is_seen(qapp: QApplication) -> None:
    context = multiprocessing.get_context("spawn")
    gate = context.Event()
    process = context.Process(target=gate.wait, daemon=True)
    process.start()
    assert "processes" in found()
    gate.set()
    process.join()
    process.close()
    assert not found()
