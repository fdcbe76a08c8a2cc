"""A button that opens a menu, with a chevron beside its text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from gui.panels.icons import paint_icon
from gui.plot.painting import paint_safely


class MenuButton(QPushButton):
    """A push button that paints its own text, with a chevron after it.

    Parameters
    ----------
    is_quiet
        Without a ground, in the colour of secondary text, for headings.
    """

    def __init__(
        self, text: str, menu: QMenu, parent: QWidget | None = None, *, is_quiet: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._is_quiet = is_quiet
        self.setMenu(menu)
        menu.aboutToHide.connect(lambda: forget_pointer(self))
        # A frame that stays after a click would draw the eye for nothing.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if is_quiet:
            self.setProperty("role", "quiet")

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the text and the chevron."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        height = super().sizeHint().height()
        return QSize(2 * self._margin() + width + self._gap() + self._side(), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: the text is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the ground as any button's, then the text and the chevron."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_resting = self._is_quiet and not self.underMouse()
        role = QPalette.ColorRole.PlaceholderText if is_resting else QPalette.ColorRole.WindowText
        # The style sheet dims the placeholder colour of this button's own palette.
        colour = QApplication.palette().color(role)
        painter.setPen(colour)
        painter.drawText(
            self.rect().adjusted(self._margin(), 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        side = self._side()
        left = self.width() - self._margin() - side
        paint_icon(
            painter, "chevron_down", QRectF(left, (self.height() - side) / 2, side, side), colour
        )

    def _side(self) -> int:
        return self.fontInfo().pixelSize()

    def _gap(self) -> int:
        return self._side() // 2

    def _margin(self) -> int:
        return self._side() // 3 if self._is_quiet else self._side()


def forget_pointer(button: QPushButton) -> None:
    """Let a button look at rest: while its menu is open, Qt misses that the pointer left."""
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    button.update()
