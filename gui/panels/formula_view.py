"""A typeset formula that is always seen whole."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plot.painting import paint_safely

FADED = 0.35
"""How much is left of a formula that no longer holds."""


class FormulaView(QWidget):
    """Paints SVG at its own size, smaller where room is short, never cut off."""

    def __init__(self, parent: QWidget | None = None, *, tallest: int = 400) -> None:
        super().__init__(parent)
        self._picture = QSvgRenderer(self)
        self._content = b""
        self._tallest = tallest
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_formula(self, svg: bytes | None) -> None:
        """Show a formula, or nothing."""
        content = svg or b""
        if content != self._content:
            self._content = content
            self._picture.load(QByteArray(content))
            self.updateGeometry()
            self.update()

    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not self._content

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the formula's own size, limited in height."""
        size = self._natural_size()
        if size.height() > self._tallest:
            size = size * (self._tallest / size.height())
        return size.toSize()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for little: the formula shrinks."""
        return QSize(min(60, self.sizeHint().width()), min(20, self.sizeHint().height()))

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height once the formula has shrunk to a width."""
        hint = self.sizeHint()
        if hint.width() <= width or not hint.width():
            return hint.height()
        return max(12, round(hint.height() * width / hint.width()))

    def place(self) -> QRectF:
        """Return where the formula stands: at the left, in the middle of the height."""
        size = self._natural_size()
        if size.isEmpty():
            return QRectF()
        scale = min(1.0, self.width() / size.width(), self.height() / size.height())
        top = (self.height() - size.height() * scale) / 2
        return QRectF(0, top, size.width() * scale, size.height() * scale)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the formula."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else FADED)
        if not self.place().isEmpty():
            self._picture.render(painter, self.place())

    def _natural_size(self) -> QSizeF:
        return QSizeF(self._picture.defaultSize()) if self._content else QSizeF()
