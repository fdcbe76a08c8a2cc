"""The lines of a rule, each above the same line with the numbers of one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.panels.formula_view import FormulaView

INDENT = 12


class WorkedRule(QWidget):
    """A column of typeset lines in pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workedRule")
        self.equations: list[FormulaView] = []
        self.numbers: list[FormulaView] = []
        self._shown: tuple[bytes, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)

    def set_formulas(self, equations: Sequence[bytes], numbers: Sequence[bytes]) -> None:
        """Show SVG pictures; there may be more equations than lines with numbers."""
        is_other = tuple(equations) != self._shown
        self._shown = tuple(equations)
        while len(self.equations) < len(equations):
            self._add_line()
        for place, (equation, worked) in enumerate(zip(self.equations, self.numbers, strict=True)):
            if is_other:
                worked.setMinimumHeight(0)
            _show(equation, equations[place] if place < len(equations) else None)
            _show(worked, numbers[place] if place < len(numbers) else None)
            # A line that needs less room in the next step keeps it, so that nothing jumps.
            height = worked.heightForWidth(max(1, self.width() - INDENT))
            worked.setMinimumHeight(max(worked.minimumHeight(), height))

    def _add_line(self) -> None:
        equation, worked = FormulaView(), FormulaView()
        self.equations.append(equation)
        self.numbers.append(worked)
        line = QVBoxLayout()
        line.setContentsMargins(INDENT, 0, 0, 9)
        line.addWidget(worked)
        self._column.addWidget(equation)
        self._column.addLayout(line)


def _show(view: FormulaView, svg: bytes | None) -> None:
    view.set_formula(svg)
    view.setVisible(svg is not None)
