"""What every test of the window may rely on."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.app import prefer_the_window

Kind = TypeVar("Kind", bound=QObject)


def living(kind: type[Kind]) -> list[Kind]:
    """Return the objects of a kind that Python and Qt both still have."""
    # By `type`, as `isinstance` would run code of proxies that happen to be around.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), kind)]
    return [thing for thing in found if isValid(thing)]


def left_behind(before: set[threading.Thread]) -> list[str]:
    """Name what a test has left: widgets, running timers, threads and processes.

    Timers and Qt's threads are looked for among all objects of Python, since those
    without a parent are found from nowhere else.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    timers = [timer for timer in living(QTimer) if timer.isActive()]
    qt_threads = [thread for thread in living(QThread) if thread.isRunning()]
    own = QThread.currentThread()
    threads = [thread for thread in threading.enumerate() if thread not in before]
    kinds = {
        "widgets": QApplication.topLevelWidgets(),
        "running timers": timers,
        "threads": [*threads, *(thread for thread in qt_threads if thread != own)],
        "processes": multiprocessing.active_children(),
    }
    return [f"{kind}: {found}" for kind, found in kinds.items() if found]


@pytest.fixture(scope="session", autouse=True)
def objects_of_other_tests_set_aside() -> None:
    """Let `living` not look through the million objects that the tests of core have left."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def window_first() -> Iterator[None]:
    """Let the interpreter serve the window as it does in the application."""
    before = sys.getswitchinterval()
    gc.collect()
    prefer_the_window()
    yield
    sys.setswitchinterval(before)


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves something behind.

    pytest-qt closes what was given to `qtbot.addWidget` before fixtures are torn down.
    """
    before = set(threading.enumerate())
    font = qapp.font()
    yield
    assert not left_behind(before)
    # The look of a window would outlive it and dress the widgets of the next test.
    if qapp.styleSheet():
        qapp.setStyleSheet("")
    if qapp.font() != font:
        qapp.setFont(font)
