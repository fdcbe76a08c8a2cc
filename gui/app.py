"""The application: Qt, fonts, what happens on an unexpected error, and the window."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QWidget

from core.scene import Scene
from core.scene_file import load_scene
from core.symbolic.worker import SymbolicWorker
from gui.main_window import MainWindow
from gui.opening import make_application
from gui.wiring import make_window
from resources import SCENES, scene_path

WINDOW_SIZE = QSize(1600, 900)

SWITCH_SECONDS = 5e-5
"""How long the window waits for the interpreter before it demands it.

NumPy lets go of it for each array and takes it again at once, and each time the wait begins
anew: with Python's own five milliseconds the window may wait for a tenth of a second.
"""

ExceptionHook = Callable[[type[BaseException], BaseException, TracebackType | None], None]

log = logging.getLogger(__name__)


def run(scene: Scene | None = None, opening: QWidget | None = None) -> int:
    """Open the window and return the exit status when it has been closed.

    Parameters
    ----------
    scene
        What to show first; None is the scene that every first start shows.
    opening
        What is seen until the window is; closed then.
    """
    application = make_application()
    worker = SymbolicWorker()
    window = make_window(scene or first_scene(), worker, application)
    previous_hook = sys.excepthook
    sys.excepthook = noticing_hook(window)
    window.closing.connect(worker.close)
    window.resize(WINDOW_SIZE.boundedTo(application.primaryScreen().availableSize() * 0.94))
    window.show()
    # One press of Space plays; it must not go into the field of the loss.
    window.views.landscape.setFocus()
    # SymPy's process competes for the processor, so it starts after the first paint.
    AfterFirstPaint(window.views.landscape, worker.start)
    if opening is not None:
        AfterFirstPaint(window.views.landscape, opening.close)
    prefer_the_window()
    try:
        return application.exec()
    finally:
        worker.close()
        sys.excepthook = previous_hook


def prefer_the_window() -> None:
    """Keep Python from holding up the window while the background thread works."""
    sys.setswitchinterval(SWITCH_SECONDS)
    # What exists by now stays. To look it through again, as the collector does now and
    # then, takes the time of four frames.
    gc.freeze()
    gc.enable()


class AfterFirstPaint(QObject):
    """Does something once, when a widget has been painted for the first time."""

    def __init__(self, widget: QWidget, action: Callable[[], object]) -> None:
        super().__init__(widget)
        self._action = action
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Wait for the first paint, and let it end before the action begins."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._action)
        return super().eventFilter(watched, event)


def first_scene() -> Scene:
    """Return the scene that a first start shows."""
    return load_scene(scene_path(SCENES[0]))


def noticing_hook(window: MainWindow) -> ExceptionHook:
    """Return an exception hook that logs, and says in the window that something failed."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected error", exc_info=(kind, error, trace))
        sentence = window.tr("Something unexpected failed, and was left out: {0}")
        window.notice.say(sentence.format(f"{kind.__name__}: {error}"))

    return hook
