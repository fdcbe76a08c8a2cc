"""The gestures and keys, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from gui.translation import QT_TRANSLATE_NOOP

GESTURES = (
    QT_TRANSLATE_NOOP("Help", "Type a loss in x and y, such as x^2 + 10y^2 or |x| + sin y."),
    QT_TRANSLATE_NOOP("Help", "Click the plot to add a start; drag it; right-click to remove it."),
    QT_TRANSLATE_NOOP("Help", "Drag the ground to pan, turn the wheel to zoom, R to come back."),
    QT_TRANSLATE_NOOP("Help", "Space plays and pauses, ← and → step, Home rewinds."),
    QT_TRANSLATE_NOOP("Help", "S sets when runs stop early, G checks the gradient at a point."),
    QT_TRANSLATE_NOOP("Help", "U hatches where a step is too long, B colours by where runs end."),
    QT_TRANSLATE_NOOP("Help", "X cuts the loss along a line, C changes charts, F compares fairly."),
    QT_TRANSLATE_NOOP("Help", "Click a trail to read why that step was as it was, or press E."),
    QT_TRANSLATE_NOOP("Help", "Ctrl+M writes a method of your own, M maps two hyperparameters."),
    QT_TRANSLATE_NOOP("Help", "Shift+click to pin the curvature at a point, P to let it go."),
    QT_TRANSLATE_NOOP("Help", "T draws the Taylor model at that point, with the Newton step."),
    QT_TRANSLATE_NOOP("Help", "K lists critical points: ✓ says proved, ≈ not proved, ? left open."),
    QT_TRANSLATE_NOOP("Help", "Any other name in the loss, such as a, becomes a slider."),
    QT_TRANSLATE_NOOP("Help", "Ctrl + and Ctrl − change the size of every text, F5 presents."),
)


def show_help(window: QWidget) -> None:
    """Open the page of gestures beside the window; it does not hold the window up."""
    box = QMessageBox(window)
    box.setObjectName("help")
    box.setWindowTitle(QCoreApplication.translate("Help", "How to Use Fall Line"))
    lines = [QCoreApplication.translate("Help", line) for line in GESTURES]
    box.setTextFormat(Qt.TextFormat.RichText)
    gap = box.fontMetrics().height() // 4
    box.setText("".join(f'<p style="margin: 0 0 {gap}px 0">{escape(line)}</p>' for line in lines))
    _fit_lines(box, lines)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()


def _fit_lines(box: QMessageBox, lines: Sequence[str]) -> None:
    """Let no line wrap: in the width that Qt chooses, large text is taller than a projector."""
    for label in box.findChildren(QLabel):
        if label.text():
            label.ensurePolished()
            label.setMinimumWidth(max(map(label.fontMetrics().horizontalAdvance, lines)) + 2)
