"""Typeset equations, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.panels.formula_view import FormulaView


class EquationsView(QWidget):
    """A column of formulas; those that stay keep their place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.formulas: list[FormulaView] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def set_equations(self, pictures: Sequence[bytes]) -> None:
        """Show these SVG pictures."""
        while len(self.formulas) < len(pictures):
            view = FormulaView()
            self.formulas.append(view)
            self._layout.addWidget(view)
        for place, view in enumerate(self.formulas):
            view.set_formula(pictures[place] if place < len(pictures) else None)
            view.setVisible(place < len(pictures))
