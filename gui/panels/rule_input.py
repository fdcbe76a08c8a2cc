"""The field where an update rule is typed, with the wrong place marked in it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from core.errors import Span

FEWEST_LINES, MOST_LINES = 4, 12
MARGIN = 6
LONGEST_TEXT = 4000
"""Characters that are taken from a paste: twice what a rule may have, so that it is told."""


class RuleInput(QPlainTextEdit):
    """Lines of text in which one run of characters can be underlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: Span | None = None
        self._rows = 0
        self.document().setDocumentMargin(MARGIN)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The layout tells a new size only with a new number of lines, wrapped ones not counted.
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().contentsChanged.connect(self._fit)

    def marked_place(self) -> Span | None:
        """Return the characters of the whole text that are marked."""
        return self._place

    def mark(self, place: Span, colour: QColor) -> None:
        """Underline these characters in a colour; where nothing stands, the one before."""
        self._place = place
        self.setExtraSelections([self._underlined(place, colour)])
        self._set_invalid(True)

    def clear_mark(self) -> None:
        """Mark nothing."""
        self._place = None
        self.setExtraSelections([])
        self._set_invalid(False)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste plain text, and of an endless one its beginning."""
        self.textCursor().insertText(source.text()[:LONGEST_TEXT])
        self.ensureCursorVisible()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for every line, within limits."""
        rows = min(max(self._rows, FEWEST_LINES), MOST_LINES)
        # What a line really takes: with a second font in it, more than the first one's spacing.
        line = max(self.fontMetrics().lineSpacing(), self.cursorRect().height())
        return QSize(240, rows * line + 2 * (self.frameWidth() + MARGIN + 1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same height: it scrolls only beyond the limit."""
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Ask for the height of the lines as they wrap now."""
        super().resizeEvent(event)
        self._fit()

    def _underlined(self, place: Span, colour: QColor) -> QTextEdit.ExtraSelection:
        length = len(self.toPlainText())
        end = min(max(place[1], place[0] + (place[0] == 0)), length)
        start = max(min(place[0], end - 1), 0)
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        tint = QColor(colour)
        tint.setAlphaF(0.16)
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(colour)
        style.setBackground(tint)
        marked = QTextEdit.ExtraSelection()
        marked.cursor, marked.format = cursor, style
        return marked

    def _set_invalid(self, is_invalid: bool) -> None:
        invalid = "true" if is_invalid else "false"
        if self.property("invalid") != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _fit(self) -> None:
        # A plain text document tells its height in rows, wrapped ones included.
        rows = round(self.document().size().height())
        if rows != self._rows:
            self._rows = rows
            self.updateGeometry()
