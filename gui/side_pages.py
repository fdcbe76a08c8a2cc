"""The column beside the picture: the race's panels, and pages that take their place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

RACE = "race"
"""The page that is there from the beginning, and to which every other leads back."""

MARGIN = 44
"""Room kept below what is scrolled to, more than a bar at the column's lower edge takes."""


class SidePages(QStackedWidget):
    """Shows one page at a time, each scrolling on its own.

    Parameters
    ----------
    race
        What stands beside the picture while no page is open.
    """

    page_changed = Signal(str)
    """The key of the page that is now shown."""
    least_width_changed = Signal()

    def __init__(self, race: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._contents: dict[str, QWidget] = {}
        self._areas: dict[str, QWidget] = {}
        self._least_width = 0
        self.race_area = _scroll_area("racePage")
        self._add(RACE, race, self.race_area)
        _scroll(race, self.race_area)

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        shown = self.currentWidget()
        return next(key for key, area in self._areas.items() if area is shown)

    def add_page(self, key: str, title: str, widget: QWidget) -> None:
        """Add a page below a header that leads back to the race.

        Parameters
        ----------
        key
            Names the page to `open`, as ``method editor``.
        title
            Stands in the header.
        widget
            The page's content; it scrolls where it is too tall.
        """
        name = key.title().replace(" ", "")
        page = QWidget()
        page.setObjectName("sidePage")
        self._add(key, widget, page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header(name, title))
        area = _scroll_area(f"{name[0].lower()}{name[1:]}Page")
        column.addWidget(area, 1)
        _scroll(widget, area)

    def open(self, key: str) -> None:
        """Show a page."""
        if key != self.current:
            self.setCurrentWidget(self._areas[key])
            self.page_changed.emit(key)

    def close_page(self) -> None:
        """Go back to the race."""
        self.open(RACE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say so when what a page shows needs another width."""
        if event.type() == QEvent.Type.LayoutRequest and self._least_width != self.least_width():
            self._least_width = self.least_width()
            self.least_width_changed.emit()
        return super().eventFilter(watched, event)

    def reveal(self, widget: QWidget) -> None:
        """Scroll as little as shows the whole of a widget, once it has its new size."""
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))

    def _scroll_to(self, widget: QWidget) -> None:
        area, content = self.currentWidget(), self._contents[self.current]
        if isinstance(area, QScrollArea) and content.isAncestorOf(widget):
            # A row that has just grown is laid out with the column that holds it.
            content.adjustSize()
            area.ensureWidgetVisible(widget, 0, MARGIN)

    def least_width(self) -> int:
        """Return the width that shows the race and the open page without cutting them off."""
        shown = {RACE, self.current}
        return max(self._contents[key].minimumSizeHint().width() for key in shown)

    def _add(self, key: str, content: QWidget, area: QWidget) -> None:
        self._contents[key], self._areas[key] = content, area
        content.installEventFilter(self)
        self.addWidget(area)

    def _header(self, name: str, title: str) -> QWidget:
        heading = QLabel(title)
        heading.setProperty("role", "title")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        back = QPushButton(self.tr("Back to the race"))
        back.setObjectName(f"backFrom{name}Button")
        back.setProperty("role", "link")
        back.setToolTip(self.tr("Close this page; Esc does the same."))
        back.setAccessibleName(self.tr("Back to the race"))
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(self.close_page)
        header = QWidget()
        row = QHBoxLayout(header)
        row.setContentsMargins(20, 12, 16, 6)
        row.addWidget(heading, 1)
        row.addWidget(back)
        return header


def _scroll_area(name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setProperty("surface", "panel")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _scroll(content: QWidget, area: QScrollArea) -> None:
    # First, as what is put into a window is dressed at once, by what is known of it.
    content.setProperty("surface", "panel")
    area.setWidget(content)
