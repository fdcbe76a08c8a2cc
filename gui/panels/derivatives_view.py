"""The gradient and the Hessian as formulas, folded away until asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.panels.formula_view import FormulaView
from gui.panels.icon_button import IconButton


class DerivativesView(QWidget):
    """A heading that opens a column of typeset formulas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivativesView")
        self.chevron = IconButton("chevron_right", self.tr("Show gradient and Hessian."))
        self.chevron.setObjectName("derivativesButton")
        self.chevron.setCheckable(True)
        self.chevron.toggled.connect(self._open)
        self._title = QPushButton(self.tr("Gradient and Hessian"))
        self._title.setProperty("role", "fold")
        self._title.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title.setToolTip(self.tr("Show or hide the derivatives as formulas."))
        self._title.clicked.connect(self.chevron.toggle)
        self._message = QLabel()
        self._message.setProperty("role", "small")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self.formulas: list[FormulaView] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(4, 2, 0, 4)
        self._column.setSpacing(10)
        self._column.addWidget(self._message)
        self._content.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.chevron)
        layout.addLayout(head)
        layout.addWidget(self._content)

    def is_open(self) -> bool:
        """Tell whether the formulas are shown."""
        return self.chevron.isChecked()

    def set_formulas(self, pictures: Sequence[bytes], message: str = "") -> None:
        """Show these SVG pictures one below the other, and a sentence if there is one."""
        while len(self.formulas) < len(pictures):
            view = FormulaView()
            self.formulas.append(view)
            self._column.addWidget(view)
        for place, view in enumerate(self.formulas):
            view.set_formula(pictures[place] if place < len(pictures) else None)
            view.setVisible(place < len(pictures))
        self._message.setText(message)
        self._message.setVisible(bool(message))

    def _open(self, is_open: bool) -> None:
        self.chevron.set_icon("chevron_down" if is_open else "chevron_right")
        self._content.setVisible(is_open)
