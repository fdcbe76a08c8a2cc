"""Open the real application as a person does, press Space, and close it.

``python -m tests.smoke`` opens it once, ``python -m tests.smoke 100`` a hundred times in
a hundred processes, two at a time, closed at different moments: before the first result,
while computing, while playing. Every fourth is given a loss whose derivation explodes.
Any exit status but 0, or anything on standard error, fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent

OPEN_AND_CLOSE = """
import sys
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from gui import app
from gui.main_window import MainWindow

def find():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

def play():
    QTest.keyClick(find().views.landscape, Qt.Key.Key_Space)

def explode():
    find().intents.commit_loss("*".join(f"sin({k}x)" for k in range(1, 50)) + "+y")

application = app.make_application()
delay, explodes = int(sys.argv[1]), sys.argv[2] == "1"
QTimer.singleShot(delay // 2, play)
if explodes:
    QTimer.singleShot(delay // 3, explode)
QTimer.singleShot(delay, lambda: find().close())
sys.exit(app.run())
"""


OFFSCREEN_REMARK = "This plugin does not support propagateSizeHints()"
"""What the platform without a screen says of itself when a window has a smallest size."""

LONGEST = 2500
"""Milliseconds after which the last of many is closed."""


def open_and_close(delay: int, explodes: bool = False) -> str:
    """Run the application for `delay` milliseconds in a process; return what went wrong."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPEN_AND_CLOSE, str(delay), str(int(explodes))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = [line for line in result.stderr.splitlines() if line != OFFSCREEN_REMARK]
    if result.returncode == 0 and not any(said):
        return ""
    return f"after {delay} ms: exit status {result.returncode}\n{result.stderr}"


def main() -> None:
    """Open and close as often as the command line says."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    delays = [LONGEST * turn // times for turn in range(times)] if times > 1 else [6000]
    explodes = [turn % 4 == 3 for turn in range(times)]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for fault in pool.map(open_and_close, delays, explodes) if fault]
    if faults:
        sys.exit("\n".join(faults))
    print(f"{times} opened and closed, every exit status 0")  # noqa: T201


if __name__ == "__main__":
    main()
