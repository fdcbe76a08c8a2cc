"""The bar on top: the loss as typed, as understood, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPalette, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from core.errors import Span
from gui.panels.formula_view import FormulaView
from gui.panels.loss_input import LossInput
from gui.panels.menu_button import MenuButton

FORMULA_HEIGHT = 44


class LossBar(QWidget):
    """Title, field, typeset formula and the buttons of the window."""

    loss_edited = Signal(str)
    """Each edit by the person."""
    loss_committed = Signal(str)
    """Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self.setProperty("edge", "bottom")
        self._message = ""
        self._note = ""
        self._make_input()
        self._title = QLabel(self.tr("Fall Line"))
        self._title.setProperty("role", "title")
        self.formula = FormulaView(tallest=FORMULA_HEIGHT)
        self.formula.setObjectName("lossFormula")
        self.formula.setAccessibleName(self.tr("The loss, typeset"))
        self.error = QLabel()
        self.error.setObjectName("lossError")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        self.error.setProperty("role", "small")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._lay_out()

    def _make_input(self) -> None:
        self.input = LossInput()
        self.input.setObjectName("lossInput")
        self.input.setAccessibleName(self.tr("Loss function"))
        self.input.setPlaceholderText(self.tr("x² + y²"))
        self.input.setToolTip(
            self.tr("Type a loss of two variables; other names become parameters with a slider.")
        )
        self.input.textEdited.connect(self._announce_edit)
        self.input.returnPressed.connect(self._announce_commit)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(22, 13, 22, 2)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(1)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self.input, 0, 1)
        grid.addWidget(self.formula, 0, 2)
        grid.addLayout(self._buttons, 0, 3)
        grid.addWidget(self.error, 1, 1, 1, 3)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 6)
        self.input.setMinimumWidth(240)
        self._reserve_line()

    def add_menu_button(self, name: str, text: str, tip: str, menu: QMenu) -> QPushButton:
        """Add a button that opens a menu."""
        button = MenuButton(text, menu)
        button.setObjectName(name)
        button.setToolTip(tip)
        self._buttons.addWidget(button)
        return button

    def add_action_button(self, action: QAction) -> QPushButton:
        """Add a button that triggers an action and follows its text and state."""
        button = QPushButton(action.iconText())
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.iconText())
        button.setObjectName(f"{action.objectName()}Button")
        button.clicked.connect(action.trigger)
        self._buttons.addWidget(button)
        return button

    def set_loss(self, text: str) -> None:
        """Show a loss; the cursor stays where it is when the text is the same."""
        if text != self.input.text():
            self.input.setText(text)
            self.input.setCursorPosition(0)

    def set_error(self, message: str, span: Span | None = None) -> None:
        """Say what is wrong and mark the characters it is about; empty clears."""
        self._message = message
        colour = self.palette().color(QPalette.ColorRole.BrightText)
        self.input.mark((span or (0, len(self.input.text()))) if message else None, colour)
        self._show_sentence()

    def set_note(self, text: str) -> None:
        """Say what the reader should know of a loss that is understood."""
        self._note = text
        self._show_sentence()

    def set_formula(self, svg: bytes | None, text: str = "") -> None:
        """Show the loss as it was understood; `text` is the same to copy and to hear."""
        self.formula.set_formula(svg)
        self.formula.setToolTip(text)
        self.formula.setAccessibleDescription(text)

    def _show_sentence(self) -> None:
        self.error.setText(self._message or self._note)
        self.input.setAccessibleDescription(self._message)
        role = "error" if self._message else "small"
        if self.error.property("role") != role:
            self.error.setProperty("role", role)
            self.error.style().polish(self.error)
        self._reserve_line()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the reserved line as high as the text, whatever its size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._reserve_line()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Measure the line in the font it really has."""
        super().showEvent(event)
        self._reserve_line()

    def _reserve_line(self) -> None:
        """Keep room for one line, so that an error does not push the picture down."""
        self.error.ensurePolished()
        self.error.setMinimumHeight(self.error.fontMetrics().height() + 2)

    def _announce_edit(self, text: str) -> None:
        self.input.mark(None, QColor())
        self.loss_edited.emit(text)

    def _announce_commit(self) -> None:
        self.loss_committed.emit(self.input.text())
