"""The gestures and keys, on one page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.translation import QT_TRANSLATE_NOOP

GESTURES = (
    QT_TRANSLATE_NOOP("Help", "Type a loss in x and y: x^2 + 10y^2, sin x cos y, |x| + |y| …"),
    QT_TRANSLATE_NOOP("Help", "Click the plot to add a start; drag it; right-click to remove it."),
    QT_TRANSLATE_NOOP("Help", "Drag the ground to pan, turn the wheel to zoom, R to come back."),
    QT_TRANSLATE_NOOP("Help", "Space plays and pauses, ← and → step, Home rewinds."),
    QT_TRANSLATE_NOOP("Help", "S sets when runs stop early, G checks the gradient at a point."),
    QT_TRANSLATE_NOOP("Help", "Click a trail to read why that step was as it was, or press E."),
    QT_TRANSLATE_NOOP("Help", "Ctrl+M writes a method of your own, from any method's equations."),
    QT_TRANSLATE_NOOP("Help", "Shift+click to pin the curvature at a point, P to let it go."),
    QT_TRANSLATE_NOOP("Help", "Any other name in the loss, such as a, becomes a slider."),
    QT_TRANSLATE_NOOP("Help", "Ctrl + and Ctrl − change the size of every text, F5 presents."),
)


def show_help(window: QWidget) -> None:
    """Open the page of gestures beside the window; it does not hold the window up."""
    box = QMessageBox(window)
    box.setObjectName("help")
    box.setWindowTitle(QCoreApplication.translate("Help", "How to Use Fall Line"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("\n\n".join(QCoreApplication.translate("Help", line) for line in GESTURES))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
