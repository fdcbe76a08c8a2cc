"""Open the real application as a person does, press Space, and close it.

``python -m tests.smoke`` opens it once, ``python -m tests.smoke 100`` a hundred times in
a hundred processes, closed at different moments: before the first result, while
computing, while playing. Any exit status but 0, or anything on standard error, fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
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

application = app.make_application()
delay = int(sys.argv[1])
QTimer.singleShot(delay // 2, play)
QTimer.singleShot(delay, lambda: find().close())
sys.exit(app.run())
"""


def open_and_close(delay: int) -> None:
    """Run the application for `delay` milliseconds in a process of its own."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPEN_AND_CLOSE, str(delay)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if result.returncode != 0 or result.stderr:
        sys.exit(f"after {delay} ms: exit status {result.returncode}\n{result.stderr}")


def main() -> None:
    """Open and close as often as the command line says."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for turn in range(times):
        open_and_close(6000 if times == 1 else 40 * (turn % 50) * (1 + turn // 50 * 2))
    print(f"{times} opened and closed, every exit status 0")  # noqa: T201


if __name__ == "__main__":
    main()
