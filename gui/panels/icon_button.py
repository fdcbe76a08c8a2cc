"""A button that is an icon: round where it plays, bare where it stands in a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.panels.icons import paint_icon
from gui.plot.painting import paint_safely


class IconButton(QAbstractButton):
    """A square button that grows with the text around it.

    Parameters
    ----------
    icon
        A name of `gui.panels.icons.ICONS`.
    label
        Accessible name; also the tooltip until another is set.
    diameter
        Side in pixels at the drawn text size.
    is_round
        Filled disc behind the icon; else the icon stands alone until touched.
    is_accent
        The one button of a bar that matters most.
    """

    def __init__(
        self,
        icon: str,
        label: str,
        parent: QWidget | None = None,
        *,
        diameter: int = 28,
        is_round: bool = False,
        is_accent: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._diameter = diameter
        self._is_round = is_round
        self._is_accent = is_accent
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def icon_name(self) -> str:
        """Return the name of the icon that is shown."""
        return self._icon

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the side: with the font in a row of text, and a quarter as fast on a bar."""
        growth = self.fontInfo().pixelSize() / 15
        if self._is_round:
            growth = 1 + (growth - 1) / 4
        side = round(self._diameter * growth)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Show that the button can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Return to rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint disc, focus ring and icon."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        self._paint_ground(painter, place)
        side = place.width() * (0.5 if self._is_round else 0.66)
        square = QRectF(0, 0, side, side)
        square.moveCenter(place.center())
        paint_icon(painter, self._icon, square, self._icon_colour())

    def _paint_ground(self, painter: QPainter, place: QRectF) -> None:
        radius = place.width() / (2 if self._is_round else 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground_colour())
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5))
        painter.drawRoundedRect(place, radius, radius)

    def _ground_colour(self) -> QColor:
        roles = QPalette.ColorRole
        role = roles.Highlight if self._is_accent else roles.Button
        colour = QColor(self.palette().color(role))
        touched = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self._is_round and not touched:
            return QColor(Qt.GlobalColor.transparent)
        if touched and (self._is_round or self.isDown()):
            text = self.palette().color(roles.WindowText)
            return _mixed(colour, text, 0.16 if self.isDown() else 0.08)
        return colour

    def _icon_colour(self) -> QColor:
        roles = QPalette.ColorRole
        if self._is_accent:
            return self.palette().color(roles.HighlightedText)
        if self.isChecked():
            return self.palette().color(roles.Highlight)
        if self._is_round or (self.underMouse() and self.isEnabled()):
            return self.palette().color(roles.ButtonText)
        return self.palette().color(roles.PlaceholderText)


def _mixed(base: QColor, other: QColor, share: float) -> QColor:
    """Return a colour on the way from one to another."""
    ends = ((base.red(), other.red()), (base.green(), other.green()), (base.blue(), other.blue()))
    return QColor(*(round(start + (end - start) * share) for start, end in ends))
