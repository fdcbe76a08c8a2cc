"""One safe way into a painter."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QPaintDevice, QPainter


def paint_safely(device: QPaintDevice, draw: Callable[[QPainter], None]) -> None:
    """Paint on a device so that no error can end the process.

    An exception that leaves a paint event with its painter open is a segmentation
    fault. Here it goes to `sys.excepthook`, and the painter is always ended.
    """
    painter = QPainter(device)
    try:
        draw(painter)
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        painter.end()
