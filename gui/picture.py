"""The window, or its plot alone, as a picture without showing it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QSize, Qt
from PySide6.QtGui import QPixmap

from core.derivatives import Derivatives
from core.errors import SceneError
from core.expression import Formula
from core.files import write_atomically
from core.scene import Scene
from gui.app import make_application
from gui.appearance import Choice
from gui.main_window import MainWindow


class InProcess:
    """Differentiates and typesets in this process, where nothing waits for a window."""

    def derive(self, formula: Formula) -> Derivatives:
        """Differentiate twice."""
        from core.symbolic.differentiation import differentiate

        return differentiate(formula.tree, formula.variables)

    def typeset(self, mathml: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Draw formulas as SVG."""
        from core.notation.typeset import svg

        return [svg(formula, colour, size) for formula in mathml]


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
        If the picture can't be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    png = QBuffer()
    png.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(scene, step, size, plot_only, choice).save(png, "PNG")
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
        If something of the scene could not be computed.
    """
    application = make_application()
    window = MainWindow(scene, InProcess(), application)
    target = window.views.landscape if plot_only else window
    try:
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.appearance.choose(choice)
        window.resize(QSize(*size))
        window.show()
        window.resize(window.size() + QSize(*size) - target.size())
        wait_until_resolved(window)
        window.playback.seek(scene.steps if step is None else step)
        # Layouts settle by posted events.
        application.processEvents()
        window.views.landscape.finish_painting()
        window.views.chart.finish_painting()
        return target.grab()
    finally:
        window.close()


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
