"""One safe way into a painter, and letters that read on any ground."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPaintDevice, QPainter, QPainterPath, QPen


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


def write_with_halo(
    painter: QPainter, at: QPointF, font: QFont, text: str, colour: QColor, halo: QPen
) -> None:
    """Write a line of text over whatever is painted already.

    Parameters
    ----------
    painter
        Where to write.
    at
        The left end of the baseline.
    font, text, colour
        What to write, and how.
    halo
        Strokes the outline of the letters; half of its width stays visible.
    """
    letters = QPainterPath()
    letters.addText(at, font, text)
    painter.strokePath(letters, halo)
    painter.fillPath(letters, colour)
