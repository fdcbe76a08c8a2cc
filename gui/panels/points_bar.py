"""The way to the list of critical points while it lies below the edge of its column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout

from gui.panels.critical_points_panel import CriticalPointsPanel

LEAST_IN_SIGHT = 7
"""Lines of text that must be seen of the list: its heading and two rows."""


class PointsBar(QPushButton):
    """Counts the critical points at the lower edge of the column; a click scrolls to them.

    What has just happened to points is said here as well, as nobody would see it below.

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
        self._title, self.count = _label("heading"), _label("heading")
        self._title.setText(self.tr("Critical points"))
        self.news = _label("news")
        self.news.setWordWrap(True)
        self.news.hide()
        self._lay_out()
        self.clicked.connect(self.scroll_to_list)
        panel.summary_changed.connect(self.count.setText)
        panel.news_changed.connect(self._show_news)
        area.verticalScrollBar().valueChanged.connect(self._follow)
        area.viewport().installEventFilter(self)
        panel.installEventFilter(self)
        self._follow()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 8)
        column.setSpacing(4)
        column.addWidget(self.news)
        column.addLayout(row)

    def scroll_to_list(self) -> None:
        """Bring as much of the list into sight as there is room for."""
        self._area.verticalScrollBar().setValue(self._panel.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stand at the edge, wherever the edge and the list have moved."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._follow()
        return super().eventFilter(watched, event)

    def _show_news(self, sentence: str) -> None:
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))
        self._follow()

    def _follow(self) -> None:
        viewport, layout = self._area.viewport(), self.layout()
        assert layout is not None
        list_top = self._panel.y() - self._area.verticalScrollBar().value()
        least = LEAST_IN_SIGHT * self._title.sizeHint().height()
        self.setVisible(list_top + least > viewport.height())
        # Without news nothing wraps, and Qt has no height for a width.
        wrapped = layout.totalHeightForWidth(viewport.width())
        height = wrapped if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setGeometry(0, viewport.height() - height, viewport.width(), height)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
