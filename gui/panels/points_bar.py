"""The way to the list of critical points while it lies below the edge of its column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea

from gui.panels.critical_points_panel import CriticalPointsPanel

LEAST_IN_SIGHT = 4
"""Heights of the bar that must be seen of the list: its heading and two rows."""


class PointsBar(QPushButton):
    """Counts the critical points at the lower edge of the column; a click scrolls to them.

    Parameters
    ----------
    area
        The column that scrolls.
    panel
        The list, at the end of that column.
    """

    def __init__(self, area: QScrollArea, panel: CriticalPointsPanel) -> None:
        super().__init__(area)
        self._area = area
        self._panel = panel
        self.setObjectName("criticalPointsBar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(self.tr("Scroll to the list of critical points."))
        self.setAccessibleName(self.tr("Scroll to the list of critical points"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._count = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        for label in (QLabel(self.tr("Critical points")), self._count):
            label.setProperty("role", "heading")
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)
        row.insertStretch(1)
        self.clicked.connect(self.scroll_to_list)
        panel.summary_changed.connect(self._count.setText)
        area.verticalScrollBar().valueChanged.connect(self._follow)
        area.viewport().installEventFilter(self)
        panel.installEventFilter(self)
        self._follow()

    def scroll_to_list(self) -> None:
        """Bring as much of the list into sight as there is room for."""
        self._area.verticalScrollBar().setValue(self._panel.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stand at the edge, wherever the edge and the list have moved."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        viewport = self._area.viewport()
        height = round(self.fontMetrics().height() * 2.1)
        list_top = self._panel.y() - self._area.verticalScrollBar().value()
        self.setVisible(list_top + LEAST_IN_SIGHT * height > viewport.height())
        self.setGeometry(0, viewport.height() - height, viewport.width(), height)
