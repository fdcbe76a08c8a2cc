"""The gradient and the Hessian, as formulas and as numbers, folded away until asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.panels.fold import Fold
from gui.panels.formula_view import FormulaView
from gui.panels.matrix_view import MatrixView


class DerivativesView(Fold):
    """A heading that opens a column of typeset formulas, and the Hessian's values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            QCoreApplication.translate("DerivativesView", "Gradient and Hessian"),
            QCoreApplication.translate(
                "DerivativesView",
                "Show or hide the derivatives as formulas and as numbers.",
            ),
            parent,
        )
        self.setObjectName("derivativesView")
        self.chevron.setObjectName("derivativesButton")
        self._message = QLabel()
        self._message.setProperty("role", "small")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self.formulas: list[FormulaView] = []
        self.column.setContentsMargins(4, 2, 0, 4)
        self.column.setSpacing(10)
        self.column.addWidget(self._message)
        self.hessian = MatrixView()
        self.hessian.setObjectName("hessianValues")
        self.column.addLayout(self._values())

    def _values(self) -> QHBoxLayout:
        name = QLabel(QCoreApplication.translate("DerivativesView", "Hessian here"))
        name.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(name, 1)
        row.addWidget(self.hessian)
        return row

    def set_hessian(self, hessian: Sequence[float]) -> None:
        """Show the values xx, xy, yy at the inspected point."""
        self.hessian.set_entries(hessian)

    def set_formulas(self, pictures: Sequence[bytes], message: str = "") -> None:
        """Show these SVG pictures one below the other, and a sentence if there is one."""
        while len(self.formulas) < len(pictures):
            view = FormulaView()
            self.formulas.append(view)
            self.column.insertWidget(len(self.formulas) - 1, view)
        for place, view in enumerate(self.formulas):
            view.set_formula(pictures[place] if place < len(pictures) else None)
            view.setVisible(place < len(pictures))
        self._message.setText(message)
        self._message.setVisible(bool(message))
