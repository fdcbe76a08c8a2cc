"""A real window for tests, and what a hand does to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.derivatives import Derivatives
from core.expression import Formula
from core.notation.typeset import svg
from core.scene import Scene
from core.symbolic.differentiation import differentiate
from gui.main_window import MainWindow
from gui.resolve import Symbolics
from gui.wiring import make_window

PATIENCE = 30_000
"""Milliseconds after which a test gives up waiting; never the time it takes."""


class InProcess:
    """Differentiates and typesets in this process, which spares tests a second each."""

    def derive(self, formula: Formula) -> Derivatives:
        """Differentiate twice."""
        return differentiate(formula.tree, formula.variables)

    def typeset(self, mathml: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Draw formulas as SVG."""
        return [svg(formula, colour, size) for formula in mathml]


@contextmanager
def open_window(
    qtbot: QtBot, scene: Scene, symbolics: Symbolics | None = None
) -> Iterator[MainWindow]:
    """Open the real window on a scene, everything computed, and close it afterwards."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(scene, symbolics or InProcess(), application)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    wait_until_done(qtbot, window)
    try:
        yield window
    finally:
        window.close()


def wait_until_done(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the newest scene is resolved in full."""

    def is_done() -> bool:
        assert not window.notice.text(), window.notice.text()
        resolved = window.controller.resolved
        if resolved is None or resolved.scene is not window.controller.scene:
            return False
        return resolved.derivative_svgs is not None or bool(resolved.derivation_error)

    qtbot.waitUntil(is_done, timeout=PATIENCE)


def pixel_of(window: MainWindow, x: float, y: float) -> QPoint:
    """Return where a point of the plane is in the landscape view."""
    landscape = window.views.landscape
    view = landscape.view
    column = (x - view.x_min) / (view.x_max - view.x_min) * landscape.width()
    row = (view.y_max - y) / (view.y_max - view.y_min) * landscape.height()
    return QPoint(round(column), round(row))


def click(window: MainWindow, x: float, y: float) -> None:
    """Click a point of the plane with the left button."""
    QTest.mouseClick(window.views.landscape, Qt.MouseButton.LeftButton, pos=pixel_of(window, x, y))


def drag(widget: QWidget, start: QPoint, end: QPoint, moves: int = 8) -> None:
    """Press at one pixel, move to another in several events, and release."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for move in range(1, moves + 1):
        QTest.mouseMove(widget, start + (end - start) * move / moves)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def names_by_tab(window: MainWindow, presses: int) -> list[str]:
    """Press Tab so often, and return the names of what has the focus after each."""
    names = []
    for _ in range(presses):
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
    return names
