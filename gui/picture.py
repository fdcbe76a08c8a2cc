"""The window, or its plot alone, as a picture without showing it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QEventLoop,
    QIODevice,
    QMessageLogContext,
    QSize,
    Qt,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from core.derivatives import Derivatives
from core.errors import SceneError
from core.expression import Formula
from core.files import write_atomically
from core.scene import Scene
from core.symbolic.worker import PATIENT_LIMIT, SymbolicWorker
from gui.appearance import Choice
from gui.main_window import MainWindow
from gui.opening import make_application
from gui.wiring import make_window

SIZE_HINT_REMARK = "This plugin does not support propagateSizeHints()"
"""What Qt says of each window without a screen, where nobody sees its size change."""


ROUNDS_OF_FITTING = 12
"""A wider window may widen the panels too, by less than half: each round halves what is missing."""


class PatientWorker(SymbolicWorker):
    """Gives derivatives more time than a window would, as nobody watches it meanwhile."""

    def derive(self, formula: Formula, timeout: float = PATIENT_LIMIT) -> Derivatives:
        """Differentiate a loss twice."""
        return super().derive(formula, timeout)


def render(
    scene: Scene,
    step: int | None,
    size: tuple[int, int],
    plot_only: bool,
    out: Path,
    choice: Choice = Choice.LIGHT,
) -> None:
    """Write a picture of the window to a PNG file, whole or not at all.

    Parameters
    ----------
    scene
        What is shown.
    step
        Where the playhead stands; None is the end of the race.
    size
        Width and height in pixels.
    plot_only
        Leave out everything around the plot.

    Raises
    ------
    SceneError
        If the picture is too small or too large to be drawn, or can't be written.
    """
    # Whatever is asked for a window, a picture needs no screen.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    png = QBuffer()
    png.open(QIODevice.OpenModeFlag.WriteOnly)
    with without_size_hint_remark():
        picture = draw(scene, step, size, plot_only, choice)
    if not picture.save(png, "PNG"):
        raise SceneError(f"A picture of {size[0]}x{size[1]} pixels doesn't fit into memory.")
    try:
        write_atomically(out, bytes(png.data().data()))
    except OSError as error:
        raise SceneError(f"{out} can't be written: {error.strerror}.") from None


def draw(
    scene: Scene,
    step: int | None,
    size: tuple[int, int],
    plot_only: bool,
    choice: Choice = Choice.LIGHT,
) -> QPixmap:
    """Return a picture of the window, everything computed.

    Raises
    ------
    SceneError
        If something of the scene could not be computed, or the size is too small.
    """
    application = make_application()
    with closing(PatientWorker()) as worker:
        worker.start()
        window = make_window(scene, worker, application)
        try:
            return _drawn(window, scene.steps if step is None else step, size, plot_only, choice)
        finally:
            window.close()


def _drawn(
    window: MainWindow, step: int, size: tuple[int, int], plot_only: bool, choice: Choice
) -> QPixmap:
    target = window.views.landscape if plot_only else window
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.appearance.choose(choice)
    window.resize(QSize(*size))
    window.show()
    for _ in range(ROUNDS_OF_FITTING):
        window.resize(window.size() + QSize(*size) - target.size())
    _refuse_too_small(target.size(), size)
    wait_until_resolved(window)
    window.playback.seek(step)
    # Layouts settle by posted events.
    QApplication.processEvents()
    window.views.landscape.finish_painting()
    window.views.chart.finish_painting()
    return target.grab()


def _refuse_too_small(least: QSize, size: tuple[int, int]) -> None:
    if least != QSize(*size):
        message = (
            f"A picture of {size[0]}x{size[1]} pixels is too small for what it shows; "
            f"{least.width()}x{least.height()} would do."
        )
        raise SceneError(message)


@contextmanager
def without_size_hint_remark() -> Iterator[None]:
    """Keep one remark of Qt off standard error; every other message goes where it went."""

    def handle(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if message == SIZE_HINT_REMARK:
            return
        if previous is not None:
            previous(kind, context, message)
        else:
            print(qFormatLogMessage(kind, context, message), file=sys.stderr)  # noqa: T201

    previous = qInstallMessageHandler(handle)
    try:
        yield
    finally:
        qInstallMessageHandler(previous)


def wait_until_resolved(window: MainWindow) -> None:
    """Let the event loop run until nothing more is computed.

    Raises
    ------
    SceneError
        If something of the scene could not be computed.
    """
    problems: list[str] = []
    loop = QEventLoop()
    window.controller.problem.connect(problems.append)
    window.controller.rested.connect(loop.quit)
    loop.exec()
    if problems:
        raise SceneError(problems[0])
