"""The real window on a scene, with SymPy's process behind it, for what measures it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QTimer

from core.scene import Scene
from core.symbolic.worker import SymbolicWorker
from gui.app import prefer_the_window
from gui.main_window import MainWindow
from gui.opening import make_application
from gui.wiring import make_window

SIZE = (1600, 900)


@contextmanager
def symbolic_worker() -> Iterator[SymbolicWorker]:
    """Start the process that derives and typesets, and end it."""
    make_application()
    worker = SymbolicWorker()
    worker.start()
    try:
        yield worker
    finally:
        worker.close()


@contextmanager
def opened(scene: Scene, worker: SymbolicWorker, *, at_end: bool = False) -> Iterator[MainWindow]:
    """Open a window, everything in it computed and painted, and close it.

    Parameters
    ----------
    scene
        What it shows.
    worker
        Derives and typesets.
    at_end
        Whether the playhead stands at the end, all trails in full.
    """
    window = make_window(scene, worker, make_application())
    window.appearance.apply()
    window.resize(*SIZE)
    window.show()
    prefer_the_window()
    while not is_done(window):
        wait(0.02)
    if at_end:
        window.playback.seek(scene.steps)
    wait(1.0)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        wait(0.1)


def is_done(window: MainWindow) -> bool:
    """Tell whether the newest scene has been computed in full."""
    resolved = window.controller.resolved
    if resolved is None or resolved.scene is not window.controller.scene:
        return False
    return resolved.derivative_svgs is not None or bool(resolved.derivation_error)


def wait(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
