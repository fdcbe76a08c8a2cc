"""The field where a loss is typed, with the wrong place marked in it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import Span


class LossInput(QLineEdit):
    """A line of text in which one run of characters can be underlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self.setMaxLength(500)

    def marked_span(self) -> Span | None:
        """Return the characters that are marked."""
        return self._span

    def mark(self, span: Span | None, colour: QColor) -> None:
        """Underline these characters in a colour; where nothing stands, the last one."""
        if span is None and self._span is None:
            return
        self._span = span
        self._format([] if span is None else [self._underline(span, colour)])
        invalid = "false" if span is None else "true"
        if self.property("invalid") != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _underline(self, span: Span, colour: QColor) -> QInputMethodEvent.Attribute:
        length = len(self.text())
        start = max(0, min(span[0], length - 1))
        end = min(max(span[1], start + 1), length)
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(colour)
        tint = QColor(colour)
        tint.setAlphaF(0.16)
        style.setBackground(tint)
        return QInputMethodEvent.Attribute(
            QInputMethodEvent.AttributeType.TextFormat,
            start - self.cursorPosition(),
            end - start,
            style,
        )

    def _format(self, attributes: list[QInputMethodEvent.Attribute]) -> None:
        # An input-method event without text is the one way a line edit takes formats.
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
