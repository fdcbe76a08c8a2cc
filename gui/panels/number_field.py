"""A field for one typed number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolTip, QWidget

from gui.numbers import NumberError, exact_number, format_number, parse_number
from gui.panels.keys import leaves_space

Check = Callable[[float], str]
"""Returns the sentence that refuses a number, or an empty text."""


def accept_all(_value: float) -> str:
    """Accept every finite number."""
    return ""


class NumberField(QLineEdit):
    """Shows a number in four digits, and all of them while it is edited."""

    committed = Signal(float)
    """A number that was typed and accepted."""

    def __init__(
        self, check: Check = accept_all, parent: QWidget | None = None, *, characters: int = 8
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._characters = characters
        self._value = 0.0
        self.setProperty("role", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._commit)
        self.textEdited.connect(self._clear_refusal)

    def value(self) -> float:
        """Return the last accepted number."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number, unless another is being typed."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._show_value()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room its number of characters takes in the present font."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance("0") * self._characters + 12)
        return hint

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a number is never cut off."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Offer all digits for editing."""
        super().focusInEvent(event)
        self.setText(exact_number(self._value))
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take what was typed, or return to the last accepted number."""
        if self.isModified():
            self._commit()
        super().focusOutEvent(event)
        self._clear_refusal()
        self._show_value()

    def event(self, event: QEvent) -> bool:
        """Leave Space to the window, where it plays; a number has none."""
        return False if leaves_space(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let Escape give up the typing."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._clear_refusal()
            self.setText(exact_number(self._value))
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _commit(self) -> None:
        try:
            value = parse_number(self.text())
        except NumberError as error:
            self._refuse(str(error))
            return
        if refusal := self._check(value):
            self._refuse(refusal)
            return
        self.setModified(False)
        if value != self._value:
            self._value = value
            self.committed.emit(value)

    def _refuse(self, sentence: str) -> None:
        self._mark("true")
        self.setAccessibleDescription(sentence)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), sentence, self)

    def _clear_refusal(self) -> None:
        self._mark("false")
        self.setAccessibleDescription("")

    def _mark(self, invalid: str) -> None:
        if self.property("invalid") != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _show_value(self) -> None:
        text = exact_number(self._value) if self.hasFocus() else format_number(self._value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)
